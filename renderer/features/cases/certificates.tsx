import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Response } from '../../../shared/contract/contract.ts';
import { CERTIFICATE_FORMATS, type CertificateFormat } from '../../../shared/contract/page-lists.ts';
import type { HeldIn, StillHeld } from '../../../shared/contract/trash.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';

type Purge = Response<'trash.list'>['purges'][number];

/** A certificate for each purge: what went, when, and what may still hold it. */
export function Certificates({ purges }: { readonly purges: readonly Purge[] }) {
  const { t } = useTranslation('trash');
  if (purges.length === 0) return null;
  return (
    <section aria-labelledby="purges-heading">
      <h3 id="purges-heading">{t('purges')}</h3>
      {purges.map((purge) => (
        <Certificate key={purge.id} purge={purge} />
      ))}
    </section>
  );
}

function Certificate({ purge }: { readonly purge: Purge }) {
  const { t } = useTranslation('trash');
  const formats = useFormats();
  const held = useHeldWords();
  const ask = useAsk();
  const save = useAction((format: CertificateFormat) =>
    ask('trash.certificate', {
      id: purge.id,
      format,
      name: t('certificate_name', { date: new Date(purge.finishedAt).toISOString().slice(0, 10) }),
    }),
  );
  const words = `${t('certificate', {
    began: formats.dateTime(purge.beganAt),
    finished: formats.dateTime(purge.finishedAt),
    cases: formats.number(purge.cases),
    answers: formats.number(purge.answers),
    changes: formats.number(purge.changes),
    notes: formats.number(purge.notes),
    edits: formats.number(purge.edits),
    checks: formats.number(purge.checks),
  })} ${held(purge.held)}`;
  return (
    <div className="deleted-purge">
      <p>{words}</p>
      <div className="row">
        {CERTIFICATE_FORMATS.map((format) => (
          <Button
            key={format}
            look="plain"
            icon={FileText}
            isPending={save.state.kind === 'busy'}
            onPress={() => void save.run(format)}
          >
            {t(`save_${format}`)}
          </Button>
        ))}
        <CopyButton text={words} label={t('copy_certificate')} />
      </div>
      <div role="status" className="live">
        {save.state.kind === 'done' && save.state.value !== null && (
          <p className="verbatim">{t('saved', { path: save.state.value.path })}</p>
        )}
        {save.state.kind === 'failed' && <ProblemMessage problem={save.state.problem} />}
      </div>
    </div>
  );
}

/** Says which backups may still hold what went, and when the last of them is let go. */
function useHeldWords(): (held: StillHeld) => string {
  const { t } = useTranslation('trash');
  const formats = useFormats();
  const heldIn = ({ backups, goneOn }: HeldIn, where: 'held' | 'second'): string => {
    const counted = { count: backups, n: formats.number(backups) };
    if (backups === 0) return t(`${where}_none`);
    return goneOn === null
      ? t(`${where}_ahead`, counted)
      : t(`${where}_some`, { ...counted, date: formats.date(goneOn) });
  };
  return ({ second, ...first }) => {
    const here = heldIn(first, 'held');
    if (second === null) return here;
    return `${here} ${second === 'away' ? t('second_away') : heldIn(second, 'second')}`;
  };
}
