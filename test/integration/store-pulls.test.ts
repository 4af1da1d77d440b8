import { describe, expect, test } from 'vitest';
import type { Store } from '../../electron/store/store.ts';
import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { DAY, later, MINUTE, type Instant } from '../../shared/clock.ts';
import {
  addCase,
  ask,
  content,
  noAnswer,
  noBreath,
  NOON,
  receipt,
  status,
  temporaryStore,
} from '../support/temporary-store.ts';

async function withCases(count: number): Promise<{ store: Store; ids: number[]; reopen: () => Store }> {
  const { store, reopen } = temporaryStore();
  const ids: number[] = [];
  for (let number = 1; number <= count; number += 1) ids.push(await addCase(store, number));
  return { store, ids, reopen };
}

/** All that is due. */
const due = (store: Store, at = NOON) => store.pulls.dueCases(at, null, 1000);

const soon = () => later(NOON, DAY);

/** Answers what is left of a pull. Gives the cases in the order in which they were asked. */
function runOut(store: Store, pullId: number): number[] {
  const asked: number[] = [];
  for (let check = store.pulls.nextCheck(pullId); check !== null; check = store.pulls.nextCheck(pullId)) {
    asked.push(check.caseId);
    store.pulls.recordAnswer(check.id, noAnswer, NOON, soon);
  }
  return asked;
}

test('new cases are due at once, and those of an open pull are not due twice', async () => {
  const { store, ids } = await withCases(3);
  expect(due(store, later(NOON, -1))).toEqual([]);
  expect(due(store).map(({ id }) => id)).toEqual(ids);
  expect(store.pulls.nextDueAt()).toBe(NOON);
  const pull = store.pulls.beginPull('schedule', ids.slice(0, 2), NOON);
  expect(pull).toEqual({ id: 1, reason: 'schedule', startedAt: NOON, total: 2, done: 0 });
  expect(due(store).map(({ id }) => id)).toEqual([ids[2]]);
  runOut(store, pull.id);
  store.pulls.finishPull(pull.id, NOON);
  expect(store.pulls.nextDueAt()).toBe(NOON);
  const then = due(store, later(NOON, DAY));
  expect(then.map(({ id }) => id)).toEqual([ids[2], ids[0], ids[1]]);
  expect(then[1]).toMatchObject({ askedAt: NOON, nextCheckAt: soon(), cadence: 'automatic' });
});

test('a pull is asked in its order, once each, and goes on where a killed program was', async () => {
  const { store, ids, reopen } = await withCases(4);
  const pull = store.pulls.beginPull('schedule', [...ids].reverse(), NOON);
  const first = store.pulls.nextCheck(pull.id);
  expect(first).toMatchObject({ caseId: ids[3], reason: 'schedule', attempts: 0 });
  store.pulls.recordAnswer(first?.id ?? 0, noAnswer, NOON, soon);
  const again = reopen();
  expect(again.pulls.openPull()).toEqual({ ...pull, done: 1 });
  expect(runOut(again, pull.id)).toEqual([ids[2], ids[1], ids[0]]);
  expect(again.pulls.openPull()).toMatchObject({ total: 4, done: 4 });
  again.pulls.finishPull(pull.id, later(NOON, MINUTE));
  expect(again.pulls.openPull()).toBeNull();
  expect(again.pulls.log(5)).toEqual([
    {
      id: pull.id,
      reason: 'schedule',
      startedAt: NOON,
      finishedAt: NOON + MINUTE,
      total: 4,
      answers: { timeout: 4 },
      changes: 0,
    },
  ]);
  expect(again.changes.summary().lastPull).toEqual({ endedAt: NOON + MINUTE, asked: 4, answered: 0 });
});

test('at most one pull is open', async () => {
  const { store, ids } = await withCases(1);
  store.pulls.beginPull('schedule', ids, NOON);
  expect(() => store.pulls.beginPull('schedule', ids, NOON)).toThrow('UNIQUE');
  expect(store.pulls.openPull()).toMatchObject({ id: 1, total: 1 });
});

