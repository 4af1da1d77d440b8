import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goneOn, nextDaily, outlived, SETTLING } from '../../../electron/workspaces/backups/rule.ts';
import { DAY, HOUR, instant, later, type Instant } from '../../../shared/clock.ts';
import { BACKUP_REASONS, type BackupReason } from '../../../shared/contract/backups.ts';
import { seededRandom } from '../../../shared/random.ts';
import { dayIn } from '../../../shared/service/hours.ts';

const NOW = instant(Date.parse('2026-11-22T20:00:00Z'));
const ZONES = ['America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];

interface Made {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
}

const made = (at: Instant, reason: BackupReason = 'daily'): Made => ({ id: `${at} ${reason}`, at, reason });
const kept = (all: readonly Made[], now = NOW, zone = 'UTC'): Made[] => {
  const gone = new Set(outlived(all, now, zone));
  return all.filter((backup) => !gone.has(backup));
};

const backups = fc.uniqueArray(
  fc.record({
    at: fc.integer({ min: NOW - 120 * DAY, max: NOW }).map(instant),
    reason: fc.constantFrom(...BACKUP_REASONS),
  }),
  { selector: ({ at }) => at, maxLength: 60 },
);

test('three of today, one of each day for a week, one of each week for two months', () => {
  const hourly = Array.from({ length: 24 * 100 }, (_each, hours) => made(later(NOW, -hours * HOUR)));
  const days = kept(hourly).map(({ at }) => dayIn('UTC', at));
  expect(days.filter((day) => day === '2026-11-22')).toHaveLength(3);
  for (let ago = 1; ago <= 7; ago += 1) {
    expect(days.filter((day) => day === dayIn('UTC', later(NOW, -ago * DAY)))).toHaveLength(1);
  }
  // The rest are Sundays, each the last day of its week; the oldest is 56 days old.
  expect(days.slice(10)).toEqual(
    ['2026-11-08', '2026-11-01', '2026-10-25', '2026-10-18', '2026-10-11', '2026-10-04', '2026-09-27'].map(
      (day) => day,
    ),
  );
});

test('whatever there is: the newest stays, no more than the rule stays, and thinning again takes nothing more', () => {
  fc.assert(
    fc.property(backups, fc.constantFrom(...ZONES), (list, zone) => {
      const all = list.map(({ at, reason }) => made(at, reason));
      const left = kept(all, NOW, zone);
      const newest = all.reduce<Made | null>((best, each) => (best === null || each.at > best.at ? each : best), null);
      if (newest !== null) expect(left).toContain(newest);
      expect(kept(left, NOW, zone)).toEqual(left);
      const today = dayIn(zone, NOW);
      const ofToday = (each: readonly Made[]): number => each.filter(({ at }) => dayIn(zone, at) === today).length;
      expect(ofToday(left)).toBeLessThanOrEqual(5);
      expect(ofToday(left)).toBeGreaterThanOrEqual(Math.min(3, ofToday(all)));
      for (const day of new Set(all.filter(({ at }) => at > NOW - 6 * DAY).map(({ at }) => dayIn(zone, at)))) {
        expect(left.some(({ at }) => dayIn(zone, at) === day)).toBe(true);
      }
      expect(left.length).toBeLessThanOrEqual(3 + 7 + 10 + 2);
    }),
  );
});

test('a backup a day, thinned each day, leaves one of every week in between', () => {
  let all: Made[] = [];
  for (let day = 0; day < 200; day += 1) {
    const now = later(NOW, day * DAY);
    all = kept([...all, made(now)], now, 'America/New_York');
  }
  const ages = all.map(({ at }) => Math.round((NOW + 199 * DAY - at) / DAY)).sort((a, b) => a - b);
  expect(ages.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const gaps = ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(7);
  expect(ages.at(-1)).toBeGreaterThanOrEqual(54);
});

test('an office that travels is left with a backup of every week, whatever the calendar is where it is', () => {
  const random = seededRandom(3);
  for (let life = 0; life < 10; life += 1) {
    let now = NOW;
    let all: Made[] = [];
    for (let turn = 0; turn < 250; turn += 1) {
      now = later(now, Math.round((0.3 + random.next()) * DAY));
      const zone = ZONES[Math.floor(random.next() * ZONES.length)] ?? 'UTC';
      all = kept([...all, made(now)], now, zone);
      const ages = all.map(({ at }) => now - at).sort((a, b) => a - b);
      const gaps = ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
      expect(Math.max(0, ...gaps)).toBeLessThan(10 * DAY);
    }
  }
});

test('the newest before a restore and before a migration stay, however many follow', () => {
  const restore = made(later(NOW, -40 * DAY), 'before_restore');
  const migration = made(later(NOW, -50 * DAY), 'before_migration');
  const hourly = Array.from({ length: 24 * 60 }, (_each, hours) => made(later(NOW, -hours * HOUR)));
  expect(kept([...hourly, restore, migration])).toEqual(expect.arrayContaining([restore, migration]));
});

test('with the clock set back a year nothing goes', () => {
  const all = Array.from({ length: 50 }, (_each, hours) => made(later(NOW, -hours * HOUR)));
  expect(outlived(all, later(NOW, -365 * DAY), 'UTC')).toEqual([]);
});

test('an only backup stays for ever', () => {
  expect(kept([made(later(NOW, -900 * DAY))])).toHaveLength(1);
});

test('the daily one is due a day after the newest, and after the settling where that is over', () => {
  expect(nextDaily(null, NOW)).toBe(NOW + SETTLING);
  expect(nextDaily(later(NOW, -3 * HOUR), NOW)).toBe(NOW + 21 * HOUR);
  expect(nextDaily(later(NOW, -9 * DAY), NOW)).toBe(NOW + SETTLING);
});

test('on its last day, and not before the newest that can be kept goes, the first backup that is made lets one go', () => {
  fc.assert(
    fc.property(backups, fc.constantFrom(...ZONES), (all, zone) => {
      const [newest] = all.map(({ at }) => at).sort((a, b) => b - a);
      if (newest === undefined) return;
      const day = goneOn(newest, zone);
      // Any moment of that day: a day in the zone's middle is never another one.
      let at = later(newest, 61 * DAY);
      while (dayIn(zone, at) < day) at = later(at, HOUR);
      expect(dayIn(zone, at)).toBe(day);
      expect(kept([...all.map((each) => made(each.at, each.reason)), made(at)], at, zone)).toEqual([made(at)]);
    }),
  );
  // A Sunday's backup, the newest of its week, really is kept until the day before.
  const sunday = made(instant(Date.parse('2026-11-22T20:00:00Z')));
  const eve = instant(Date.parse('2027-01-22T20:00:00Z'));
  expect(goneOn(sunday.at, 'UTC')).toBe('2027-01-23');
  expect(kept([sunday, made(eve)], eve)).toContainEqual(sunday);
});
