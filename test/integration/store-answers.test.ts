import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differences } from '../../shared/case/change.ts';
import { DAY, instant, later, MINUTE } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import type { Answer, HistoryEntry, StatusContent } from '../../shared/service/answer.ts';
import type { Store } from '../../electron/store/store.ts';
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

const APPROVED = { en: 'Case Was Approved', es: 'Caso Fue Aprobado' };
const entry = (date: string, en: string): HistoryEntry => ({
  date: date as NonNullable<HistoryEntry['date']>,
  text: { en, es: null },
});

const changesOf = (store: Store, caseId: number) => store.cases.detail(caseId)?.changes ?? [];
const rowOf = (store: Store, caseId: number) => store.cases.detail(caseId)?.row;

describe('a status', () => {
  test('the first of a case is shown and is no change', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1)));
    expect(rowOf(store, id)).toMatchObject({
      form: 'I-130',
      title: { en: 'Case Was Received', es: 'Caso Fue Recibido' },
      group: 'received_or_intake',
      stage: 'pending',
      recognition: 'recognised',
      saidOn: '2026-02-20',
      askedAt: NOON,
      answeredAt: NOON,
      lastAnswer: 'status',
      nextCheckAt: NOON + MINUTE,
      unread: 0,
    });
    expect(changesOf(store, id)).toEqual([]);
    expect(store.outbox.take(NOON)).toEqual([]);
  });

  test('in the same words moves the time it was last seen, and nothing else', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1)));
    const respaced = content(1, {
      description: { en: 'On February 20,  2026, we received it. ', es: 'Lo recibimos.' },
    });
    ask(store, id, status(respaced), later(NOON, DAY));
    const detail = store.cases.detail(id);
    expect(detail?.observations).toMatchObject([{ firstSeenAt: NOON, lastSeenAt: NOON + DAY }]);
    expect(detail?.changes).toEqual([]);
    expect(store.cases.rawBody(detail?.observations[0]?.id ?? 0)).toBe(JSON.stringify({ case_status: content(1) }));
  });

  test('in other words is one change with the weightiest kind first', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1, 'Ana', 'first');
    ask(store, id, status(content(1, { history: [entry('2026-01-01', 'Received')] })));
    const after = content(1, {
      title: APPROVED,
      modifiedAt: '2026-03-01T08:00:00',
      history: [entry('2026-03-01', 'Approved'), entry('2026-01-01', 'Received')],
    });
    ask(store, id, status(after), later(NOON, DAY));
    expect(changesOf(store, id)).toEqual([
      {
        id: 1,
        caseId: id,
        receipt: after.receipt,
        client: 'Ana',
        label: 'first',
        form: 'I-130',
        kinds: ['status_changed', 'text_changed', 'history_added'],
        seenAt: NOON + DAY,
        saidOn: '2026-03-01',
        before: { title: content(1).title, description: content(1).description },
        after: { title: APPROVED, description: content(1).description },
        addedHistory: [entry('2026-03-01', 'Approved')],
        group: 'approved',
        stage: 'decided',
        read: false,
      },
    ]);
    expect(rowOf(store, id)).toMatchObject({ title: APPROVED, group: 'approved', stage: 'decided', unread: 1 });
    const detail = store.cases.detail(id);
    expect(detail?.history.map(({ date }) => date)).toEqual(['2026-03-01', '2026-01-01']);
    expect(detail?.observations).toHaveLength(2);
    expect(store.pulls.log(1)).toMatchObject([{ changes: 1, answers: { status: 1 } }]);
  });

  test('with nothing but a moved record is a change too', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1)));
    ask(store, id, status(content(1, { modifiedAt: '2026-03-01T08:00:00' })));
    expect(changesOf(store, id)).toMatchObject([{ kinds: ['record_touched'], saidOn: '2026-03-01' }]);
    expect(store.outbox.take(NOON)).toHaveLength(1);
  });
});

