import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY, later, type Instant } from '../../../shared/clock.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';

/** A moment near the present as a part of a sentence: `today at 10:40 AM`, `on Monday, November 23 at 7:00 AM`. */
export function useWhenWords(): (moment: Instant) => string {
  const { t } = useTranslation('activity');
  const formats = useFormats();
  const language = useLanguage();
  const now = useNow();
  const day = useMemo(
    () => new Intl.DateTimeFormat(`${language}-US`, { weekday: 'long', month: 'long', day: 'numeric' }),
    [language],
  );
  return useCallback(
    (moment) => {
      const time = formats.time(moment);
      if (formats.day(moment) === formats.day(now)) return t('when.today', { time });
      if (formats.day(moment) === formats.day(later(now, DAY))) return t('when.tomorrow', { time });
      return t('when.date', { date: day.format(moment), time });
    },
    [t, formats, now, day],
  );
}
