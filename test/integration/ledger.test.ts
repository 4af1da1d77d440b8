import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { inWorker } from '../../electron/store/in-worker.ts';
import { hashOfContent, hashOfLine } from '../../electron/store/ledger/line.ts';
import type { Progress } from '../../electron/store/types.ts';
import { DAY, later, MINUTE } from '../../shared/clock.ts';
import { fillLedger } from '../support/fill-ledger.ts';
import { LEDGER_WORKER, readOrder, verified } from '../support/ledger.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noAnswer,
  noBreath,
  NOON,
  notRecognised,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';

const KEY_PRINT = '0123456789abcdef';

test('every check is a line, and is chained to the one before', async () => {
  const { store, reopen } = temporaryStore();
  expect(store.ledger.summary()).toEqual({ lines: 0, first: null, last: null, pruned: 0 });
  const [ana, ben] = [await addCase(store, 1), await addCase(store, 2)];
  ask(store, ana, status(content(1)));
  ask(store, ben, notRecognised, later(NOON, 1), KEY_PRINT);
  ask(store, ana, status(content(1)), later(NOON, 2), KEY_PRINT);
  ask(store, ana, noAnswer, later(NOON, 3));
  const after = reopen();
  const { lines, total } = after.ledger.ofCase(ana, null, 10);
  expect(total).toBe(3);
  const said = hashOfContent(JSON.stringify(content(1))).toString('hex');
  expect(lines).toMatchObject([
    { number: 4, at: NOON + 3, answer: 'timeout', key: null, content: null },
    { number: 3, at: NOON + 2, answer: 'status', key: KEY_PRINT, content: said },
    { number: 1, at: NOON, answer: 'status', key: null, content: said },
  ]);
  expect(after.ledger.ofCase(ben, null, 10).lines).toMatchObject([{ number: 2, answer: 'not_recognised' }]);
  expect(after.ledger.ofCase(ana, 3, 10).lines.map(({ number }) => number)).toEqual([1]);
  expect(after.ledger.ofCase(99, null, 10)).toEqual({ lines: [], total: 0 });
  expect(after.ledger.summary()).toEqual({
    lines: 4,
    first: { number: 1, at: NOON },
    last: { number: 4, at: NOON + 3, hash: lines[0]?.hash },
    pruned: 0,
  });
});

test('a second answer to a check has no second line', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  const check = ask(store, id, noAnswer);
  store.pulls.recordAnswer(check, noAnswer, NOON, () => null);
  expect(store.ledger.summary().lines).toBe(1);
});

test('an answer that cannot be recorded leaves no line, and the chain goes on', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  ask(store, id, noAnswer);
  const before = store.ledger.summary();
  const pull = store.pulls.beginPull('schedule', [id], NOON);
  const check = store.pulls.nextCheck(pull.id);
  const broken = (): null => {
    throw new Error('no plan');
  };
  expect(() => store.pulls.recordAnswer(check?.id ?? 0, noAnswer, NOON, broken, 'ffffffffffffffff')).toThrow('no plan');
  expect(store.ledger.summary()).toEqual(before);
  store.pulls.recordAnswer(check?.id ?? 0, noAnswer, NOON, () => null, 'ffffffffffffffff');
  expect(store.ledger.summary().lines).toBe(2);
});

test('a line is hashed as docs/ledger.md says', () => {
  const line = { number: 7, at: NOON, mark: 'aa', key: 'bb', answer: 'status', content: 'cc' };
  expect(hashOfLine('dd', line).toString('hex')).toBe(
    // printf 'caseharbor ledger 1\ndd\n7\n2026-03-02T12:00:00.000Z\naa\nbb\nstatus\ncc' | sha256sum
    '2e8fdd009e3bb5b442b693c6529e6a32f6bf9cff4155eeafd96883d3349fe953',
  );
});

