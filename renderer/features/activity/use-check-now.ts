import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';
import { whenAsked } from './when-asked.ts';
import { useWhenWords } from './when-words.ts';

/** "Check now" for these cases, or for all; and words that say when they will really be asked. */
export function useCheckNow(): (ids: number[] | 'all') => Promise<void> {
  const { t } = useTranslation('activity');
  const ask = useAsk();
  const formats = useFormats();
  const moment = useWhenWords();
  const report = useReportProblem();
  const { show } = useToasts();
  return useCallback(
    async (ids) => {
      const asked = await ask('pulls.check_now', { ids });
      const activity = asked.ok ? await ask('pulls.activity', null) : asked;
      if (!asked.ok || !activity.ok) {
        if (!activity.ok) report(activity.problem);
        return;
      }
      const { queued } = asked.value;
      const found = whenAsked(activity.value, queued);
      const when = t(`checkNow.when.${found.key}`, {
        when: 'at' in found ? moment(found.at) : '',
        left: 'left' in found ? formats.number(found.left) : '',
      });
      const words = { count: queued, n: formats.number(queued), when };
      show({ words: queued === 0 ? t('checkNow.none') : t('checkNow.queued', words) });
    },
    [ask, formats, moment, report, show, t],
  );
}
