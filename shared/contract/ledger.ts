import { z } from 'zod';
import type { ReceiptNumber } from '../case/receipt-number.ts';
import type { Instant } from '../clock.ts';
import type { AnswerKind } from '../service/answer.ts';
import { workspaceCall } from './call.ts';
import { id, ids, line, nothing } from './fields.ts';

/** Another office's ledger that came with a merge. `mark` tells it apart in an export; `name`: of the workspace it came from. */
export interface LedgerOrigin {
  readonly mark: string;
  readonly name: string;
}

/** What the ledger holds, at a glance. Hashes are hexadecimal digits. */
export interface LedgerSummary {
  readonly lines: number;
  readonly first: { readonly number: number; readonly at: Instant } | null;
  /** The hash of the last line pins every line before it. */
  readonly last: { readonly number: number; readonly at: Instant; readonly hash: string } | null;
  /** So many lines at the beginning were let go. */
  readonly pruned: number;
}

/** One line of the ledger, as a case shows it. */
export interface LedgerEntry {
  readonly number: number;
  readonly at: Instant;
  readonly answer: AnswerKind;
  /** The fingerprint of the office's key; null: nothing was sent, for want of a key, or it is not known. */
  readonly key: string | null;
  /** The hash of what USCIS said; null: the answer was no status. */
  readonly content: string | null;
  readonly hash: string;
}

/**
 * Why a line is broken. `missing`: lines before it are gone. `altered`: its own content, its hash or the one before it is not
 * what was written. `case`: its case's number or salt is another. `said`: what is kept of USCIS's words at that time is not
 * what the line tells. `end`: lines at the end are gone.
 */
export type LedgerBreak = 'missing' | 'altered' | 'case' | 'said' | 'end';

/** What came of verifying the ledger, and each that came with a merge. */
export interface LedgerVerdict extends ChainVerdict {
  readonly others: readonly (ChainVerdict & { readonly origin: LedgerOrigin })[];
}

/** What came of walking one chain of lines. */
export interface ChainVerdict {
  /** How many lines are whole, from the first on. */
  readonly lines: number;
  readonly first: { readonly number: number; readonly at: Instant } | null;
  readonly last: { readonly number: number; readonly at: Instant; readonly hash: string } | null;
  readonly pruned: number;
  /** The first line that is not what it was; null: every line is. */
  readonly broken: {
    readonly why: LedgerBreak;
    readonly number: number;
    /** Null: the line is gone. */
    readonly at: Instant | null;
    /** Null: not known, because the case was purged or the line is gone. */
    readonly receipt: ReceiptNumber | null;
  } | null;
}

/** Which lines: all, those of some cases, or those of all cases of a client. */
export const ledgerScopeSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all') }),
  z.object({ of: z.literal('cases'), ids }),
  z.object({ of: z.literal('client'), client: line.min(1) }),
]);
export type LedgerScope = z.infer<typeof ledgerScopeSchema>;

/** A line with everything that is needed to verify it without this program. Hashes and salt are hexadecimal digits. */
export interface LedgerLine {
  /** Whose line it is; null: this office's own. */
  readonly origin: LedgerOrigin | null;
  readonly number: number;
  readonly at: Instant;
  /** Null: the case was purged. */
  readonly receipt: ReceiptNumber | null;
  readonly salt: string | null;
  /** What stands for the case in the chain. */
  readonly mark: string;
  readonly key: string | null;
  readonly answer: AnswerKind;
  readonly content: string | null;
  /** The hash of the line before; null: it is gone, so the ledger is broken here. */
  readonly previous: string | null;
  readonly hash: string;
}

/** What a sign-off page is made of. */
export interface LedgerReport {
  /** Of the whole ledger, whatever part the page is about. */
  readonly verdict: LedgerVerdict;
  readonly lines: number;
  readonly cases: number;
  /** Of the office's own lines. */
  readonly first: LedgerLine | null;
  readonly last: LedgerLine | null;
  /** How many of the lines are other offices', by whose they are. */
  readonly others: readonly { readonly origin: LedgerOrigin; readonly lines: number }[];
  /** Every line, where there are few enough; else empty. */
  readonly listed: readonly LedgerLine[];
}

export const EXPORT_FORMATS = ['csv', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A case's lines in another office's ledger: how many there are, and the newest of them. */
export interface OtherEntries {
  readonly origin: LedgerOrigin;
  readonly total: number;
  readonly lines: readonly LedgerEntry[];
}

/** What came of a walk, and when that was. */
export interface LedgerVerified {
  readonly at: Instant;
  readonly verdict: LedgerVerdict;
}

export const ledgerCalls = {
  'ledger.summary': workspaceCall<LedgerSummary>()(nothing),
  /**
   * A case's lines, newest first, 50 at a time: those before line `before`; null: the newest, with the newest of other
   * offices' ledgers.
   */
  'ledger.of_case': workspaceCall<{ lines: LedgerEntry[]; total: number; others: OtherEntries[] }>()(
    z.object({ caseId: id, before: id.nullable() }),
  ),
  /** What came of the last walk since the workspace was opened. */
  'ledger.verified': workspaceCall<LedgerVerified | null>()(nothing),
  /** Null: it was cancelled. What came of it is in `ledger.verified` as well. */
  'ledger.verify': workspaceCall<LedgerVerdict | null>()(nothing),
  /** Asks for a place (`name`: what the file is called if nothing else is chosen). Null: it was cancelled. */
  'ledger.export': workspaceCall<{ path: string; lines: number } | null>()(
    z.object({ scope: ledgerScopeSchema, format: z.enum(EXPORT_FORMATS), name: line.min(1) }),
  ),
};
