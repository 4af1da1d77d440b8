import {
  readReceipt,
  splitReceiptList,
  type ReceiptNumber,
  type ReceiptReading,
} from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { LineVerdict, ListLine } from '../../../shared/contract/cases.ts';
import type { Connection } from '../connection.ts';
import { foldOffice } from './fold.ts';
import { fold } from '../../../shared/case/text.ts';
import type { WordIndex } from './word-index.ts';
import type { Breathe } from '../types.ts';

/** A case as somebody enters it. */
export interface EnteredCase {
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
}

export interface CaseList {
  /** What we make of each piece of a pasted list. Writes nothing. */
  preview(text: string, breathe: Breathe): Promise<ListLine[]>;
  /** Adds what is well-formed and new, due at once. The verdicts are taken again. */
  add(entered: readonly EnteredCase[], now: Instant, breathe: Breathe): Promise<{ added: number[]; lines: ListLine[] }>;
}

/** How many lines are looked up between two breaths: about a millisecond's work. */
const LOOKED_UP = 500;
/** How many new cases are put in order at once: a millisecond or two. */
const STRETCH = 2000;

/** A case with a receipt that was entered; `archived` null: it is deleted. */
interface PresentCase {
  readonly receipt: ReceiptNumber;
  readonly id: number;
  readonly archived: number | null;
}

/** A case that is to be added. */
interface NewCase extends Pick<EnteredCase, 'client' | 'label'> {
  readonly receipt: ReceiptNumber;
}

export function createCaseList(connection: Connection, words: Pick<WordIndex, 'writeMany'>): CaseList {
  const find = connection.statement<{ receipts: string }, PresentCase>(
    'cases.find',
    'SELECT receipt, id, archived FROM cases WHERE receipt IN (SELECT value FROM json_each(@receipts))',
  );
  // One statement for many: at each one of several in a transaction SQLite would write the index of words out.
  const insert = connection.statement<{ rows: string; now: Instant }, { id: number }>(
    'cases.insert',
    `INSERT INTO cases (receipt, client, client_key, label, folded, cadence, created_at, status_group, stage, recognition,
       next_check_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, 'automatic', @now, 'unclassified', 'unknown',
       'never_asked', @now FROM json_each(@rows) WHERE true
     ON CONFLICT (receipt) DO NOTHING RETURNING id`,
  );

  const presentAmong = (receipts: readonly ReceiptNumber[]): Map<string, PresentCase> =>
    new Map(find.all({ receipts: JSON.stringify(receipts) }).map((found) => [found.receipt, found]));

  async function judgeAll(entered: readonly string[], breathe: Breathe): Promise<ListLine[]> {
    const seen = new Set<ReceiptNumber>();
    const lines: ListLine[] = [];
    for (let from = 0; from < entered.length; from += LOOKED_UP) {
      // Whoever brings many has just had them read.
      if (entered.length > LOOKED_UP) await breathe();
      const read = entered.slice(from, from + LOOKED_UP).map((one) => ({ entered: one, reading: readReceipt(one) }));
      const present = presentAmong(
        read.flatMap(({ reading }) => (reading.kind === 'malformed' ? [] : [reading.receipt])),
      );
      for (const { entered: one, reading } of read)
        lines.push({ entered: one, verdict: judge(reading, seen, present) });
    }
    return lines;
  }

  const insertSome = (cases: readonly NewCase[], now: Instant): number[] => {
    const rows = cases.map(({ receipt, client, label }) => [
      receipt,
      client,
      fold(client),
      label,
      foldOffice({ receipt, client, label }),
    ]);
    return insert.all({ rows: JSON.stringify(rows), now }).map(({ id }) => id);
  };

  async function insertAll(cases: readonly NewCase[], now: Instant, breathe: Breathe): Promise<number[]> {
    if (cases.length === 0) return [];
    const added: number[] = [];
    let next = 0;
    await words.writeMany(cases.length, breathe, (most) => {
      const some = cases.slice(next, next + most);
      added.push(...insertSome(some, now));
      next += some.length;
      return { done: some.length, more: next < cases.length };
    });
    return added;
  }

  return {
    preview: (text, breathe) => judgeAll(splitReceiptList(text), breathe),
    async add(entered, now, breathe) {
      const receipts = entered.map(({ receipt }) => receipt);
      const lines = await judgeAll(receipts, breathe);
      const fresh = entered.flatMap(({ client, label }, index): NewCase[] => {
        const verdict = lines[index]?.verdict;
        return verdict?.kind === 'new' ? [{ receipt: verdict.receipt, client, label }] : [];
      });
      return { added: await insertAll(await neighboursTogether(fresh, breathe), now, breathe), lines };
    },
  };
}

function judge(
  reading: ReceiptReading,
  seen: Set<ReceiptNumber>,
  among: ReadonlyMap<string, PresentCase>,
): LineVerdict {
  if (reading.kind === 'malformed') return reading;
  const { receipt, normalised, unknownPrefix } = reading;
  if (seen.has(receipt)) return { kind: 'repeated', receipt };
  seen.add(receipt);
  const present = among.get(receipt);
  if (present === undefined) return { kind: 'new', receipt, normalised, unknownPrefix };
  if (present.archived === null) return { kind: 'deleted', receipt, caseId: present.id };
  return { kind: 'present', receipt, caseId: present.id, archived: present.archived === 1 };
}

/** What lies side by side in the index of receipts is written in one transaction: so fewer pages of it are. */
async function neighboursTogether(cases: readonly NewCase[], breathe: Breathe): Promise<NewCase[]> {
  const ordered: NewCase[] = [];
  for (let from = 0; from < cases.length; from += STRETCH) {
    if (from > 0) await breathe();
    ordered.push(...cases.slice(from, from + STRETCH).sort((a, b) => (a.receipt < b.receipt ? -1 : 1)));
  }
  return ordered;
}
