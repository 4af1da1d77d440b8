import { z } from 'zod';
import type { ReceiptNumber } from '../case/receipt-number.ts';
import { DAY, type Instant, type Milliseconds } from '../clock.ts';
import { workspaceCall } from './call.ts';
import { id, line, nothing } from './fields.ts';

/** So long a rule says what it is about to do before it does it. */
export const NOTICE: Milliseconds = 14 * DAY;

/**
 * How long things are kept, in years; null: for ever. `archived`: cases, from the moment that they were archived (or were last
 * asked about, if that was later); then they are deleted as a person deletes them, and can be restored for 30 days.
 * `ledger`: lines of the ledger, which then go for good, with an anchor for the rest.
 */
export const retentionYearsSchema = z.object({
  archived: z.int().min(1).max(99).nullable(),
  ledger: z.int().min(1).max(99).nullable(),
});
export type RetentionYears = z.infer<typeof retentionYearsSchema>;

/** A case that a rule is about to delete. */
export interface DueCase {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly archivedAt: Instant;
  /** From then on it is deleted. */
  readonly goesAt: Instant;
}

/** A case that no rule may delete, nor a person before the hold is taken off. */
export interface HeldCase {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly since: Instant;
  readonly reason: string;
}

export type Hold = Pick<HeldCase, 'since' | 'reason'>;

export interface RetentionView {
  readonly years: RetentionYears;
  /** Those that go first, first; a hundred at most. */
  readonly due: readonly DueCase[];
  readonly dueTotal: number;
  /** When the first lines of the ledger are let go; null: no rule, or none that old. */
  readonly ledgerGoesAt: Instant | null;
  /** The last held first; a hundred at most. */
  readonly held: readonly HeldCase[];
  readonly heldTotal: number;
  /** The computer's clock went further than can be believed yet: until then nothing is deleted by it. */
  readonly clockDoubted: boolean;
}

export const retentionCalls = {
  'retention.state': workspaceCall<RetentionView>()(nothing),
  'retention.set': workspaceCall<RetentionView>()(retentionYearsSchema),
  /** Null: the case is not held. */
  'retention.hold_of': workspaceCall<Hold | null>()(z.object({ id })),
  /** `reason` null: takes the hold off. */
  'retention.hold': workspaceCall<null>()(z.object({ id, reason: line.nullable() })),
};
