import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/case/tags.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';

/** Gives cases a tag or takes it from them, and says what it did, with Undo. False: it could not, and that was told. */
export function useTag(): (ids: number[], tag: string, on: boolean) => Promise<boolean> {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  return useCallback(
    async (ids, tag, on) => {
      const set = async (which: number[], to: boolean) => {
        const result = await ask('cases.tag', { ids: which, tag, on: to });
        if (!result.ok) report(result.problem);
        return result.ok ? result.value : null;
      };
      const done = await set(ids, on);
      if (done === null) return false;
      const counted = (count: number) => ({ count, n: formats.number(count), tag, most: formats.number(MOST_TAGS) });
      const more = done.full === 0 ? [] : [t('tag.full', counted(done.full))];
      if (done.ids.length === 0 && done.full > 0) show({ words: t('tag.full', counted(done.full)) });
      else if (done.ids.length === 0) show({ words: t(on ? 'tag.none_added' : 'tag.none_removed', { tag }) });
      else {
        show({
          words: t(on ? 'tag.added' : 'tag.removed', counted(done.ids.length)),
          more,
          undo: () => void set(done.ids, !on),
        });
      }
      return true;
    },
    [ask, formats, report, show, t],
  );
}
