import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../electron/store/store.ts';
import { readAnswer } from '../../electron/uscis/answers.ts';
import { differences, type ChangeKind } from '../../shared/case/change.ts';
import { groupOf, stageOf } from '../../shared/case/status-groups.ts';
import { later, MINUTE, type Instant } from '../../shared/clock.ts';
import type { StatusContent } from '../../shared/service/answer.ts';
import { addCase, ask, NOON, receipt, status, temporaryStore } from '../support/temporary-store.ts';

/** Section 3 of the work on USCIS's API: what changed, from the bytes of an answer to the database and the Inbox. */

interface Told {
  readonly title?: string;
  readonly titleEs?: string;
  readonly description?: string;
  readonly modified?: string | null;
  /** `absent`: the field is not there. */
  readonly history?: readonly { readonly date: string; readonly text: string }[] | null | 'absent';
  readonly message?: string;
}

const LINES = [
  { date: '2026-01-02', text: 'We received it.' },
  { date: '2026-01-20', text: 'We took your fingerprints.' },
];

/** The body of a 200 as USCIS sends it. */
function body(told: Told): string {
  const { history = LINES, modified = '02-20-2026 10:00:00' } = told;
  const fields = {
    receiptNumber: receipt(1),
    formType: 'I-130',
    ...(modified === null ? {} : { submittedDate: '01-02-2026 09:00:00', modifiedDate: modified }),
    current_case_status_text_en: told.title ?? 'Case Was Received',
    current_case_status_text_es: told.titleEs ?? 'Caso Fue Recibido',
    current_case_status_desc_en: told.description ?? 'On February 20, 2026, we received USCIS’ form.',
    current_case_status_desc_es: 'Lo recibimos.',
    ...(history === 'absent'
      ? {}
      : {
          hist_case_status:
            history?.map(({ date, text }) => ({ date, completed_text_en: text, completed_text_es: text })) ?? null,
        }),
  };
  return JSON.stringify({ case_status: fields, message: told.message ?? 'Query was successful' });
}

function contentOf(text: string): StatusContent {
  const answer = readAnswer(receipt(1), { status: 200, body: text, retryAfter: null, date: null }, NOON);
  if (answer.kind !== 'status') throw new Error(`no status but ${answer.kind}`);
  return answer.content;
}

/** A case that is told these answers, a minute apart. */
async function afterAnswers(...answers: readonly Told[]) {
  const { store } = temporaryStore();
  const id = await addCase(store, 1);
  let at: Instant = NOON;
  const tell = (told: Told): void => {
    at = later(at, MINUTE);
    ask(store, id, status(contentOf(body(told))), at);
  };
  for (const told of answers) tell(told);
  return { store, id, tell, kinds: () => kindsOf(store, id), detail: () => store.cases.detail(id) };
}

/** The kinds of every change, oldest first. */
const kindsOf = (store: Store, id: number): (readonly ChangeKind[])[] =>
  (store.cases.detail(id)?.changes ?? []).map(({ kinds }) => kinds).reverse();

/** Answers that are different from one another, each by one thing that counts. */
const DIFFERENT: readonly Told[] = [
  {},
  { title: 'Case Was Approved', titleEs: 'Caso Fue Aprobado' },
  { titleEs: 'Otro título' },
  { description: 'On March 1, 2026, we wrote to you.' },
  { history: [...LINES, { date: '2026-02-01', text: 'We scheduled an interview.' }] },
  { history: [...LINES, { date: '2026-01-20', text: 'We took your fingerprints.' }] },
  { modified: '02-21-2026 10:00:00' },
  { modified: null },
];
const different = fc.constantFrom(...DIFFERENT);
const differing = fc.tuple(different, different).filter(([one, other]) => one !== other);

describe('what changed', () => {
  test('the same answer twice, ten times, is no change, whatever the echo in "message" says', async () => {
    const { kinds, tell, detail } = await afterAnswers({});
    fc.assert(
      fc.property(fc.string(), (message) => tell({ message })),
      { numRuns: 10 },
    );
    expect(kinds()).toEqual([]);
    expect(detail()?.observations).toHaveLength(1);
  });

  test('A, B, A is two changes, whatever A and B are', async () => {
    await fc.assert(
      fc.asyncProperty(differing, async ([a, b]) => {
        const { kinds, detail } = await afterAnswers(a, b, a, a);
        expect(kinds()).toHaveLength(2);
        expect(detail()?.observations).toHaveLength(3);
      }),
      { numRuns: 20 },
    );
  });

  test('is found between any two, and never between one and itself', () => {
    for (const [at, one] of DIFFERENT.entries()) {
      for (const [where, other] of DIFFERENT.entries()) {
        const found = differences(contentOf(body(one)), contentOf(body(other)));
        expect(found.length > 0, JSON.stringify([one, other])).toBe(at !== where);
      }
    }
  });

  test('a date of the record alone is "record touched", and never more', async () => {
    const { kinds } = await afterAnswers({}, { modified: '02-21-2026 10:00:00' }, { modified: null }, {});
    expect(kinds()).toEqual([['record_touched'], ['record_touched'], ['record_touched']]);
  });

  test('the first answer fills the timeline, and is no change', async () => {
    const { kinds, detail } = await afterAnswers({});
    expect(kinds()).toEqual([]);
    expect(detail()?.history.map(({ date }) => date)).toEqual(['2026-01-20', '2026-01-02']);
  });

  test.each([
    ['of the record', {}, '2026-02-20'],
    ['in the description, where the record has none (IOE)', { modified: null }, '2026-02-20'],
    ['of nothing: seen by us', { modified: null, description: 'We received it.' }, null],
  ] as const)('bears the date %s', async (_which, told, saidOn) => {
    const { detail } = await afterAnswers({ title: 'Case Was Approved' }, told);
    expect(detail()?.changes[0]).toMatchObject({ saidOn, seenAt: NOON + 2 * MINUTE });
  });
});

