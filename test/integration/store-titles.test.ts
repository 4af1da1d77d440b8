import { describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import type { Store } from '../../electron/store/store.ts';
import type { PlanNextCheck } from '../../electron/store/types.ts';
import { nextCheckAt } from '../../electron/pulls/planner.ts';
import { DAY, HOUR, instant, later, MINUTE } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { seededRandom } from '../../shared/random.ts';
import { addCase, ask, content, KEY, noBreath, NOON, status, temporaryStore } from '../support/temporary-store.ts';

const UNKNOWN = { en: 'Case Was Put Into A Drawer', es: 'Caso Fue Puesto En Un Cajón' };
const KEY_OF_UNKNOWN = 'case was put into a drawer';
const plan: PlanNextCheck = (after) =>
  nextCheckAt(after, { now: NOON, random: seededRandom(1), hours: null, hurry: 1 });

/** Files, and groups the cases anew. */
async function file(store: Store, key: string, group: Parameters<Store['titles']['file']>[1]): Promise<number> {
  expect(store.titles.file(key, group, NOON)).toBe(true);
  return store.titles.regroup(plan, noBreath);
}

/** A store with a case of a title that nobody knows and one of a known title. */
async function twoCases() {
  const temporary = temporaryStore();
  const { store } = temporary;
  const [unknown, known] = [await addCase(store, 1), await addCase(store, 2)];
  ask(store, unknown, status(content(1, { title: UNKNOWN })));
  ask(store, known, status(content(2)));
  await store.titles.regroup(plan, noBreath);
  return { ...temporary, unknown, known };
}

describe('a title that our table does not know', () => {
  test('is listed as USCIS wrote it first, with when that was and how many cases have it', async () => {
    const { store } = await twoCases();
    const other = await addCase(store, 3);
    const shouted = { en: 'CASE WAS PUT INTO A DRAWER.', es: null };
    ask(store, other, status(content(3, { title: shouted })), later(NOON, DAY));
    expect(store.titles.list()).toEqual([
      { key: KEY_OF_UNKNOWN, title: UNKNOWN, firstSeenAt: NOON, cases: 2, filed: null, ours: 'unclassified' },
    ]);
  });

  test('takes its Spanish from the first answer that has it', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1, { title: { ...UNKNOWN, es: null } })));
    expect(store.titles.list()[0]?.title.es).toBeNull();
    ask(store, id, status(content(1, { title: UNKNOWN })), later(NOON, DAY));
    ask(store, id, status(content(1, { title: { ...UNKNOWN, es: 'Otra cosa' } })), later(NOON, 2 * DAY));
    expect(store.titles.list()[0]).toMatchObject({ title: UNKNOWN, firstSeenAt: NOON });
  });

  test('stays listed when no case has it any more', async () => {
    const { store, unknown } = await twoCases();
    ask(store, unknown, status(content(1)), later(NOON, DAY));
    expect(store.titles.list()).toMatchObject([{ key: KEY_OF_UNKNOWN, cases: 0 }]);
  });

  test('is noted for cases that had it before such titles were noted', async () => {
    const { path, close, reopen } = await twoCases();
    close();
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    connection.exec(`DELETE FROM titles; UPDATE meta SET value = 'by an older program' WHERE key = 'status_groups'`);
    connection.close();
    const again = reopen();
    expect(again.titles.list()).toEqual([]);
    await again.titles.regroup(plan, noBreath);
    expect(again.titles.list()).toMatchObject([{ title: UNKNOWN, firstSeenAt: NOON, cases: 1 }]);
  });
});

