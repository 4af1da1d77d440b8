import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, instant, later, MINUTE, type CivilDate, type Instant } from '../../../shared/clock.ts';
import type { BackupReason } from '../../../shared/contract/backups.ts';

interface Dated {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
}

/** Kept: so many of today, one of each day for so many days, one of each week for so many days. */
const OF_TODAY = 3;
const DAILY_FOR = 7;
const WEEKLY_FOR = 61;

/** What cannot be made again: the newest of each is kept as long as the weekly ones, however many came after it. */
const TURNING_POINTS: readonly BackupReason[] = ['before_restore', 'before_migration'];

/**
 * The backups that may go: all but the newest three of today, the newest of each of the last seven days, and the newest of
 * each week of the last two months, days by the calendar of `zone` and weeks by UTC's. The newest of all stays however old it is; so does one
 * from the future, because then the clock is wrong and nobody knows its day.
 */
export function outlived<Backup extends Dated>(backups: readonly Backup[], now: Instant, zone: string): Backup[] {
  const today = dayOf(now, zone);
  const newestFirst = [...backups].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const kept = new Set<Backup>(newestFirst.slice(0, 1));
  const seen = new Set<string>();
  const firstOf = (group: string, backup: Backup): void => {
    if (!seen.has(group)) kept.add(backup);
    seen.add(group);
  };
  let ofToday = 0;
  for (const backup of newestFirst) {
    const day = dayOf(backup.at, zone);
    const age = day.until(today, { largestUnit: 'days' }).days;
    if (backup.at > now) kept.add(backup);
    else if (age === 0 && ofToday < OF_TODAY) {
      ofToday += 1;
      kept.add(backup);
    }
    if (backup.at > now || age > WEEKLY_FOR) continue;
    if (age <= DAILY_FOR) firstOf(day.toString(), backup);
    // Of one calendar for good: in another zone's weeks, two that were kept as of two can be of one.
    const { year, yearOfWeek = year, weekOfYear = 0 } = dayOf(backup.at, 'UTC');
    firstOf(`${yearOfWeek} week ${weekOfYear}`, backup);
    if (TURNING_POINTS.includes(backup.reason)) firstOf(backup.reason, backup);
  }
  return newestFirst.filter((backup) => !kept.has(backup));
}

const dayOf = (moment: Instant, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate();

/**
 * The day from which on the first backup that is made lets a backup of that moment go at the latest, whatever it was kept
 * for: it is too old for every rule then, and no longer the newest.
 */
export const goneOn = (at: Instant, zone: string): CivilDate =>
  dayOf(at, zone)
    .add({ days: WEEKLY_FOR + 1 })
    .toString() as CivilDate;

/** So long after a workspace is opened nothing is backed up: the first pull and the person come first. */
export const SETTLING = 2 * MINUTE;
/** After an attempt that failed. */
export const RETRY = HOUR;

/**
 * When the next daily backup is due: a day after the newest one, and not before a workspace that was opened at `opened` has
 * settled. One of the future is none: then the clock was set back, and its day is yet to come.
 */
export const nextDaily = (newest: Instant | null, opened: Instant): Instant =>
  instant(Math.max(later(opened, SETTLING), newest === null ? 0 : newest + DAY));