describe('check now', () => {
  test('goes to the front in its own order, whether it waited or not', async () => {
    const { store, ids } = await withCases(5);
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids;
    const pull = store.pulls.beginPull('schedule', [a, b, c], NOON);
    expect(store.pulls.putFirst(pull.id, [e, c, 999])).toBe(2);
    expect(store.pulls.openPull()).toMatchObject({ total: 4 });
    expect(store.pulls.nextCheck(pull.id)).toMatchObject({ caseId: e, reason: 'check_now' });
    expect(store.pulls.putFirst(pull.id, [d])).toBe(1);
    expect(runOut(store, pull.id)).toEqual([d, e, c, a, b]);
  });

  test('asks again for a case that the pull has asked already', async () => {
    const { store, ids } = await withCases(2);
    const pull = store.pulls.beginPull('schedule', ids, NOON);
    const check = store.pulls.nextCheck(pull.id);
    store.pulls.recordAnswer(check?.id ?? 0, noAnswer, NOON, soon);
    expect(store.pulls.putFirst(pull.id, [ids[0] ?? 0])).toBe(1);
    expect(runOut(store, pull.id)).toEqual([ids[0], ids[1]]);
    expect(store.pulls.openPull()).toMatchObject({ total: 3, done: 3 });
  });

  test('needs an open pull', async () => {
    const { store, ids } = await withCases(1);
    expect(() => store.pulls.putFirst(1, ids)).toThrow('open pull');
  });
});

test('a postponed check goes to the end with one attempt more', async () => {
  const { store, ids } = await withCases(3);
  const pull = store.pulls.beginPull('schedule', ids, NOON);
  const first = store.pulls.nextCheck(pull.id);
  store.pulls.postpone(first?.id ?? 0);
  expect(store.pulls.nextCheck(pull.id)?.caseId).toBe(ids[1]);
  store.pulls.postpone(store.pulls.nextCheck(pull.id)?.id ?? 0);
  expect(store.pulls.nextCheck(pull.id)?.caseId).toBe(ids[2]);
  store.pulls.postpone(store.pulls.nextCheck(pull.id)?.id ?? 0);
  expect(store.pulls.nextCheck(pull.id)).toEqual({ ...first, attempts: 1 });
});

test('a postponed check that was asked for goes behind its like, and stays before the schedule', async () => {
  const { store, ids } = await withCases(5);
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids;
  const pull = store.pulls.beginPull('schedule', [a, b, c], NOON);
  store.pulls.putFirst(pull.id, [d, e]);
  store.pulls.postpone(store.pulls.nextCheck(pull.id)?.id ?? 0);
  expect(store.pulls.nextCheck(pull.id)?.caseId).toBe(e);
  store.pulls.postpone(store.pulls.nextCheck(pull.id)?.id ?? 0);
  expect(store.pulls.nextCheck(pull.id)).toMatchObject({ caseId: d, reason: 'check_now', attempts: 1 });
  expect(store.pulls.putFirst(pull.id, [c])).toBe(1);
  expect(runOut(store, pull.id)).toEqual([c, d, e, a, b]);
});

test('a postponed check that was asked for is alone in a pull of its own, and waits there', async () => {
  const { store, ids } = await withCases(2);
  const pull = store.pulls.beginPull('check_now', ids, NOON);
  store.pulls.postpone(store.pulls.nextCheck(pull.id)?.id ?? 0);
  expect(runOut(store, pull.id)).toEqual([ids[1], ids[0]]);
});

test('a case that is archived during a pull is asked only where somebody asks for it', async () => {
  const { store, ids } = await withCases(3);
  const [a = 0, b = 0, c = 0] = ids;
  const pull = store.pulls.beginPull('schedule', ids, NOON);
  expect(await store.cases.archive([a, b], true, NOON, () => null, noBreath)).toEqual([a, b]);
  store.pulls.putFirst(pull.id, [b]);
  expect(runOut(store, pull.id)).toEqual([b, c]);
  expect(store.pulls.openPull()).toMatchObject({ total: 2, done: 2 });
  expect(due(store, later(NOON, DAY)).map(({ id }) => id)).toEqual([c]);
});

