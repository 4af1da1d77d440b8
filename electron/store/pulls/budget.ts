import { HOUR, later, type CivilDate, type Instant, type Milliseconds } from '../../../shared/clock.ts';
import type { Connection } from '../connection.ts';

/** When a call is counted: now, and the days of the service's zone that it may fall on. Around midnight they are two. */
export interface CallTime {
  readonly now: Instant;
  readonly first: CivilDate;
  readonly last: CivilDate;
}

/** What is known of a key's calls on a day (of the fuller one, where there are two). */
export interface DayCount {
  readonly used: number;
  /** Until when USCIS gives no more calls, as it said itself; null: it did not say so. */
  readonly spentUntil: Instant | null;
  /** The count of a day was damaged: how many calls were made nobody knows. */
  readonly lost: boolean;
}

/** No day is longer, not even when clocks go back in autumn. */
const LONGEST_DAY: Milliseconds = 25 * HOUR;

/**
 * `calls`: how many calls a key used on each day. A row stays for good: it is small, and a clock that was set forward may
 * come back. `spent`: USCIS said so. `lost`: days whose count was in a damaged file.
 */
export const BUDGET_SCHEMA = `
CREATE TABLE calls (
  key TEXT NOT NULL,
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  used INTEGER NOT NULL CHECK (used >= 0),
  held_until INTEGER,
  PRIMARY KEY (key, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE spent (key TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE lost (day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

/** The counts in an open file. Every method is one transaction, durable when it returns, but for `reserve`. */
export interface Counts {
  count(key: string, time: CallTime): DayCount;
  /** Takes one call on each day of `time`, not waiting for the disk; false, and nothing taken, where `allowed` are used. */
  reserve(key: string, time: CallTime, allowed: number): boolean;
  /** USCIS said that it gives no more calls until then; null: it gives them again. */
  tell(key: string, until: Instant | null): void;
  /** Adds calls that were counted elsewhere before. */
  add(key: string, day: CivilDate, used: number): void;
  /** The counts of these days are not known. */
  lose(days: readonly CivilDate[]): void;
}

interface Sums {
  /** On the fuller one of the days. */
  readonly own: number;
  /** On all of them and on the day before. */
  readonly near: number;
  /** On later days, which a clock that was set back has left behind. */
  readonly held: number;
  /** Rows of later days that were not found before. */
  readonly found: number;
}

/**
 * Calls are counted by the day that the clock names. A clock that was set back leaves counts of days that have not come: the
 * day that it names now may be the very same one at the service. So those count as well, for as long as that day can last
 * from the moment at which this is first seen (`held_until`), and no longer: a clock that was a year ahead locks nobody out.
 * Meanwhile the day before counts too, because the clock's midnight need not be the service's.
 */
export function createCounts(connection: Connection): Counts {
  const sum = connection.statement<{ key: string; first: string; last: string; now: number; latest: number }, Sums>(
    'budget.sum',
    `SELECT coalesce(max(used) FILTER (WHERE day BETWEEN @first AND @last), 0) AS own,
            coalesce(sum(used) FILTER (WHERE day <= @last), 0) AS near,
            coalesce(sum(used) FILTER (WHERE day > @last AND held_until > @now), 0) AS held,
            count(*) FILTER (WHERE day > @last AND coalesce(held_until, @latest + 1) > @latest) AS found
     FROM calls WHERE key = @key AND day >= date(@first, '-1 day')`,
  );
  const hold = connection.statement<{ key: string; last: string; latest: number }>(
    'budget.hold',
    `UPDATE calls SET held_until = @latest
     WHERE key = @key AND day > @last AND coalesce(held_until, @latest + 1) > @latest`,
  );
  const take = connection.statement<{ key: string; day: string; used: number }>(
    'budget.take',
    `INSERT INTO calls (key, day, used) VALUES (@key, @day, @used)
     ON CONFLICT (key, day) DO UPDATE SET used = used + excluded.used, held_until = NULL`,
  );
  const spent = connection.statement<{ key: string; now: number; latest: number }, { until: Instant }>(
    'budget.spent',
    'SELECT until FROM spent WHERE key = @key AND until > @now AND until <= @latest',
  );
  const told = connection.statement<{ key: string; until: number }>(
    'budget.told',
    'INSERT INTO spent (key, until) VALUES (@key, @until) ON CONFLICT (key) DO UPDATE SET until = excluded.until',
  );
  const given = connection.statement<{ key: string }>('budget.given', 'DELETE FROM spent WHERE key = @key');
  const lost = connection.statement<{ first: string; last: string }, { day: string }>(
    'budget.lost',
    'SELECT day FROM lost WHERE day BETWEEN @first AND @last LIMIT 1',
  );
  const lose = connection.statement<{ day: string }>(
    'budget.lose',
    'INSERT INTO lost (day) VALUES (@day) ON CONFLICT (day) DO NOTHING',
  );

  const usedBy = (key: string, { now, first, last }: CallTime): number => {
    const latest = later(now, LONGEST_DAY);
    const sums = (): Sums => sum.get({ key, first, last, now, latest }) ?? { own: 0, near: 0, held: 0, found: 0 };
    let found = sums();
    if (found.found > 0) {
      connection.write(() => hold.run({ key, last, latest }));
      found = sums();
    }
    return found.held > 0 ? found.near + found.held : found.own;
  };

  return {
    count: (key, time) => ({
      used: usedBy(key, time),
      // What was said ahead of a clock that was set back holds no longer: USCIS will say it again.
      spentUntil: spent.get({ key, now: time.now, latest: later(time.now, LONGEST_DAY) })?.until ?? null,
      lost: lost.get({ first: time.first, last: time.last }) !== undefined,
    }),
    reserve: (key, time, allowed) =>
      connection.writeAhead(() => {
        if (usedBy(key, time) >= allowed) return false;
        for (const day of new Set([time.first, time.last])) take.run({ key, day, used: 1 });
        return true;
      }),
    tell(key, until) {
      connection.write(() => (until === null ? given.run({ key }) : told.run({ key, until })));
    },
    add(key, day, used) {
      connection.write(() => take.run({ key, day, used }));
    },
    lose(days) {
      connection.write(() => {
        for (const day of days) lose.run({ day });
      });
    },
  };
}
