import { useTranslation } from 'react-i18next';
import type { CheckView } from '../../../shared/contract/cases.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import { SaidView, saidAsText } from '../../ui/said.tsx';
import { When } from '../../ui/when.tsx';

/** An ordinary answer needs no words of USCIS's beside it. */
const ORDINARY = new Set<AnswerKind>(['status']);

/** Every check of the case: what we asked, when, and what USCIS sent back. */
export function CheckLog({ checks }: { readonly checks: readonly CheckView[] }) {
  const { t } = useTranslation('case');
  const formats = useFormats();
  const words = t('checks.words', { count: checks.length, n: formats.number(checks.length) });
  return (
    <section className="card" aria-labelledby="checks-heading">
      <h2 id="checks-heading">{t('checks.heading')}</h2>
      {checks.length === 0 ? (
        <p className="quiet">{t('checks.none')}</p>
      ) : (
        <Details summary={words}>
          <div className="log-scroll" tabIndex={0} role="region" aria-label={words}>
            <Log checks={checks} />
          </div>
          <CopyButton text={asText(checks)} label={t('checks.copy')} />
        </Details>
      )}
    </section>
  );
}

function Log({ checks }: { readonly checks: readonly CheckView[] }) {
  const { t } = useTranslation(['case', 'common']);
  return (
    <table className="log">
      <thead>
        <tr>
          <th scope="col">{t('checks.when')}</th>
          <th scope="col">{t('checks.answer')}</th>
          <th scope="col">{t('checks.said')}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.id}>
            <td>
              <When at={check.at} show="absolute" />
            </td>
            <td>{t(`common:answer.${check.answer}`)}</td>
            <td>{ORDINARY.has(check.answer) ? t('checks.nothing_said') : <SaidView said={check.said} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const asText = (checks: readonly CheckView[]): string =>
  checks.map(({ at, answer, said }) => `${new Date(at).toISOString()}  ${answer}\n${saidAsText(said)}`).join('\n\n');
