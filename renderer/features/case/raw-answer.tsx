import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObservationView } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';

/** The exact text that USCIS sent, for every content that it ever had. Asked for only when somebody looks. */
export function RawAnswer({ observations }: { readonly observations: readonly ObservationView[] }) {
  const { t } = useTranslation('case');
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = observations.find(({ id }) => id === chosen) ?? observations[0];
  if (shown === undefined) return null;
  return (
    <section className="card" aria-labelledby="raw-heading">
      <h2 id="raw-heading">{t('raw.heading')}</h2>
      <Details summary={t('raw.words')} isOpen={open} onOpenChange={setOpen}>
        <div className="raw">
          {observations.length > 1 && (
            <Select
              inline
              label={t('raw.version')}
              value={String(shown.id)}
              onChange={(id) => setChosen(Number(id))}
              choices={observations.map(({ id, firstSeenAt }) => ({
                value: String(id),
                label: formats.dateTime(firstSeenAt),
              }))}
            />
          )}
          {open && <Body observationId={shown.id} />}
        </div>
      </Details>
    </section>
  );
}

function Body({ observationId }: { readonly observationId: number }) {
  const { t } = useTranslation('case');
  const raw = useAsked('cases.raw', { observationId });
  if (raw.error !== null) return <ProblemMessage problem={raw.error.problem} />;
  if (raw.data === undefined) return <Loading />;
  return (
    <>
      <pre className="raw-body" tabIndex={0} role="region" aria-label={t('raw.label')}>
        {raw.data.body}
      </pre>
      <CopyButton text={raw.data.body} label={t('raw.copy')} />
    </>
  );
}