describe('filing a title', () => {
  test('moves every case that has it, archived ones too, in lists, filters and changes', async () => {
    const { store, unknown, known } = await twoCases();
    const shouted = await addCase(store, 3);
    ask(store, shouted, status(content(3, { title: { en: ' Case was “put” into a drawer!', es: null } })));
    await store.cases.archive([shouted], true, NOON, plan, noBreath);
    expect(await file(store, KEY_OF_UNKNOWN, 'interview')).toBe(2);
    for (const id of [unknown, shouted]) {
      expect(store.cases.detail(id)).toMatchObject({
        row: { group: 'interview', stage: 'action' },
        grouping: { filed: true, ours: 'unclassified' },
      });
    }
    expect(store.cases.detail(known)).toMatchObject({
      row: { group: 'received_or_intake' },
      grouping: { filed: false, ours: 'received_or_intake' },
    });
    expect(await store.cases.count({ ...WATCHED_CASES, group: 'interview' }, NOON, noBreath)).toBe(1);
    expect(await store.cases.count({ ...WATCHED_CASES, stage: 'action', archived: true }, NOON, noBreath)).toBe(1);
    expect(store.titles.list()).toMatchObject([{ filed: { group: 'interview', at: NOON } }]);
  });

  test('counts for the answers that come after it, and in the Inbox', async () => {
    const { store, known } = await twoCases();
    await file(store, KEY_OF_UNKNOWN, 'denied');
    ask(store, known, status(content(2, { title: UNKNOWN })), later(NOON, DAY));
    expect(store.cases.detail(known)?.row).toMatchObject({ group: 'denied', stage: 'decided' });
    const { changes } = store.changes.list({ unreadOnly: true, before: null, limit: 5 });
    expect(changes).toMatchObject([{ group: 'denied', stage: 'decided' }]);
  });

  test('can be taken back and changed', async () => {
    const { store, unknown } = await twoCases();
    await file(store, KEY_OF_UNKNOWN, 'denied');
    expect(await file(store, KEY_OF_UNKNOWN, 'approved')).toBe(1);
    expect(await file(store, KEY_OF_UNKNOWN, null)).toBe(1);
    expect(store.cases.detail(unknown)).toMatchObject({
      row: { group: 'unclassified', stage: 'unknown' },
      grouping: { filed: false, ours: 'unclassified' },
    });
    expect(store.titles.list()).toMatchObject([{ filed: null, firstSeenAt: NOON }]);
  });

  test('of a title that was never seen is refused', async () => {
    const { store } = await twoCases();
    expect(store.titles.file('case was received', 'denied', NOON)).toBe(false);
  });

  test('brings the next check forward where the stage needs it, and never puts one off', async () => {
    const { store, unknown } = await twoCases();
    const nextOf = () => store.cases.detail(unknown)?.row.nextCheckAt;
    store.cases.change(unknown, { pinned: true }, NOON, () => instant(NOON + 11 * HOUR));
    store.cases.change(unknown, { pinned: false }, NOON, () => instant(NOON + 11 * HOUR));
    await file(store, KEY_OF_UNKNOWN, 'interview');
    const soon = nextOf() ?? 0;
    expect(soon).toBeGreaterThan(NOON + 5 * HOUR);
    expect(soon).toBeLessThan(NOON + 7 * HOUR);
    await file(store, KEY_OF_UNKNOWN, 'denied');
    expect(nextOf(), 'a decided case is asked seldom, but not later than was planned').toBe(soon);
  });

  test('leaves a case that is never asked by itself alone', async () => {
    const { store, unknown } = await twoCases();
    store.cases.change(unknown, { cadence: 'never' }, NOON, plan);
    await file(store, KEY_OF_UNKNOWN, 'interview');
    expect(store.cases.detail(unknown)?.row).toMatchObject({ stage: 'action', nextCheckAt: null });
  });

  test('is kept, and is ended after the program was killed in its middle', async () => {
    const { store, close, reopen, unknown } = await twoCases();
    store.titles.file(KEY_OF_UNKNOWN, 'interview', NOON);
    expect(store.cases.detail(unknown)?.row.group).toBe('unclassified');
    close();
    const again = reopen();
    expect(again.titles.list()).toMatchObject([{ filed: { group: 'interview' } }]);
    expect(await again.titles.regroup(plan, noBreath)).toBe(1);
    expect(again.cases.detail(unknown)?.row.group).toBe('interview');
  });
});

describe('grouping anew', () => {
  test('brings cases to the present table, and does nothing where that was done', async () => {
    const { path, close, reopen, known } = await twoCases();
    close();
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    connection.exec(`UPDATE cases SET status_group = 'denied', stage = 'decided' WHERE id = ${known}`);
    connection.close();
    const store = reopen();
    expect(await store.titles.regroup(plan, noBreath), 'the same table and filings').toBe(0);
    store.meta.set('status_groups', 'by an older table');
    expect(await store.titles.regroup(plan, noBreath)).toBe(1);
    expect(store.cases.detail(known)?.row).toMatchObject({ group: 'received_or_intake', stage: 'pending' });
    expect(await store.cases.count({ ...WATCHED_CASES, stage: 'pending' }, NOON, noBreath)).toBe(1);
  });

  test('takes an answer that comes in its middle as it came', async () => {
    const { store, unknown } = await twoCases();
    const more = await store.cases.add(
      Array.from({ length: 300 }, (_nothing, index) => ({
        receipt: `ZZZ9${String(100_000_000 + index)}`,
        client: '',
        label: '',
      })),
      NOON,
      noBreath,
    );
    const pull = store.pulls.beginPull('schedule', more.added, NOON);
    for (const [index] of more.added.entries()) {
      const check = store.pulls.nextCheck(pull.id);
      if (check !== null)
        store.pulls.recordAnswer(check.id, status(content(10 + index, { title: UNKNOWN })), NOON, plan);
    }
    store.pulls.finishPull(pull.id, NOON);
    store.titles.file(KEY_OF_UNKNOWN, 'interview', NOON);
    let breaths = 0;
    await store.titles.regroup(plan, () => {
      breaths += 1;
      if (breaths === 1) ask(store, unknown, status(content(1)), later(NOON, MINUTE));
      return Promise.resolve();
    });
    expect(breaths).toBeGreaterThan(0);
    expect(store.cases.detail(unknown)?.row).toMatchObject({ group: 'received_or_intake', stage: 'pending' });
    expect(await store.cases.count({ ...WATCHED_CASES, group: 'interview' }, NOON, noBreath)).toBe(300);
    expect(await store.titles.regroup(plan, noBreath)).toBe(0);
  });
});
