import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SaidView, saidAsText } from '../../ui/said.tsx';
import { When } from '../../ui/when.tsx';

/** The last answer of this pull that was trouble, in USCIS's own words, to be copied. */
export function TroubleCard({ trouble }: { readonly trouble: Activity['trouble'] }) {
  const { t } = useTranslation(['activity', 'common']);
  if (trouble === null) {
    return (
      <p className="line-with-icon quiet">
        <CircleCheck aria-hidden size={16} />
        {t('trouble.none')}
      </p>
    );
  }
  const isSilent = saidAsText(trouble.said) === '';
  const facts = [trouble.answer, new Date(trouble.at).toISOString(), saidAsText(trouble.said)];
  return (
    <section className="card activity-card" aria-labelledby="last-trouble">
      <h2 id="last-trouble">{t('trouble.title')}</h2>
      <p className="line-with-icon">
        <TriangleAlert aria-hidden size={16} />
        <span>
          <strong>{t(`common:answer.${trouble.answer}`)}</strong> · <When at={trouble.at} show="both" />
        </span>
      </p>
      {isSilent ? <p className="quiet">{t('trouble.silent')}</p> : <SaidView said={trouble.said} />}
      <div>
        <CopyButton text={facts.filter((part) => part !== '').join('\n')} label={t('trouble.copy')} />
      </div>
    </section>
  );
}
