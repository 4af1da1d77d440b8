import { useTranslation } from 'react-i18next';
import type { TypedCode } from '../../../shared/recovery-code.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { TextArea } from '../../ui/fields.tsx';
import './security.css';

interface CodeFieldProps {
  readonly typed: string;
  readonly read: TypedCode;
  /** The person tried to go on: says what is still missing. */
  readonly tried: boolean;
  readonly onChange: (typed: string) => void;
}

/** Where a recovery code is typed. A mistyped group is named at once. */
export function CodeField({ typed, read, tried, onChange }: CodeFieldProps) {
  const { t } = useTranslation('security');
  return (
    <TextArea
      digits
      autoFocus
      rows={2}
      label={t('open.code')}
      help={t('open.help')}
      autoComplete="off"
      spellCheck="false"
      maxLength={300}
      value={typed}
      onChange={onChange}
      problem={useFault(read, tried)}
    />
  );
}

/** What is wrong with what was typed, in words. Before the first try, only what more typing cannot mend is said. */
function useFault(read: TypedCode, tried: boolean): string | null {
  const { t } = useTranslation('security');
  const formats = useFormats();
  switch (read.kind) {
    case 'good':
      return null;
    case 'faulty':
      return t('open.faulty', {
        count: read.groups.length,
        groups: read.groups.map((group) => formats.number(group + 1)).join(', '),
      });
    case 'length':
      if (!tried) return null;
      return read.symbols === 0 ? t('open.empty') : t('open.length', { count: read.symbols });
  }
}
