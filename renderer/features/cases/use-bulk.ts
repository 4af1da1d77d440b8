import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';
import { useCheckNow } from '../activity/use-check-now.ts';

export interface Bulk {
  readonly checkNow: (ids: number[] | 'all') => Promise<void>;
  /** With Undo. */
  readonly archive: (ids: number[], archived: boolean) => Promise<void>;
}

/** What can be done with one case or with many; each says what it did. */
export function useBulk(): Bulk {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  const checkNow = useCheckNow();
  return useMemo((): Bulk => {
    const setArchived = async (ids: number[], archived: boolean): Promise<number[]> => {
      const result = await ask('cases.archive', { ids, archived });
      if (result.ok) return result.value.ids;
      report(result.problem);
      return [];
    };
    return {
      checkNow,
      async archive(ids, archived) {
        const altered = await setArchived(ids, archived);
        if (altered.length === 0) return;
        const count = { count: altered.length, n: formats.number(altered.length) };
        show({
          words: archived ? t('archived_done', count) : t('restored_done', count),
          undo: () => void setArchived(altered, !archived),
        });
      },
    };
  }, [ask, checkNow, formats, report, show, t]);
}