describe('a history that is not there any more', () => {
  const gone = fc.constantFrom<(null | 'absent' | readonly never[])[]>(null, 'absent', []);

  test('takes nothing back: no change, and the lines stay', async () => {
    await fc.assert(
      fc.asyncProperty(gone, async (history) => {
        const { kinds, detail } = await afterAnswers({}, { history }, { history });
        expect(kinds()).toEqual([]);
        expect(detail()?.history).toHaveLength(LINES.length);
      }),
      { numRuns: 6 },
    );
  });

  test('leaves a change to be what it is, and is not told as new when it is back', async () => {
    await fc.assert(
      fc.asyncProperty(gone, async (history) => {
        const approved = { title: 'Case Was Approved' };
        const { kinds, detail, tell } = await afterAnswers({}, { ...approved, history }, approved);
        expect(kinds()).toEqual([['status_changed']]);
        expect(detail()?.history).toHaveLength(LINES.length);
        tell({ ...approved, history: [...LINES, { date: '2026-02-20', text: 'We approved it.' }] });
        expect(kinds()).toEqual([['status_changed'], ['history_added']]);
        expect(detail()?.changes[0]?.addedHistory.map(({ text }) => text.en)).toEqual(['We approved it.']);
      }),
      { numRuns: 6 },
    );
  });

  test('is a history once it comes: lines after none are added', async () => {
    const { kinds } = await afterAnswers({ history: null }, { history: 'absent' }, {});
    expect(kinds()).toEqual([['history_added']]);
  });

  test('with some lines fewer is taken at its word', async () => {
    const { kinds, detail } = await afterAnswers({}, { history: LINES.slice(0, 1) });
    expect(kinds()).toEqual([['text_changed']]);
    expect(detail()?.history).toHaveLength(1);
  });
});

describe('the traps of the titles (api.md 6), from the bytes to the case', () => {
  const DENIAL = 'On March 1, 2026, we denied your form because you did not answer our request for evidence.';

  test.each([
    ['Response To USCIS&#39; Request For Evidence Was Received', '', 'response_received'],
    ['Notice Of Intent To Deny Was Sent', '', 'noid'],
    ['Petition Withdrawn/Over 180 Days/Not Automatically Revoked', '', 'not_revoked_notice'],
    ['Case Was Rejected', '', 'rejected'],
    ['Request For A Duplicate Card Was Approved', '', 'card_or_document_production'],
    ['Case Was Denied And My Decision Notice Mailed', DENIAL, 'denied'],
    ['Notice Explaining USCIS Actions Was Mailed', '', 'notice_explaining_action'],
  ] as const)('%s', async (title, description, group) => {
    const { detail } = await afterAnswers({ title, description });
    expect(detail()?.row).toMatchObject({ group, stage: stageOf(group) });
  });

  test('an office’s filing reaches its own title in every spelling, and no other title', () => {
    const key = 'case was put into a drawer';
    const filings = new Map([[key, 'interview' as const]]);
    fc.assert(
      fc.property(fc.constantFrom('', '.', '!', ' ', '&nbsp;'), fc.boolean(), fc.string(), (mark, loud, other) => {
        const title = `${mark}Case Was “Put” Into${mark || ' '} A Drawer${mark}`;
        expect(groupOf(loud ? title.toUpperCase().replaceAll('&NBSP;', ' ') : title, filings)).toBe('interview');
        expect(groupOf(`Not ${title}`, filings)).toBe('unclassified');
        expect(groupOf('Case Was Approved', filings)).toBe('approved');
        expect(() => groupOf(other, filings)).not.toThrow();
      }),
    );
  });

  test('a filing that our table came to know stands until the office takes it back; both can be told', () => {
    const filings = new Map([['case was approved', 'interview' as const]]);
    expect([groupOf('Case Was Approved', filings), groupOf('Case Was Approved')]).toEqual(['interview', 'approved']);
  });
});