test('the oldest lines can be let go, and what is left is verified from the anchor', async () => {
  const { store, path, reopen, close } = temporaryStore();
  const id = await addCase(store, 1);
  close();
  withConnection(path, (connection) => fillLedger(connection, { cases: 1, lines: 450 }));
  const before = reopen();
  const { last } = before.ledger.summary();
  const breathe = vi.fn(noBreath);
  expect(await before.ledger.prune(later(NOON, 420 * MINUTE), breathe)).toBe(420);
  expect(breathe).toHaveBeenCalledTimes(2);
  expect(await before.ledger.prune(later(NOON, 420 * MINUTE), breathe)).toBe(0);
  const first = { number: 421, at: later(NOON, 420 * MINUTE) };
  expect(before.ledger.summary()).toEqual({ lines: 30, first, last, pruned: 420 });
  expect(verified(path)).toEqual({ others: [], lines: 30, first, last, pruned: 420, broken: null });
  ask(before, id, noAnswer, later(NOON, 450 * MINUTE));
  expect(await before.ledger.prune(later(NOON, DAY), noBreath)).toBe(31);
  ask(before, id, noAnswer, later(NOON, 451 * MINUTE));
  expect(reopen().ledger.summary()).toMatchObject({ lines: 1, first: { number: 452 }, pruned: 451 });
  expect(verified(path)).toMatchObject({ lines: 1, pruned: 451, broken: null });
});

test('nothing newer goes with what is older, even where the clock was set back in between', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  for (const day of [0, 1, 9, 2]) ask(store, id, noAnswer, later(NOON, day * DAY));
  expect(await store.ledger.prune(later(NOON, 5 * DAY), noBreath)).toBe(2);
  expect(store.ledger.summary()).toMatchObject({ lines: 2, first: { number: 3 }, last: { number: 4 } });
});

test('a purged case leaves its lines behind, and begins anew when it is added again', async () => {
  const { store, path } = temporaryStore();
  const id = await addCase(store, 1);
  ask(store, id, noAnswer);
  store.ledger.forgetCase(id);
  expect(store.ledger.ofCase(id, null, 10)).toEqual({ lines: [], total: 0 });
  ask(store, id, noAnswer);
  expect(store.ledger.ofCase(id, null, 10)).toMatchObject({ lines: [{ number: 2 }], total: 1 });
  expect(verified(path)).toMatchObject({ lines: 2, broken: null });
  withConnection(path, (connection) => {
    const marks = connection.statement<object, { mark: Buffer }>('', 'SELECT mark FROM ledger_cases').all({});
    expect(new Set(marks.map(({ mark }) => mark.toString('hex'))).size).toBe(2);
  });
});

describe('in a thread of its own', () => {
  test('it is verified while the pulls go on', async () => {
    const { store, path } = temporaryStore();
    const id = await addCase(store, 1);
    withConnection(path, (connection) => fillLedger(connection, { cases: 1, lines: 6000 }));
    const told: Progress[] = [];
    const walk = inWorker(LEDGER_WORKER, 'verify_ledger', readOrder(path), { onProgress: (one) => told.push(one) });
    ask(store, id, noAnswer);
    const verdict = await walk;
    expect(verdict).toMatchObject({ ok: true, value: { broken: null } });
    const lines = verdict?.ok === true ? verdict.value.lines : 0;
    expect(lines).toBeGreaterThanOrEqual(6000);
    expect(told.map(({ done }) => done)).toEqual([5000, lines]);
    expect(new Set(told.map(({ total }) => total))).toEqual(new Set([lines]));
    expect(store.ledger.summary().lines).toBe(6001);
  });

  test('it can be cancelled', async () => {
    const { store, path } = temporaryStore();
    await addCase(store, 1);
    withConnection(path, (connection) => fillLedger(connection, { cases: 1, lines: 8000 }));
    const cancel = new AbortController();
    const onProgress = (): void => cancel.abort();
    const walk = inWorker(LEDGER_WORKER, 'verify_ledger', readOrder(path), { signal: cancel.signal, onProgress });
    expect(await walk).toBeNull();
    expect(verified(path).lines).toBe(8000);
  });

  test('a database that cannot be read is told', async () => {
    const path = join(temporaryFolder(), 'nothing.db');
    expect(await inWorker(LEDGER_WORKER, 'verify_ledger', readOrder(path))).toMatchObject({
      ok: false,
      problem: { kind: 'file_failed' },
    });
  });
});

function withConnection(path: string, use: (connection: Connection) => void): void {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  use(connection);
  connection.close();
}
