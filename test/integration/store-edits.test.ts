import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import type { Store } from '../../electron/store/store.ts';
import { writeTags } from '../../shared/case/tags.ts';
import { CADENCES } from '../../shared/case/cadence.ts';
import { DAY, later, MINUTE, SECOND, type Instant } from '../../shared/clock.ts';
import { EDITED_FIELDS, type CaseEdit, type EditView } from '../../shared/contract/cases.ts';
import { brokenRules } from '../support/store-rules.ts';
import { addCase, KEY, noBreath, NOON, temporaryStore } from '../support/temporary-store.ts';

const never = (): null => null;

function historyOf(store: Store, id: number): EditView[] {
  const found = store.cases.edits(id, 1000);
  if (found === null) throw new Error('There is no such case');
  return found.edits;
}

/** The history in short, newest first. */
const told = (store: Store, id: number): string[] =>
  historyOf(store, id).map(({ field, before, after }) => `${field}: ${before} → ${after}`);

async function caseOfAna(): Promise<{ store: Store; id: number; notes: (text: string, at: Instant) => void }> {
  const { store } = temporaryStore();
  const id = await addCase(store, 1, 'Ana', 'first');
  return { store, id, notes: (text, at) => void store.cases.change(id, { notes: text }, at, never) };
}

/** What the office wrote, as it stands. */
function standing(store: Store, id: number) {
  const detail = store.cases.detail(id);
  if (detail === null) throw new Error('There is no such case');
  const { client, label, tags, cadence, pinned } = detail.row;
  return { client, label, tags: writeTags(tags), notes: detail.notes, cadence, pinned: pinned ? '1' : '0' };
}

describe('the history of what the office wrote', () => {
  test('keeps each field that changed, newest first, and nothing where it did not', async () => {
    const { store, id } = await caseOfAna();
    expect(store.cases.edits(id, 10)).toEqual({ edits: [], more: false });
    expect(store.cases.change(id, { client: 'Ana', cadence: 'automatic', pinned: false }, NOON, never)).toEqual([]);
    const made = store.cases.change(id, { client: 'Berta', cadence: 'weekly' }, NOON, never);
    store.cases.change(id, { pinned: true }, later(NOON, DAY), never);
    expect(historyOf(store, id)).toMatchObject([
      { field: 'pinned', before: '0', after: '1', at: NOON + DAY, undoes: null, stands: false },
      { id: made?.[1], field: 'cadence', before: 'automatic', after: 'weekly', at: NOON, undoes: null },
      { id: made?.[0], field: 'client', before: 'Ana', after: 'Berta', at: NOON, undoes: null },
    ]);
    expect(store.cases.edits(id, 2)).toMatchObject({ edits: [{ field: 'pinned' }, { field: 'cadence' }], more: true });
  });

  test('a text that is typed in one sitting is one edit', async () => {
    const { store, id, notes } = await caseOfAna();
    notes('Call', NOON);
    notes('Call on', later(NOON, SECOND));
    notes('Call on Munday', later(NOON, 10 * MINUTE));
    notes('Call on Monday', later(NOON, 20 * MINUTE));
    expect(historyOf(store, id)).toMatchObject([{ before: '', after: 'Call on Monday', at: NOON + 20 * MINUTE }]);
    notes('Call on Monday, again', later(NOON, 30 * MINUTE + 1));
    expect(told(store, id)).toEqual(['notes: Call on Monday → Call on Monday, again', 'notes:  → Call on Monday']);
  });

  test('what was struck out in the same sitting is not lost', async () => {
    const { store, id, notes } = await caseOfAna();
    notes('The mortgage is due on the first of May', NOON);
    notes('The', later(NOON, SECOND));
    notes('', later(NOON, 2 * SECOND));
    expect(told(store, id)).toEqual([
      'notes: The → ',
      'notes: The mortgage is due on the first of May → The',
      'notes:  → The mortgage is due on the first of May',
    ]);
  });

  test('nor is a word that was written and taken out again', async () => {
    const { store, id, notes } = await caseOfAna();
    notes('maybe', NOON);
    notes('', later(NOON, SECOND));
    expect(told(store, id)).toEqual(['notes: maybe → ', 'notes:  → maybe']);
    notes('I-130', later(NOON, 2 * SECOND));
    notes('asylum', later(NOON, 3 * SECOND));
    const three = ['notes: I-130 → asylum', 'notes: maybe → I-130', 'notes:  → maybe'];
    expect(told(store, id)).toEqual(three);
    notes('asylum: call', later(NOON, 4 * SECOND));
    notes('asylum', later(NOON, 5 * SECOND));
    expect(told(store, id)).toEqual(three);
    notes('I-130', later(NOON, 6 * SECOND));
    expect(told(store, id)[0]).toBe('notes: asylum → I-130');
  });

  test('another field between, a choice and a clock that was set back begin a new edit', async () => {
    const { store, id, notes } = await caseOfAna();
    notes('a', NOON);
    store.cases.change(id, { label: 'second' }, NOON, never);
    notes('ab', NOON);
    notes('abc', later(NOON, -DAY));
    store.cases.change(id, { cadence: 'weekly' }, NOON, never);
    store.cases.change(id, { cadence: 'daily' }, NOON, never);
    expect(told(store, id)).toEqual([
      'cadence: weekly → daily',
      'cadence: automatic → weekly',
      'notes: ab → abc',
      'notes: a → ab',
      'label: first → second',
      'notes:  → a',
    ]);
  });
});