test('a pull that ends early lets the rest go: they are due again, and a late answer to them does nothing', async () => {
  const { store, ids } = await withCases(3);
  const pull = store.pulls.beginPull('schedule', ids, NOON);
  const first = store.pulls.nextCheck(pull.id);
  store.pulls.recordAnswer(first?.id ?? 0, noAnswer, NOON, soon);
  const second = store.pulls.nextCheck(pull.id);
  store.pulls.finishPull(pull.id, NOON);
  store.pulls.recordAnswer(second?.id ?? 0, status(content(2)), NOON, soon);
  expect(due(store).map(({ id }) => id)).toEqual(ids.slice(1));
  expect(store.pulls.log(1)).toMatchObject([{ total: 1, answers: { timeout: 1 } }]);
  expect(store.cases.detail(ids[1] ?? 0)?.row.recognition).toBe('never_asked');
});

test('errors are listed newest first, without the statuses', async () => {
  const { store, ids } = await withCases(2);
  const [a = 0, b = 0] = ids;
  ask(store, a, noAnswer, NOON);
  ask(store, b, status(content(2)), later(NOON, MINUTE));
  ask(store, b, { kind: 'slowed', said: { httpStatus: 429, code: '429' } }, later(NOON, 2 * MINUTE));
  expect(store.pulls.errors(10)).toMatchObject([
    { caseId: b, answer: 'slowed', said: { httpStatus: 429, code: '429' } },
    { caseId: a, answer: 'timeout', said: {} },
  ]);
  expect(store.pulls.errors(1)).toHaveLength(1);
});

test('what is due is read in parts, also where all of it is due in one moment', async () => {
  const { store } = temporaryStore();
  const add = (from: number, at: Instant) =>
    store.cases.add(
      Array.from({ length: 7 }, (_nothing, index) => ({ receipt: receipt(from + index), client: '', label: '' })),
      at,
      noBreath,
    );
  const { added: late } = await add(1, NOON);
  const { added: early } = await add(100, later(NOON, -MINUTE));
  const read: number[] = [];
  let last: WatchedCase | null = null;
  for (;;) {
    const part: WatchedCase[] = store.pulls.dueCases(NOON, last, 3);
    read.push(...part.map(({ id }) => id));
    if (part.length < 3) break;
    last = part.at(-1) ?? null;
  }
  expect(read).toEqual([...early, ...late]);
});

test('cases are queued in parts behind their like: the schedule at the end, what is asked for before it', async () => {
  const { store, ids } = await withCases(7);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = ids;
  const pull = store.pulls.beginPull('schedule', [a, b], NOON);
  expect(store.pulls.append(pull.id, [c, a], 'schedule')).toBe(1);
  expect(store.pulls.putFirst(pull.id, [d])).toBe(1);
  expect(store.pulls.append(pull.id, [e, b], 'check_now')).toBe(2);
  expect(store.pulls.append(pull.id, [f], 'schedule')).toBe(1);
  expect(store.pulls.openPull()).toMatchObject({ total: 6 });
  expect(runOut(store, pull.id)).toEqual([d, e, b, a, c, f]);
  expect(store.pulls.append(pull.id, [g], 'check_now')).toBe(1);
  expect(runOut(store, pull.id)).toEqual([g]);
  store.pulls.finishPull(pull.id, NOON);
  const asked = store.pulls.beginPull('check_now', [a, b], NOON);
  expect(store.pulls.append(asked.id, [c], 'check_now')).toBe(1);
  expect(runOut(store, asked.id)).toEqual([a, b, c]);
});

test('a clock that was set back makes due what was asked in its future', async () => {
  const { store, ids } = await withCases(3);
  const [a = 0, b = 0] = ids;
  ask(store, a, noAnswer, later(NOON, DAY));
  ask(store, b, noAnswer, later(NOON, MINUTE));
  store.pulls.mendPlans(NOON);
  expect(due(store).map(({ id }) => id)).toEqual([a, ids[2]]);
});
