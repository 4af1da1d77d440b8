import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { TextField } from '../../ui/fields.tsx';

interface NumberSettingProps {
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
  /** A good number other than the present one was entered: at Enter, or on leaving the field. */
  readonly onChange: (value: number) => void;
}

/** A number that is kept when it is entered in full. What is wrong with it is said in words; it is never bent silently. */
export function NumberSetting({ label, help, value, from, to, isWhole, onChange }: NumberSettingProps) {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const [typed, setTyped] = useState<string | null>(null);
  const number = typed === null ? value : readNumber(typed);
  const isGood = number !== null && number >= from && number <= to && (!isWhole || Number.isInteger(number));

  const keep = (): void => {
    if (typed === null || !isGood) return;
    setTyped(null);
    if (number !== value) onChange(number);
  };

  return (
    <TextField
      label={label}
      {...(help === undefined ? {} : { help })}
      inputMode={isWhole ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed ?? formats.number(value)}
      onChange={setTyped}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
      problem={isGood ? null : t('connection.range', { from: formats.number(from), to: formats.number(to) })}
    />
  );
}

/** Reads a number as it is written in the United States, in both languages: `400,000` or `0.5`. */
function readNumber(typed: string): number | null {
  const bare = typed.trim().replace(/,/g, '');
  return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
}