describe('putting back', () => {
  test('is found, planned and kept like any edit, and can be put back itself', async () => {
    const { store, id } = await caseOfAna();
    const [client = 0, pin = 0] = store.cases.change(id, { client: 'Berta', pinned: true }, NOON, never) ?? [];
    expect(store.cases.putBack(id, client, NOON, never)).toBe(true);
    expect(store.cases.putBack(id, pin, NOON, () => later(NOON, DAY))).toBe(true);
    expect(store.cases.detail(id)?.row).toMatchObject({ client: 'Ana', pinned: false, nextCheckAt: NOON + DAY });
    const [unpinned, back] = historyOf(store, id);
    expect([unpinned, back]).toMatchObject([
      { field: 'pinned', before: '1', after: '0', undoes: pin },
      { field: 'client', before: 'Berta', after: 'Ana', undoes: client, stands: false },
    ]);
    expect(historyOf(store, id).at(-1)).toMatchObject({ id: client, stands: true });
    expect(store.cases.putBack(id, back?.id ?? 0, NOON, never)).toBe(true);
    expect(store.cases.detail(id)?.row.client).toBe('Berta');
  });

  test('does nothing where the value stands already, and what is typed after it is an edit of its own', async () => {
    const { store, id, notes } = await caseOfAna();
    notes('a', NOON);
    const [first] = historyOf(store, id);
    store.cases.putBack(id, first?.id ?? 0, NOON, never);
    expect(store.cases.putBack(id, first?.id ?? 0, NOON, never)).toBe(true);
    notes('b', NOON);
    expect(told(store, id)).toEqual(['notes:  → b', 'notes: a → ', 'notes:  → a']);
  });

  test("there is nothing of another case's, of none, or of a deleted one", async () => {
    const { store, id } = await caseOfAna();
    const other = await addCase(store, 2);
    const [edit = 0] = store.cases.change(id, { label: 'x' }, NOON, never) ?? [];
    expect(store.cases.putBack(other, edit, NOON, never)).toBe(false);
    expect(store.cases.putBack(id, 99, NOON, never)).toBe(false);
    expect(store.cases.edits(99, 1)).toBeNull();
    expect(store.trash.whatGoes([id])).toMatchObject({ edits: 1 });
    await store.trash.delete([id], NOON, noBreath);
    expect(store.cases.edits(id, 1)).toBeNull();
    expect(store.cases.putBack(id, edit, NOON, never)).toBe(false);
    expect(await store.trash.purge([id], NOON, noBreath)).toMatchObject({ edits: 1 });
  });
});

const WORDS = fc.constantFrom('', 'Call', 'Call on', 'Call on Monday', 'The mortgage is due on the first of May', 'x');
const EDIT: fc.Arbitrary<CaseEdit> = fc.record(
  {
    client: WORDS,
    label: WORDS,
    tags: fc.constantFrom([], ['asylum'], ['asylum', 'urgent']),
    notes: WORDS,
    cadence: fc.constantFrom(...CADENCES),
    pinned: fc.boolean(),
  },
  { requiredKeys: [] },
);
const STEP = fc.record({
  what: fc.oneof(EDIT, fc.nat(30)),
  passes: fc.constantFrom(0, SECOND, 10 * MINUTE, 11 * MINUTE, -DAY),
});

test('after any sequence of changes and puttings back the edits are a chain, and walking them back gives the first values', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 25 }), async (steps) => {
      const { store, path, close } = temporaryStore();
      const id = await addCase(store, 1, 'Ana', 'first');
      const first = standing(store, id);
      let now = NOON;
      for (const { what, passes } of steps) {
        now = later(now, passes);
        const edits = historyOf(store, id);
        if (typeof what !== 'number') store.cases.change(id, what, now, never);
        else if (edits.length > 0) store.cases.putBack(id, edits[what % edits.length]?.id ?? 0, now, never);
      }
      const last = standing(store, id);
      const edits = historyOf(store, id);
      for (const field of EDITED_FIELDS) {
        const own = edits.filter((edit) => edit.field === field);
        expect(own[0]?.after ?? first[field]).toBe(last[field]);
        // Each begins where the one before it ended.
        expect(own.map(({ before }) => before)).toEqual(
          own.length === 0 ? [] : [...own.slice(1).map(({ after }) => after), first[field]],
        );
      }
      for (const edit of edits) store.cases.putBack(id, edit.id, now, never);
      expect(standing(store, id)).toEqual(first);
      close();
      const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
      expect(brokenRules(connection)).toEqual([]);
      connection.close();
    }),
    { numRuns: 40 },
  );
});
