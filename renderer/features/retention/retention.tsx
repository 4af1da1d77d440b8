import { TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionView, RetentionYears } from '../../../shared/contract/retention.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { useAction } from '../../ui/use-action.ts';
import { Feedback } from '../settings/feedback.tsx';
import { useHold } from './use-hold.ts';
import './retention.css';

/** The rules on how long things are kept, what they are about to delete, and what is on hold. */
export function RetentionSection() {
  const { t } = useTranslation(['retention', 'common']);
  const state = useAsked('retention.state', null);
  if (state.error !== null) {
    return (
      <ProblemMessage problem={state.error.problem}>
        <Button onPress={() => void state.refetch()}>{t('common:action.retry')}</Button>
      </ProblemMessage>
    );
  }
  if (state.data === undefined) return <Loading />;
  return (
    <>
      <p>{t('intro')}</p>
      <p className="quiet">{t('law')}</p>
      {state.data.clockDoubted && (
        <p className="line-with-icon warning" role="status">
          <TriangleAlert aria-hidden size={16} />
          {t('doubted')}
        </p>
      )}
      <Rules state={state.data} />
      <Due state={state.data} />
      <Held state={state.data} />
    </>
  );
}

interface PartProps {
  readonly state: RetentionView;
}

/** Years that are chosen; one that somebody set otherwise stands among them. */
const YEARS = [1, 2, 3, 5, 6, 7, 10, 15] as const;

function Rules({ state: { years, ledgerGoesAt } }: PartProps) {
  const { t } = useTranslation('retention');
  const formats = useFormats();
  const ask = useAsk();
  const set = useAction((wanted: RetentionYears) => ask('retention.set', wanted));
  /** What was chosen last, while the store does not say so yet: the next choice builds on it. */
  const [chosen, setChosen] = useState<RetentionYears | null>(null);
  const shown = chosen ?? years;
  const choose = async (next: RetentionYears): Promise<void> => {
    setChosen(next);
    if (!(await set.run(next)).ok) setChosen(null);
  };
  const field = (name: keyof RetentionYears) => {
    const all = [...new Set<number>([...YEARS, ...(shown[name] === null ? [] : [shown[name]])])].sort((a, b) => a - b);
    return (
      <Select
        label={t(`${name}.label`)}
        help={t(`${name}.help`)}
        value={String(shown[name] ?? 'never')}
        onChange={(value) => void choose({ ...shown, [name]: value === 'never' ? null : Number(value) })}
        choices={[
          { value: 'never', label: t('never') },
          ...all.map((count) => ({ value: String(count), label: t('years', { count, n: formats.number(count) }) })),
        ]}
      />
    );
  };
  return (
    <section className="card settings-card">
      {field('archived')}
      {field('ledger')}
      {ledgerGoesAt !== null && <p>{t('ledger.next', { date: formats.day(ledgerGoesAt) })}</p>}
      <Feedback state={set.state} />
    </section>
  );
}

function Due({ state: { due, dueTotal } }: PartProps) {
  const { t } = useTranslation('retention');
  const formats = useFormats();
  const hold = useHold();
  /** Takes the focus when the button that was pressed goes away. */
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="card settings-card" aria-labelledby="retention-due">
      <h3 id="retention-due" ref={heading} tabIndex={-1}>
        {t('due.title')}
      </h3>
      {due.length === 0 ? (
        <p className="quiet">{t('due.none')}</p>
      ) : (
        <>
          <p>{t('due.intro', { count: dueTotal, n: formats.number(dueTotal) })}</p>
          <ul className="retention-cases">
            {due.map(({ id, receipt, client, label, archivedAt, goesAt }) => (
              <li key={id}>
                <div>
                  <strong className="digits">{receipt}</strong> {client} <span className="quiet">{label}</span>
                  <p className="quiet">
                    {t('due.when', { archived: formats.dateTime(archivedAt), goes: formats.day(goesAt) })}
                  </p>
                </div>
                <Button
                  aria-label={t('due.keep_of', { receipt })}
                  onPress={() => void hold.put({ id, receipt }, '').then(() => heading.current?.focus())}
                >
                  {t('due.keep')}
                </Button>
              </li>
            ))}
          </ul>
          {dueTotal > due.length && (
            <p>{t('due.more', { count: dueTotal - due.length, n: formats.number(dueTotal - due.length) })}</p>
          )}
          <p className="quiet">{t('due.export')}</p>
        </>
      )}
    </section>
  );
}

function Held({ state: { held, heldTotal } }: PartProps) {
  const { t } = useTranslation('retention');
  const formats = useFormats();
  const hold = useHold();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="card settings-card" aria-labelledby="retention-held">
      <h3 id="retention-held" ref={heading} tabIndex={-1}>
        {t('held.title')}
      </h3>
      {held.length === 0 ? (
        <p className="quiet">{t('held.none')}</p>
      ) : (
        <ul className="retention-cases">
          {held.map(({ id, receipt, client, label, since, reason }) => (
            <li key={id}>
              <div>
                <strong className="digits">{receipt}</strong> {client} <span className="quiet">{label}</span>
                <p className="quiet">
                  {t('held.since', { since: formats.dateTime(since) })}
                  {reason === '' ? '' : ` · ${reason}`}
                </p>
              </div>
              <Button
                look="plain"
                aria-label={t('held.release_of', { receipt })}
                onPress={() => void hold.release({ id, receipt }).then(() => heading.current?.focus())}
              >
                {t('held.release')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {heldTotal > held.length && (
        <p>{t('due.more', { count: heldTotal - held.length, n: formats.number(heldTotal - held.length) })}</p>
      )}
    </section>
  );
}
