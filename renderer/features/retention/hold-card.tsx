import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useHold } from './use-hold.ts';

/** Whether a case is on hold, and why; puts it there and takes it off. */
export function HoldCard({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('retention');
  const formats = useFormats();
  const hold = useHold();
  const [reason, setReason] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = useAsked('retention.hold_of', { id: row.id });
  if (asked.error !== null) return <ProblemMessage problem={asked.error.problem} />;
  if (asked.data === undefined) return null;
  const held = asked.data;
  /** The button that was pressed goes away. */
  const stay = (): void => heading.current?.focus();
  const put = async (): Promise<void> => {
    await hold.put(row, reason.trim());
    setReason('');
    stay();
  };
  return (
    <section className="card stack" aria-labelledby="hold-heading">
      <h2 id="hold-heading" ref={heading} tabIndex={-1}>
        {t('hold.heading')}
      </h2>
      <p className="quiet">{t('hold.text')}</p>
      {held === null ? (
        <>
          <TextField
            label={t('hold.reason')}
            help={t('hold.reason_help')}
            maxLength={200}
            value={reason}
            onChange={setReason}
          />
          <div>
            <Button onPress={() => void put()}>{t('hold.put')}</Button>
          </div>
        </>
      ) : (
        <>
          <p>
            {t('hold.on', { since: formats.dateTime(held.since) })}
            {held.reason === '' ? '' : ` · ${held.reason}`}
          </p>
          <div>
            <Button onPress={() => void hold.release(row).then(stay)}>{t('hold.release')}</Button>
          </div>
        </>
      )}
    </section>
  );
}
