import type { Hours } from '../../../shared/service/hours.ts';
import type { Language } from '../../app/i18n/resources.ts';

/** A Monday, to take the names of the days from. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_LENGTH = 86_400_000;

/** The days of the week, 1 Monday to 7 Sunday, with their short names. */
export function weekdayNames(language: Language): { day: number; name: string }[] {
  const format = new Intl.DateTimeFormat(`${language}-US`, { weekday: 'short', timeZone: 'UTC' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, name: format.format(MONDAY + (day - 1) * DAY_LENGTH) }));
}

/** What is wrong with hours that somebody entered; null when they make sense. */
export function hoursProblem({ weekdays, opens, closes }: Hours): 'noDays' | 'timeMissing' | 'order' | null {
  if (weekdays.length === 0) return 'noDays';
  if (opens === '' || closes === '') return 'timeMissing';
  return closes > opens ? null : 'order';
}
