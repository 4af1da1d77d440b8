import { describe, expect, onTestFinished, test } from 'vitest';
import { createBulkWork } from '../../electron/workspaces/open/bulk-work.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { verifyLedger } from '../../electron/store/ledger/verify.ts';
import type { Store } from '../../electron/store/store.ts';
import { createRetentionDesk } from '../../electron/workspaces/keeping/retention.ts';
import { createSeenTime } from '../../electron/workspaces/keeping/seen-time.ts';
import { DAY, later, type Instant } from '../../shared/clock.ts';
import { NOTICE } from '../../shared/contract/retention.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { brokenRules } from '../support/store-rules.ts';
import { addCase, ask, content, KEY, noBreath, NOON, status, temporaryStore } from '../support/temporary-store.ts';

const YEAR = 365.25 * DAY;
const ALL = { search: '', stage: null, group: null, only: 'all', archived: true } as const;

/** An office with cases of which the first `archived` were archived at NOON, and years later the program that keeps its rules. */
async function office(cases: number, archived: number, at: Instant = NOON) {
  const opened = temporaryStore();
  const { store, path } = opened;
  const ids: number[] = [];
  for (let number = 1; number <= cases; number += 1) ids.push(await addCase(store, number, `Client ${number}`));
  for (const [index, id] of ids.entries()) ask(store, id, status(content(index + 1)));
  await store.cases.archive(ids.slice(0, archived), true, at, () => null, noBreath);
  const clock = new FakeClock('2026-03-02T12:00:00Z');
  const start = (years: Parameters<typeof deskOf>[1] = store) => deskOf(clock, years);
  const desk = start();
  onTestFinished(() => desk.stop());
  const seen = (): Store => opened.reopen();
  return { store, path, ids, clock, desk, seen };
}

function deskOf(clock: FakeClock, store: Store) {
  return createRetentionDesk({
    store,
    clock,
    seen: createSeenTime(store.meta, clock),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (_event, error) => {
        throw error;
      },
      file: '',
    },
    bulk: createBulkWork(clock, AbortSignal.abort()),
    deleteCases: (ids) => store.trash.delete(ids, clock.now(), noBreath),
    changed: () => undefined,
  });
}

/** The computer goes on, and the program with it: day by day, as an office has it. */
async function goOn(clock: FakeClock, span: number): Promise<void> {
  for (let days = 0; days < span / DAY; days += 1) await clock.advance(DAY);
}

const deleted = (store: Store): number[] =>
  store.trash
    .deleted(99)
    .cases.map(({ id }) => id)
    .sort((a, b) => a - b);
const jump = (clock: FakeClock, span: number): void => clock.setWall(new Date(clock.now() + span).toISOString());

function rulesAt(path: string): string[] {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    return brokenRules(connection);
  } finally {
    connection.close();
  }
}

