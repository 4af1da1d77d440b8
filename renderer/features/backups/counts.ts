import { useTranslation } from 'react-i18next';
import type { Counts } from '../../../shared/contract/backups.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';

const KINDS = ['cases', 'answers', 'changes', 'notes'] as const;

export const isNothing = (counts: Counts): boolean => KINDS.every((kind) => counts[kind] === 0);

/** Says what stands in a database: "3 cases, 12 answers, 2 changes and notes in 1 case". Zeros are left out. */
export function useCounts(): (counts: Counts) => string {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' });
  return (counts) =>
    isNothing(counts)
      ? t('counts.nothing')
      : list.format(
          KINDS.filter((kind) => counts[kind] > 0).map((kind) =>
            t(`counts.${kind}`, { count: counts[kind], number: formats.number(counts[kind]) }),
          ),
        );
}
