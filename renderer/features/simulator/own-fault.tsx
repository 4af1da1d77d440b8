import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from 'react-aria-components';
import {
  FAULT_PLACES,
  SHARES_OF,
  type FaultKind,
  type FaultPlace,
  type ShareOf,
} from '../../../shared/contract/simulator-lists.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Select } from '../../ui/select.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { FAULTS_BY_SORT, SORTS_OF_FAULTS } from './faults.ts';
import { useSimulator } from './use-simulator.ts';

/** A day, in minutes. */
const DAY_MINUTES = 1440;

const numberIn = (typed: string, from: number, to: number): number | null => {
  const number = /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return number >= from && number <= to ? number : null;
};

/** One fault with its share, its place and its time. */
export function OwnFault() {
  const { t } = useTranslation('simulator');
  const tell = useSimulator();
  const { show } = useToasts();
  const [fault, setFault] = useState<FaultKind>('unavailable');
  const [place, setPlace] = useState<FaultPlace>('case');
  const [of, setOf] = useState<ShareOf>('calls');
  const [share, setShare] = useState('100');
  const [from, setFrom] = useState('0');
  const [minutes, setMinutes] = useState('10');
  const percent = numberIn(share, 1, 100);
  const begins = numberIn(from, 0, DAY_MINUTES);
  const lasts = minutes.trim() === '' ? null : numberIn(minutes, 0.1, DAY_MINUTES);
  const isGood = percent !== null && begins !== null && (minutes.trim() === '' || lasts !== null);

  const start = async (): Promise<void> => {
    if (percent === null || begins === null || !isGood) return;
    const line = { fault, place, of, share: percent / 100, from: begins, minutes: lasts };
    if (await tell('simulator.add', line)) show({ words: t('own.started') });
  };
  return (
    <section className="card simulator-card" aria-labelledby="simulator-own">
      <h2 id="simulator-own">{t('own.title')}</h2>
      <Form
        className="simulator-form"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Select
          label={t('own.fault')}
          value={fault}
          onChange={setFault}
          choices={SORTS_OF_FAULTS.map((sort) => ({
            heading: t(`faults.${sort}`),
            choices: FAULTS_BY_SORT[sort].map((value) => ({ value, label: t(`fault.${value}`) })),
          }))}
        />
        <Select
          label={t('own.place')}
          value={place}
          onChange={setPlace}
          choices={FAULT_PLACES.map((value) => ({ value, label: t(`place.${value}`) }))}
        />
        <div className="simulator-fields">
          <NumberField
            label={t('own.share')}
            value={share}
            onChange={setShare}
            from={1}
            to={100}
            isGood={percent !== null}
          />
          <Select
            label={t('own.of')}
            value={of}
            onChange={setOf}
            choices={SHARES_OF.map((value) => ({ value, label: t(`shareOf.${value}`) }))}
          />
          <NumberField
            label={t('own.from')}
            value={from}
            onChange={setFrom}
            from={0}
            to={DAY_MINUTES}
            isGood={begins !== null}
          />
          <NumberField
            label={t('own.minutes')}
            help={t('own.minutesHelp')}
            value={minutes}
            onChange={setMinutes}
            from={0.1}
            to={DAY_MINUTES}
            isGood={minutes.trim() === '' || lasts !== null}
          />
        </div>
        <div>
          <Button type="submit" icon={Play} isDisabled={!isGood}>
            {t('own.start')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly from: number;
  readonly to: number;
  readonly isGood: boolean;
}

function NumberField({ label, help, value, onChange, from, to, isGood }: NumberFieldProps) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  return (
    <TextField
      label={label}
      {...(help === undefined ? {} : { help })}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={onChange}
      problem={isGood ? null : t('own.range', { from: formats.number(from), to: formats.number(to) })}
    />
  );
}
