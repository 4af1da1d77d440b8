import { z } from 'zod';
import { CADENCES, type Cadence } from '../case/cadence.ts';
import type { ChangeKind } from '../case/change.ts';
import type { MalformedReason, ReceiptNumber } from '../case/receipt-number.ts';
import { LONGEST_TAG, MOST_TAGS } from '../case/tags.ts';
import { GROUPS, STAGES, type Group, type Stage } from '../case/status-groups.ts';
import type { CivilDate, Instant } from '../clock.ts';
import type { AnswerKind, Bilingual, HistoryEntry, ServiceSaid } from '../service/answer.ts';
import { MOST_ADDED, MOST_PASTED } from './adding-limits.ts';
import { workspaceCall } from './call.ts';
import { id, ids, line, nothing } from './fields.ts';
import type { Grouping } from './titles.ts';

/** What we know of whether USCIS knows the number. `doubtful`: the last answer was the first "not recognised" of a row. */
export type Recognition = 'never_asked' | 'recognised' | 'doubtful' | 'not_recognised';

export interface CaseRow {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly tags: readonly string[];
  readonly form: string | null;
  readonly title: Bilingual | null;
  readonly group: Group;
  readonly stage: Stage;
  readonly recognition: Recognition;
  /** When USCIS said the present status. */
  readonly saidOn: CivilDate | null;
  /** When we last asked, whatever the answer. */
  readonly askedAt: Instant | null;
  readonly lastAnswer: AnswerKind | null;
  /** When USCIS last gave a status. */
  readonly answeredAt: Instant | null;
  /** Null: never by itself. */
  readonly nextCheckAt: Instant | null;
  readonly cadence: Cadence;
  readonly pinned: boolean;
  readonly archived: boolean;
  readonly unread: number;
}

/** One content of USCIS's answers, for as long as it stayed the same. */
export interface ObservationView {
  readonly id: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly saidOn: CivilDate | null;
}

export interface ChangeView {
  readonly id: number;
  readonly caseId: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly form: string | null;
  /** The weightiest first. */
  readonly kinds: readonly ChangeKind[];
  readonly seenAt: Instant;
  readonly saidOn: CivilDate | null;
  readonly before: { readonly title: Bilingual; readonly description: Bilingual } | null;
  readonly after: { readonly title: Bilingual; readonly description: Bilingual } | null;
  readonly addedHistory: readonly HistoryEntry[];
  readonly group: Group;
  readonly stage: Stage;
  readonly read: boolean;
}

/** One check of the case, as the log keeps it. */
export interface CheckView {
  readonly id: number;
  readonly at: Instant;
  readonly answer: AnswerKind;
  readonly said: ServiceSaid;
}

export interface CaseDetail {
  readonly row: CaseRow;
  readonly grouping: Grouping;
  readonly notes: string;
  readonly createdAt: Instant;
  readonly description: Bilingual | null;
  readonly submittedAt: string | null;
  readonly modifiedAt: string | null;
  /** USCIS's own history, newest first. */
  readonly history: readonly HistoryEntry[];
  /** Newest first. */
  readonly observations: readonly ObservationView[];
  readonly changes: readonly ChangeView[];
  /** The last 50, newest first. */
  readonly checks: readonly CheckView[];
}

/** What the office writes about a case, and what its history keeps. */
export const EDITED_FIELDS = ['client', 'label', 'tags', 'notes', 'cadence', 'pinned'] as const;
export type EditedField = (typeof EDITED_FIELDS)[number];

/**
 * A change of what the office wrote. The values are as the store keeps them: tags parted by commas, a cadence by its name, a pin as
 * '0' or '1'.
 */
export interface EditView {
  readonly id: number;
  readonly field: EditedField;
  readonly before: string;
  readonly after: string;
  /** When it was last saved: texts are written little by little. */
  readonly at: Instant;
  /** The edit that this one took back. */
  readonly undoes: number | null;
  /** It came with a merge of this workspace of another office; null: it was made here. */
  readonly from: string | null;
  /** What was there before is there now: there is nothing to put back. */
  readonly stands: boolean;
}

/** What we make of one piece of a pasted list. */
export type LineVerdict =
  | {
      readonly kind: 'new';
      readonly receipt: ReceiptNumber;
      readonly normalised: boolean;
      readonly unknownPrefix: boolean;
    }
  | { readonly kind: 'present'; readonly receipt: ReceiptNumber; readonly caseId: number; readonly archived: boolean }
  /** It was deleted and can be restored. */
  | { readonly kind: 'deleted'; readonly receipt: ReceiptNumber; readonly caseId: number }
  | { readonly kind: 'repeated'; readonly receipt: ReceiptNumber }
  | { readonly kind: 'malformed'; readonly reason: MalformedReason };

