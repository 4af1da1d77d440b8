import { readReceipt, splitReceiptList, type ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { LineVerdict, ListLine } from '../../../shared/contract/cases.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection } from '../connection.ts';
import { fold, foldOffice } from './fold.ts';
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

/** How many lines are looked up between two breaths: well under a millisecond's work. */
const LOOKED_UP = 200;

export function createCaseList(connection: Connection): CaseList {
  const find = connection.statement<{ receipt: string }, { id: number; archived: number | null }>(
    'cases.find',
    'SELECT id, archived FROM cases WHERE receipt = @receipt',
  );
  const insert = connection.statement<Record<string, string | number>>(
    'cases.insert',
    `INSERT INTO cases (receipt, client, client_key, label, cadence, created_at, status_group, stage, recognition,
       next_check_at, folded)
     VALUES (@receipt, @client, @clientKey, @label, 'automatic', @now, 'unclassified', 'unknown', 'never_asked', @now,
       @folded)`,
  );

  function judge(entered: string, seen: Set<ReceiptNumber>): LineVerdict {
    const reading = readReceipt(entered);
    if (reading.kind === 'malformed') return reading;
    const { receipt, normalised, unknownPrefix } = reading;
    if (seen.has(receipt)) return { kind: 'repeated', receipt };
    seen.add(receipt);
    const present = find.get({ receipt });
    if (present?.archived === null) return { kind: 'deleted', receipt, caseId: present.id };
    if (present !== undefined) {
      return { kind: 'present', receipt, caseId: present.id, archived: present.archived === 1 };
    }
    return { kind: 'new', receipt, normalised, unknownPrefix };
  }

  function addOne({ client, label }: EnteredCase, receipt: ReceiptNumber, now: Instant): number {
    const folded = foldOffice({ receipt, client, label });
    return insert.run({ receipt, client, clientKey: fold(client), label, now, folded }).lastId;
  }

  return {
    async preview(text, breathe) {
      const seen = new Set<ReceiptNumber>();
      const lines: ListLine[] = [];
      for (const [index, entered] of splitReceiptList(text).entries()) {
        if (index > 0 && index % LOOKED_UP === 0) await breathe();
        lines.push({ entered, verdict: judge(entered, seen) });
      }
      return lines;
    },
    async add(entered, now, breathe) {
      const seen = new Set<ReceiptNumber>();
      const lines: ListLine[] = [];
      const added: number[] = [];
      await writeInChunks(connection, entered, breathe, (one) => {
        const verdict = judge(one.receipt, seen);
        lines.push({ entered: one.receipt, verdict });
        if (verdict.kind === 'new') added.push(addOne(one, verdict.receipt, now));
      });
      return { added, lines };
    },
  };
}
