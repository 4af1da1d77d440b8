import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBudgetFile, type BudgetFile } from '../../electron/store/pulls/budget-file.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { openStore } from '../../electron/store/open.ts';
import { mayPass } from '../../electron/store/problems.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { withEarlierCalls } from '../../electron/workspaces/open/earlier-calls.ts';
import { DAY, HOUR, instant, later, MINUTE, type Instant } from '../../shared/clock.ts';
import { dayIn } from '../../shared/service/hours.ts';
import { good } from '../support/good.ts';
import { KEY as DATABASE_KEY, NOON, temporaryFolder } from '../support/temporary-store.ts';

const ZONE = 'America/New_York';
const KEY = 'the office’s key';
const at = (now: Instant) => ({ now, first: dayIn(ZONE, now), last: dayIn(ZONE, now) });

function budgetIn(folder: string): { budget: BudgetFile; kept: string[]; path: string } {
  const kept: string[] = [];
  const path = join(folder, 'budget.db');
  const budget = createBudgetFile({ path, damaged: (file) => kept.push(file) });
  onTestFinished(() => budget.close());
  return { budget, kept, path };
}

const take = (budget: BudgetFile, times: number, now = NOON, allowed = 1000): boolean[] =>
  Array.from({ length: times }, () => budget.reserve(KEY, at(now), allowed));
const made = (budget: BudgetFile, times: number, now = NOON): void => {
  budget.add(KEY, dayIn(ZONE, now), times, at(now));
};
const used = (budget: BudgetFile, now = NOON, key = KEY): number => budget.count(key, at(now)).used;