export interface ListLine {
  readonly entered: string;
  readonly verdict: LineVerdict;
}

/** Which cases: everything that is set must hold. */
export const caseFilterSchema = z.object({
  /** Words looked for in receipt, client, label, tags, notes and USCIS's text; case and accents do not matter. */
  search: z.string().trim().max(200),
  stage: z.enum(STAGES).nullable(),
  group: z.enum(GROUPS).nullable(),
  only: z.enum(['all', 'unread', 'unrecognised', 'pinned', 'stale']),
  archived: z.boolean(),
});
export type CaseFilter = z.infer<typeof caseFilterSchema>;

export const CASE_SORTS = ['receipt', 'client', 'form', 'title', 'group', 'saidOn', 'askedAt', 'nextCheckAt'] as const;
/** By a column, or the best match of a search first (`descending` then means nothing). */
export const caseSortSchema = z.object({ by: z.enum([...CASE_SORTS, 'match']), descending: z.boolean() });
export type CaseSort = z.infer<typeof caseSortSchema>;

export const casePageSchema = z.object({
  filter: caseFilterSchema,
  sort: caseSortSchema,
  offset: z.int().min(0).max(10_000_000),
  limit: z.int().min(1).max(500),
});
export type CasePage = z.infer<typeof casePageSchema>;

/** One tag: a comma would part it in two. */
const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_TAG)
  .regex(/^[^,;\n\r\t]*$/);

export const caseChangeSchema = z.object({
  client: line.optional(),
  label: line.optional(),
  tags: z.array(tagSchema).max(MOST_TAGS).optional(),
  notes: z.string().max(20_000).optional(),
  cadence: z.enum(CADENCES).optional(),
  pinned: z.boolean().optional(),
});
export type CaseEdit = z.infer<typeof caseChangeSchema>;

/** A receipt number a line: as one text, because to read an array of so many holds the window up for longer than a frame. */
const receiptList = z
  .string()
  .min(1)
  .max(MOST_PASTED)
  .refine((list) => list.split('\n').length <= MOST_ADDED);

export const caseCalls = {
  'cases.page': workspaceCall<{ rows: CaseRow[] }>()(casePageSchema),
  /** `total` is null where another filter was asked for meanwhile: nobody waits for this one. */
  'cases.count': workspaceCall<{ total: number | null }>()(z.object({ filter: caseFilterSchema })),
  /** Every id that a filter finds, in the order of `sort`: for "select all". */
  'cases.ids': workspaceCall<{ ids: number[] }>()(z.object({ filter: caseFilterSchema, sort: caseSortSchema })),
  'cases.get': workspaceCall<CaseDetail>()(z.object({ id })),
  /** The exact text of the answer that an observation was first seen in. */
  'cases.raw': workspaceCall<{ body: string }>()(z.object({ observationId: id })),
  'cases.preview': workspaceCall<{ lines: ListLine[] }>()(z.object({ text: z.string().max(MOST_PASTED) })),
  /**
   * Adds what of the list is well-formed and new, all of it for one client and under one label; what is not is `refused`. The verdicts are
   * those of the preview, taken again.
   */
  'cases.add': workspaceCall<{ added: number[]; refused: ListLine[] }>()(
    z.object({ list: receiptList, client: line, label: line }),
  ),
  /** Gives the edits that it made, for undo: none where everything stood so already. */
  'cases.change': workspaceCall<{ edits: number[] }>()(z.object({ id, change: caseChangeSchema })),
  /** What the office wrote before, newest first. `more`: there are older ones than `limit` lets through. */
  'cases.edits': workspaceCall<{ edits: EditView[]; more: boolean }>()(
    z.object({ id, limit: z.int().min(1).max(100_000) }),
  ),
  /** Sets what stood there before an edit. That is an edit too. */
  'cases.put_back': workspaceCall<null>()(z.object({ id, edit: id })),
  /** Every tag that a case has, in the order of the alphabet. */
  'cases.tags': workspaceCall<{ tags: string[] }>()(nothing),
  /**
   * Gives cases a tag, or takes it from them. `ids`: those that it altered, for undo; `full`: how many have as many tags as a case
   * can have, and were left alone.
   */
  'cases.tag': workspaceCall<{ ids: number[]; full: number }>()(z.object({ ids, tag: tagSchema, on: z.boolean() })),
  /** Archived cases are kept and never asked again by themselves. Gives the ids that it altered, for undo. */
  'cases.archive': workspaceCall<{ ids: number[] }>()(z.object({ ids, archived: z.boolean() })),
};