describe('a rule for archived cases', () => {
  test('is off until it is set: after years everything is there', async () => {
    const { store, clock, desk } = await office(2, 2);
    desk.start();
    await goOn(clock, 30 * DAY);
    jump(clock, 40 * YEAR);
    await goOn(clock, 30 * DAY);
    expect(desk.state()).toMatchObject({ years: { archived: null, ledger: null }, dueTotal: 0, ledgerGoesAt: null });
    expect(deleted(store)).toEqual([]);
    expect(store.ledger.summary()).toMatchObject({ lines: 2, pruned: 0 });
  });

  test('lists what it is about to do for two weeks, then deletes it so that it can be restored', async () => {
    const { store, path, ids, clock, desk } = await office(4, 3);
    const [first = 0, held = 0, third = 0] = ids;
    jump(clock, 6 * YEAR);
    const state = await desk.set({ archived: 5, ledger: null });
    expect(state).toMatchObject({ dueTotal: 3, held: [] });
    expect(state.due[0]).toMatchObject({
      id: first,
      client: 'Client 1',
      archivedAt: NOON,
      goesAt: later(clock.now(), NOTICE),
    });
    expect(desk.hold(held, 'Pending litigation')).toMatchObject({ ok: true });
    desk.start();
    await goOn(clock, 13 * DAY);
    expect(deleted(store)).toEqual([]);
    expect(desk.state().due.map(({ id }) => id)).toEqual([first, third]);
    await goOn(clock, 2 * DAY);
    expect(deleted(store)).toEqual([first, third]);
    expect(desk.state()).toMatchObject({
      dueTotal: 0,
      heldTotal: 1,
      held: [{ id: held, reason: 'Pending litigation' }],
    });
    expect(rulesAt(path)).toEqual([]);
    expect(await store.trash.restore([first], () => null, noBreath)).toEqual([first]);

    // Restored, it is listed again, with all of the notice.
    await goOn(clock, 13 * DAY);
    expect(desk.state().due).toMatchObject([{ id: first }]);
    expect(deleted(store)).toEqual([third]);
  });

  test('what is held, restored from the archive, or too young leaves the list or never comes on it', async () => {
    const { store, ids, clock, desk } = await office(3, 3);
    const [first = 0, second = 0, third = 0] = ids;
    jump(clock, 6 * YEAR);
    // It was asked about since, and the clock stood years behind when it was archived again: it is as old as its last check.
    await store.cases.archive([third], false, NOON, () => null, noBreath);
    ask(store, third, status(content(3)), later(clock.now(), -2 * YEAR));
    await store.cases.archive([third], true, NOON, () => null, noBreath);
    await desk.set({ archived: 5, ledger: null });
    expect(desk.state().due.map(({ id }) => id)).toEqual([first, second]);
    await store.cases.archive([second], false, clock.now(), () => null, noBreath);
    desk.hold(first, '');
    expect(desk.state().due).toEqual([]);
    desk.hold(first, null);
    desk.start();
    await goOn(clock, 13 * DAY);
    expect(desk.state().due.map(({ id }) => id)).toEqual([first]);
    await desk.set({ archived: null, ledger: null });
    await goOn(clock, 20 * DAY);
    expect(desk.state().dueTotal).toBe(0);
    expect(deleted(store)).toEqual([]);
  });

  test('a clock that stands a year ahead for some days deletes nothing, nor one that stood behind while it was archived', async () => {
    const { store, clock, desk } = await office(2, 2, later(NOON, -4.9 * YEAR));
    await desk.set({ archived: 5, ledger: 5 });
    desk.start();
    await goOn(clock, 10 * DAY);
    expect(desk.state()).toMatchObject({ dueTotal: 0, clockDoubted: false });
    jump(clock, 6 * YEAR);
    await goOn(clock, 10 * DAY);
    expect(desk.state()).toMatchObject({ dueTotal: 0, clockDoubted: true });
    jump(clock, -6 * YEAR);
    await goOn(clock, 40 * DAY);
    expect(desk.state()).toMatchObject({ dueTotal: 0, clockDoubted: false });
    jump(clock, -YEAR);
    await goOn(clock, 40 * DAY);
    expect(deleted(store)).toEqual([]);
    expect(store.ledger.summary()).toMatchObject({ lines: 2, pruned: 0 });
    expect(store.cases.ids(ALL, { by: 'receipt', descending: false }, clock.now())).toHaveLength(2);
  });
});

test('a held case is deleted by nobody, and is told before', async () => {
  const { store, ids, clock, desk } = await office(2, 0);
  const [first = 0, second = 0] = ids;
  expect(desk.hold(99, 'Nobody')).toMatchObject({ problem: { kind: 'not_found' } });
  desk.hold(first, 'One reason');
  desk.hold(first, 'Another reason');
  expect(store.retention.holdOf(first)).toEqual({ since: clock.now(), reason: 'Another reason' });
  expect(store.trash.whatGoes([first, second])).toMatchObject({ cases: 1, answers: 1, held: 1 });
  expect(await store.trash.delete([first, second], clock.now(), noBreath)).toEqual([second]);
  expect(desk.hold(second, 'Too late')).toMatchObject({ problem: { kind: 'not_found' } });
  desk.hold(first, null);
  expect(store.retention.holdOf(first)).toBeNull();
  expect(await store.trash.delete([first], clock.now(), noBreath)).toEqual([first]);
});

test('a rule for the ledger waits for its notice, lets the oldest lines go, and the rest is whole', async () => {
  const { store, path, ids, clock, desk } = await office(3, 0);
  jump(clock, 8 * YEAR);
  const [first = 0] = ids;
  ask(store, first, status(content(1, { title: { en: 'Peculiar Title Was Sent', es: null } })), clock.now());
  const state = await desk.set({ archived: null, ledger: 7 });
  expect(state.ledgerGoesAt).toBe(later(clock.now(), NOTICE));
  desk.start();
  await goOn(clock, 13 * DAY);
  expect(store.ledger.summary()).toMatchObject({ lines: 4, pruned: 0 });
  await goOn(clock, 2 * DAY);
  expect(store.ledger.summary()).toMatchObject({ lines: 1, pruned: 3 });
  expect(desk.state().ledgerGoesAt).toBeGreaterThan(later(clock.now(), 6.9 * YEAR));
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, readonly: true, mustExist: true });
  expect(verifyLedger(connection, () => undefined)).toMatchObject({ lines: 1, pruned: 3, broken: null });
  connection.close();
});

test('rules, holds and the list outlive the program', async () => {
  const { store, ids, clock, desk, seen } = await office(3, 3);
  jump(clock, 6 * YEAR);
  await desk.set({ archived: 5, ledger: 9 });
  desk.hold(ids[0] ?? 0, 'A reason');
  desk.stop();
  const again = deskOf(clock, seen());
  onTestFinished(() => again.stop());
  expect(again.state()).toMatchObject({ years: { archived: 5, ledger: 9 }, dueTotal: 2, heldTotal: 1 });
  expect(store).toBeDefined();
});
