import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';

export interface Trash {
  /** With Undo. False: nothing was deleted. */
  readonly remove: (ids: number[]) => Promise<boolean>;
  readonly restore: (ids: number[]) => Promise<void>;
  /** For good. */
  readonly purge: (ids: number[]) => Promise<void>;
}

/** Deleting cases, taking it back, and deleting them for good; each says what it did. */
export function useTrash(): Trash {
  const { t } = useTranslation('trash');
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  return useMemo((): Trash => {
    const counted = (count: number) => ({ count, n: formats.number(count) });
    const restore = async (ids: number[]): Promise<void> => {
      const result = await ask('trash.restore', { ids });
      if (!result.ok) report(result.problem);
      else if (result.value.ids.length > 0) show({ words: t('restored', counted(result.value.ids.length)) });
      // An Undo may still stand there when the cases were purged.
      else show({ words: t('restored_none') });
    };
    return {
      restore,
      async remove(ids) {
        const result = await ask('trash.delete', { ids });
        if (!result.ok) report(result.problem);
        const deleted = result.ok ? result.value.ids : [];
        if (deleted.length > 0) {
          show({ words: t('deleted', counted(deleted.length)), undo: () => void restore(deleted) });
        }
        return deleted.length > 0;
      },
      async purge(ids) {
        const result = await ask('trash.purge', { ids });
        if (!result.ok) report(result.problem);
        else if (result.value !== null) show({ words: t('purged', counted(result.value.cases)) });
      },
    };
  }, [ask, formats, report, show, t]);
}
