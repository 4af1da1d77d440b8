import { useTranslation } from 'react-i18next';
import type { Counts, NewerHere } from '../../../shared/contract/backups.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';

const KINDS = ['cases', 'answers', 'changes', 'notes', 'edited'] as const;

type Counted = Counts & Partial<NewerHere>;

export const isNothing = (counts: Counted): boolean => KINDS.every((kind) => (counts[kind] ?? 0) === 0);

/** Says what stands in a database: "3 cases, 12 answers, 2 changes and notes in 1 case". Zeros are left out. */
export function useCounts(): (counts: Counted) => string {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' });
  return (counts) =>
    isNothing(counts)
      ? t('counts.nothing')
      : list.format(
          KINDS.map((kind) => ({ kind, count: counts[kind] ?? 0 }))
            .filter(({ count }) => count > 0)
            .map(({ kind, count }) => t(`counts.${kind}`, { count, number: formats.number(count) })),
        );
}
