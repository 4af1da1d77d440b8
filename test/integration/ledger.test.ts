import { expect, test } from 'vitest';
import { hashOfContent, hashOfLine } from '../../electron/store/ledger-line.ts';
import { DAY, later } from '../../shared/clock.ts';
import {
  addCase,
  ask,
  content,
  noAnswer,
  noBreath,
  NOON,
  notRecognised,
  status,
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

test('the oldest lines can be let go, and an anchor is kept', async () => {
  const { store, reopen } = temporaryStore();
  const id = await addCase(store, 1);
  for (let day = 0; day < 450; day += 1) ask(store, id, noAnswer, later(NOON, day * DAY));
  const { last } = store.ledger.summary();
  expect(await store.ledger.prune(later(NOON, 420 * DAY), noBreath)).toBe(420);
  expect(await store.ledger.prune(later(NOON, 420 * DAY), noBreath)).toBe(0);
  expect(store.ledger.summary()).toEqual({
    lines: 30,
    first: { number: 421, at: later(NOON, 420 * DAY) },
    last,
    pruned: 420,
  });
  ask(store, id, noAnswer, later(NOON, 450 * DAY));
  expect(await store.ledger.prune(later(NOON, 999 * DAY), noBreath)).toBe(31);
  expect(reopen().ledger.summary()).toMatchObject({ lines: 0, first: null, pruned: 451 });
});

test('nothing newer goes with what is older, even where the clock was set back in between', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  for (const day of [0, 1, 9, 2]) ask(store, id, noAnswer, later(NOON, day * DAY));
  expect(await store.ledger.prune(later(NOON, 5 * DAY), noBreath)).toBe(2);
  expect(store.ledger.summary()).toMatchObject({ lines: 2, first: { number: 3 }, last: { number: 4 } });
});
