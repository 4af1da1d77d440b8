import { useTranslation } from 'react-i18next';
import type { Counts, Loss } from '../../../shared/contract/backups.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { isNothing, useCounts } from './counts.ts';

/** Says what a repair could not bring back: what is known in numbers, then what nobody can count. */
export function useLosses(): (lost: Counts, others: readonly Loss[]) => string[] {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const counts = useCounts();
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' });
  return (lost, others) => {
    const known = others.flatMap(({ what, atMost }) =>
      atMost === null ? [] : [t(`losses.${what}`, { count: atMost, number: formats.number(atMost) })],
    );
    const unknown = others.flatMap(({ what, atMost }) => (atMost === null ? [t(`losses.some.${what}`)] : []));
    const inNumbers = [...(isNothing(lost) ? [] : [counts(lost)]), ...known];
    return [
      ...(inNumbers.length === 0 ? [] : [t('repair.lost', { what: list.format(inNumbers) })]),
      ...(unknown.length === 0 ? [] : [t('repair.mayBeLost', { what: list.format(unknown) })]),
      ...(inNumbers.length + unknown.length === 0 ? [t('repair.nothingLost')] : []),
    ];
  };
}