describe('the calls of a key', () => {
  test('are taken before each call, by the day and the key, and durable', () => {
    const folder = temporaryFolder();
    const { budget } = budgetIn(folder);
    expect(take(budget, 3, NOON, 2)).toEqual([true, true, false]);
    expect(budget.reserve('another key', at(NOON), 2)).toBe(true);
    expect(take(budget, 1, later(NOON, DAY), 0)).toEqual([false]);
    // Not closed, as when the program is killed.
    const again = budgetIn(folder).budget;
    expect([used(again), used(again, NOON, 'another key'), used(again, later(NOON, DAY))]).toEqual([2, 1, 0]);
  });

  test('count on both days around midnight', () => {
    const { budget } = budgetIn(temporaryFolder());
    const midnight = instant(Date.parse('2026-03-03T05:00:00Z'));
    const [before, after] = [later(midnight, -MINUTE), later(midnight, MINUTE)];
    take(budget, 3, before);
    const both = { now: midnight, first: dayIn(ZONE, before), last: dayIn(ZONE, after) };
    expect(budget.count(KEY, both).used).toBe(3);
    expect([budget.reserve(KEY, both, 4), budget.reserve(KEY, both, 4)]).toEqual([true, false]);
    expect(used(budget, after)).toBe(1);
    // A clock that goes back a little takes the later day's call for one of the earlier day as well.
    expect(used(budget, before)).toBe(5);
  });

  test('hold nothing that tells the key, or what was asked', () => {
    const { budget, path } = budgetIn(temporaryFolder());
    take(budget, 1);
    budget.close();
    const connection = openConnection({ path, key: null, mustExist: true, readonly: true });
    onTestFinished(() => connection.close());
    const tables = connection.statement<Record<string, never>, { sql: string }>(
      'tables',
      'SELECT sql FROM sqlite_schema',
    );
    expect(
      tables
        .all({})
        .map(({ sql }) => sql)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "CREATE TABLE calls (
        key TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        used INTEGER NOT NULL CHECK (used >= 0),
        held_until INTEGER,
        PRIMARY KEY (key, day)
      ) STRICT, WITHOUT ROWID
      CREATE TABLE spent (key TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID
      CREATE TABLE lost (day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"
    `);
  });
});

describe('a clock that is set', () => {
  test.each([
    ['a day back', -DAY],
    ['a year back', -365 * DAY],
  ])('%s gives the same day no second budget, and locks for no longer than a day can last', (_name, jump) => {
    const { budget } = budgetIn(temporaryFolder());
    made(budget, 900);
    const back = later(NOON, jump);
    expect(used(budget, back)).toBe(900);
    expect(take(budget, 1, back, 900)).toEqual([false]);
    expect(used(budget, later(back, 24 * HOUR + 59 * MINUTE))).toBeGreaterThanOrEqual(900);
    // The day that was counted comes again: it is never given twice, should the clock have been right before.
    const free = jump === -DAY ? 2 * DAY : 25 * HOUR;
    expect(used(budget, later(back, free))).toBe(0);
  });

  test('a year forward and back locks nobody out, and finds its own day as it was', () => {
    const { budget } = budgetIn(temporaryFolder());
    made(budget, 300);
    const ahead = later(NOON, 365 * DAY);
    expect(used(budget, ahead)).toBe(0);
    made(budget, 50, ahead);
    expect(used(budget, later(NOON, HOUR))).toBe(350);
    expect(used(budget, later(NOON, 27 * HOUR))).toBe(0);
    expect(used(budget, ahead)).toBe(50);
  });

  test('back to the end of an earlier day gives no second budget over that midnight', () => {
    const { budget } = budgetIn(temporaryFolder());
    made(budget, 400);
    const evening = instant(Date.parse('2026-02-26T04:55:00Z'));
    made(budget, 500, evening);
    expect(take(budget, 1, later(evening, 10 * MINUTE), 900)).toEqual([false]);
    expect(used(budget, later(evening, 26 * HOUR))).toBe(0);
  });

  test('by a second, back over midnight, costs no more than the calls of that second', () => {
    const { budget } = budgetIn(temporaryFolder());
    const midnight = instant(Date.parse('2026-03-03T05:00:00Z'));
    made(budget, 900, later(midnight, -HOUR));
    made(budget, 2, later(midnight, 500));
    expect(used(budget, later(midnight, -500))).toBe(902);
    expect(used(budget, later(midnight, HOUR))).toBe(2);
    expect(used(budget, later(midnight, DAY + HOUR))).toBe(0);
  });

  test('back does not make what USCIS said last for a year', () => {
    const { budget } = budgetIn(temporaryFolder());
    budget.tell(KEY, later(NOON, 10 * HOUR), at(NOON));
    expect(budget.count(KEY, at(later(NOON, HOUR))).spentUntil).toBe(later(NOON, 10 * HOUR));
    expect(budget.count('another key', at(NOON)).spentUntil).toBeNull();
    expect(budget.count(KEY, at(later(NOON, -365 * DAY))).spentUntil).toBeNull();
    expect(budget.count(KEY, at(later(NOON, 10 * HOUR))).spentUntil).toBeNull();
    budget.tell(KEY, null, at(NOON));
    expect(budget.count(KEY, at(NOON)).spentUntil).toBeNull();
  });
});

describe('a file that is no good', () => {
  test.each([
    [
      'text in its place',
      (path: string) => writeFileSync(path, 'not a database, but long enough to be one'.repeat(200)),
    ],
    ['half of it', (path: string) => truncateSync(path, readFileSync(path).length / 2)],
    [
      'a page of rubbish',
      (path: string) => {
        const bytes = readFileSync(path);
        writeFileSync(path, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 7)]));
      },
    ],
    [
      'another program’s database',
      (path: string) => {
        const connection = openConnection({ path, key: null, mustExist: true });
        connection.pragma('application_id=7');
        connection.close();
      },
    ],
  ])('(%s) is kept aside and told; its day counts as lost, the next one begins anew', (_name, spoil) => {
    const folder = temporaryFolder();
    const first = budgetIn(folder);
    take(first.budget, 5);
    first.budget.close();
    spoil(first.path);
    const spoiled = readFileSync(first.path);
    const { budget, kept } = budgetIn(folder);
    expect(budget.count(KEY, at(NOON))).toEqual({ used: 0, spentUntil: null, lost: true });
    expect(kept).toEqual([join(folder, `budget.damaged-${NOON}.db`)]);
    expect(readFileSync(kept[0] ?? '').equals(spoiled)).toBe(true);
    expect(budget.count(KEY, at(later(NOON, DAY))).lost).toBe(false);
    budget.close();
    // Another start, and one that was killed before it could write down what was lost.
    const again = budgetIn(folder).budget;
    expect(again.count(KEY, at(NOON)).lost).toBe(true);
    again.close();
    rmSync(first.path);
    expect(budgetIn(folder).budget.count(KEY, at(later(NOON, HOUR))).lost).toBe(true);
  });

  test('is tried again by the next call when the disk refuses it; nothing is counted, and nothing may be asked', () => {
    const folder = temporaryFolder();
    const { budget, path, kept } = budgetIn(folder);
    mkdirSync(path);
    expect(budget.count(KEY, at(NOON))).toEqual({ used: 0, spentUntil: null, lost: false });
    for (const refused of [() => budget.reserve(KEY, at(NOON), 10), () => budget.tell(KEY, null, at(NOON))]) {
      let error: unknown;
      try {
        refused();
      } catch (thrown) {
        error = thrown;
      }
      expect(mayPass(error)).toBe(true);
    }
    rmdirSync(path);
    expect(budget.reserve(KEY, at(NOON), 10)).toBe(true);
    expect(kept).toEqual([]);
    expect(readdirSync(folder)).toContain('budget.db');
  });
});

test('what a database of the first version counted today is not lost on the day of the change', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'cases.db');
  const old = openConnection({ path, key: { kind: 'raw', hex: DATABASE_KEY }, mustExist: false });
  migrate(old, MIGRATIONS.slice(0, 1));
  old.exec(`INSERT INTO budget (day, used) VALUES ('2026-02-27', 400), ('2026-03-01', 7), ('2026-03-02', 321)`);
  old.close();
  const { budget } = budgetIn(folder);
  const start = () => {
    return good(openStore({ path, keyHex: DATABASE_KEY, createIfMissing: false }));
  };
  let store = start();
  let both = withEarlierCalls(budget, store.meta);
  expect(both.count(KEY, at(NOON)).used).toBe(321);
  // Nothing was asked yet: it waits for the next start.
  store.close();
  store = start();
  onTestFinished(() => store.close());
  both = withEarlierCalls(budget, store.meta);
  expect(both.reserve(KEY, at(NOON), 321)).toBe(false);
  expect(both.reserve(KEY, at(NOON), 322)).toBe(true);
  expect(both.count(KEY, at(NOON)).used).toBe(322);
  expect(both.count('another key', at(NOON)).used).toBe(0);
  expect(withEarlierCalls(budget, store.meta).count(KEY, at(NOON)).used).toBe(322);
});