describe('not recognised', () => {
  test('the first in a row is doubt, the second a change, the third nothing new', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1)));
    ask(store, id, notRecognised);
    expect(rowOf(store, id)).toMatchObject({ recognition: 'doubtful', title: content(1).title, unread: 0 });
    ask(store, id, notRecognised);
    expect(rowOf(store, id)).toMatchObject({ recognition: 'not_recognised', unread: 1 });
    ask(store, id, notRecognised);
    expect(changesOf(store, id)).toMatchObject([
      { kinds: ['not_recognised'], before: { title: content(1).title }, after: null, saidOn: null },
    ]);
    expect(store.changes.summary()).toMatchObject({ unrecognised: 1, unread: 1 });
  });

  test('a status ends the row', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    for (const answer of [status(content(1)), notRecognised, status(content(1)), notRecognised]) ask(store, id, answer);
    expect(rowOf(store, id)).toMatchObject({ recognition: 'doubtful' });
    expect(changesOf(store, id)).toEqual([]);
  });

  test('an answer that says nothing of the case does not end the row', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    for (const answer of [status(content(1)), notRecognised, noAnswer, notRecognised]) ask(store, id, answer);
    expect(changesOf(store, id)).toMatchObject([{ kinds: ['not_recognised'] }]);
  });

  test('of a number that never was recognised is no change, but its first status then is one', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, notRecognised);
    ask(store, id, notRecognised);
    expect(rowOf(store, id)).toMatchObject({ recognition: 'not_recognised', title: null });
    ask(store, id, status(content(1)));
    expect(rowOf(store, id)).toMatchObject({ recognition: 'recognised', unread: 1 });
    expect(changesOf(store, id)).toMatchObject([
      { kinds: ['recognised_again'], before: null, after: { title: content(1).title }, addedHistory: [] },
    ]);
    expect(store.outbox.take(NOON)).toHaveLength(1);
  });

  test('then a status is recognised again, with what is different about it', async () => {
    const { store } = temporaryStore();
    const same = await addCase(store, 1);
    const other = await addCase(store, 2);
    for (const answer of [status(content(1)), notRecognised, notRecognised, status(content(1))])
      ask(store, same, answer);
    const moved = status(content(2, { title: APPROVED }));
    for (const answer of [status(content(2)), notRecognised, notRecognised, moved]) ask(store, other, answer);
    expect(changesOf(store, same)[0]).toMatchObject({
      kinds: ['recognised_again'],
      after: { title: content(1).title },
    });
    expect(changesOf(store, other)[0]).toMatchObject({ kinds: ['recognised_again', 'status_changed', 'text_changed'] });
    expect(rowOf(store, same)).toMatchObject({ recognition: 'recognised', unread: 2 });
  });
});

test('other answers alter only when the case was asked and what came of it', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  ask(store, id, status(content(1)));
  const before = rowOf(store, id);
  const at = later(NOON, DAY);
  ask(store, id, { kind: 'unreadable', said: { httpStatus: 200, message: 'what it said', traceId: 't-1' } }, at);
  expect(rowOf(store, id)).toEqual({ ...before, askedAt: at, lastAnswer: 'unreadable', nextCheckAt: at + MINUTE });
  const said = { httpStatus: 200, message: 'what it said', traceId: 't-1' };
  expect(store.pulls.errors(5)).toMatchObject([{ caseId: id, answer: 'unreadable', at, said }]);
  expect(store.cases.detail(id)?.checks.map(({ answer }) => answer)).toEqual(['unreadable', 'status']);
  const page = { filter: { ...WATCHED_CASES, only: 'stale' }, sort: BY_RECEIPT, offset: 0, limit: 9 } as const;
  expect(store.cases.page(page, at)).toHaveLength(1);
});

const BY_RECEIPT = { by: 'receipt', descending: false } as const;

test('the next check is planned from how the case stands after the answer', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  const pull = store.pulls.beginPull('schedule', [id], NOON);
  const check = store.pulls.nextCheck(pull.id);
  store.pulls.recordAnswer(check?.id ?? 0, status(content(1, { title: APPROVED })), NOON, (after) => {
    expect(after).toMatchObject({ id, stage: 'decided', saidOn: '2026-02-20', askedAt: NOON, archived: false });
    return null;
  });
  expect(rowOf(store, id)?.nextCheckAt).toBeNull();
});

test('an answer is recorded whole or not at all', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  ask(store, id, status(content(1)));
  const before = store.cases.detail(id);
  const pull = store.pulls.beginPull('schedule', [id], NOON);
  const check = store.pulls.nextCheck(pull.id);
  const broken = (): never => {
    throw new Error('no plan');
  };
  const answer = status(content(1, { title: APPROVED }));
  expect(() => store.pulls.recordAnswer(check?.id ?? 0, answer, NOON, broken)).toThrow('no plan');
  expect(store.cases.detail(id)).toEqual(before);
  expect(store.pulls.nextCheck(pull.id)).toEqual(check);
});

test('each change is announced once, also across a restart', async () => {
  const { store, reopen } = temporaryStore();
  const id = await addCase(store, 1);
  ask(store, id, status(content(1)));
  ask(store, id, status(content(1, { title: APPROVED })));
  expect(store.outbox.take(NOON)).toMatchObject([{ caseId: id, kinds: ['status_changed', 'text_changed'] }]);
  const again = reopen();
  expect(again.outbox.take(NOON)).toEqual([]);
  ask(again, id, status(content(1)));
  ask(again, id, notRecognised);
  ask(again, id, notRecognised);
  expect(
    reopen()
      .outbox.take(NOON)
      .map(({ kinds }) => kinds[0]),
  ).toEqual(['status_changed', 'not_recognised']);
});

describe('whatever the answers are', () => {
  const title = fc.constantFrom('Case Was Received', 'Case Was Approved', 'Case  Was Approved', 'A New Title');
  const modifiedAt = fc.constantFrom(null, '2026-02-20T10:00:00', '2026-03-01T10:00:00');
  const history = fc.uniqueArray(fc.constantFrom(entry('2026-01-01', 'a'), entry('2026-01-02', 'b')));
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ title, modifiedAt, history }).map(toStatus) },
    { weight: 2, arbitrary: fc.constant(notRecognised) },
    { weight: 1, arbitrary: fc.constant(noAnswer) },
  );

  function toStatus(parts: { title: string; modifiedAt: string | null; history: HistoryEntry[] }): Answer {
    return status(content(1, { ...parts, title: { en: parts.title, es: null } }));
  }

  /** The rules once more, as plainly as they can be said: how many changes a row of answers makes. */
  function expectedChanges(answers: readonly Answer[]): number {
    let [known, row, changes]: [StatusContent | null, number, number] = [null, 0, 0];
    for (const given of answers) {
      if (given.kind === 'status') {
        // An answer without a history takes no line of it back.
        const none = known !== null && given.content.history.length === 0;
        const told: StatusContent = {
          ...given.content,
          history: none ? (known?.history ?? []) : given.content.history,
        };
        const differs = known !== null && differences(known, told).length > 0;
        if (row >= 2 || differs) changes += 1;
        if (known === null || differs) known = told;
        row = 0;
      } else if (given.kind === 'not_recognised') {
        row += 1;
        if (row === 2 && known !== null) changes += 1;
      }
    }
    return changes;
  }

  test('the store agrees with itself', async () => {
    // One database for all runs: each has a case of its own.
    const { store } = temporaryStore();
    let next = 100;
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 12 }), fc.nat(3), async (answers, readEvery) => {
        next += 1;
        const id = await addCase(store, next);
        for (const [index, given] of answers.entries()) {
          const at = later(NOON, index * DAY);
          const before = store.cases.detail(id);
          const checkId = ask(store, id, given, at);
          const once = store.cases.detail(id);
          store.pulls.recordAnswer(checkId, given, later(at, MINUTE), () => null);
          expect(store.cases.detail(id)).toEqual(once);
          expect(once?.checks.length).toBe(Math.min(50, (before?.checks.length ?? 0) + 1));
          if (readEvery > 0 && index % readEvery === 0) {
            const ids = changesOf(store, id).map((change) => change.id);
            await store.changes.acknowledge({ ids, read: index % 2 === 0 }, at, noBreath);
          }
        }
        const detail = store.cases.detail(id);
        const changes = detail?.changes ?? [];
        expect(changes).toHaveLength(expectedChanges(answers));
        expect(detail?.row.unread).toBe(changes.filter(({ read }) => !read).length);
        const observed = detail?.observations ?? [];
        for (const [index, one] of observed.entries()) {
          expect(one.lastSeenAt).toBeGreaterThanOrEqual(one.firstSeenAt);
          const older = observed[index + 1];
          if (older !== undefined) expect(contentOf(store, one.id)).not.toEqual(contentOf(store, older.id));
        }
        const announced = store.outbox.take(instant(NOON)).map((change) => change.id);
        expect(announced).toEqual(changes.map((change) => change.id).reverse());
        expect(store.changes.summary().unread).toBe(
          store.changes.list({ unreadOnly: true, before: null, limit: 100_000 }).changes.length,
        );
      }),
      { numRuns: 30 },
    );
  });
});

const contentOf = (store: Store, observationId: number): unknown =>
  JSON.parse(store.cases.rawBody(observationId) ?? 'null') as unknown;
