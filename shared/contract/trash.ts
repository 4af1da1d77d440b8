import { z } from 'zod';
import type { ReceiptNumber } from '../case/receipt-number.ts';
import { DAY, type CivilDate, type Instant, type Milliseconds } from '../clock.ts';
import { workspaceCall } from './call.ts';
import { id, ids, line, nothing } from './fields.ts';
import { CERTIFICATE_FORMATS } from './page-lists.ts';

/** A deleted case can be restored for so long; then it is purged. */
export const KEPT_DELETED: Milliseconds = 30 * DAY;

/** What goes with cases, in numbers. `notes`: cases that have some. The ledger's lines stay, and say no more of which case. */
export interface WhatGoes {
  readonly cases: number;
  readonly notes: number;
  /** Contents of USCIS's answers, with their exact text. */
  readonly answers: number;
  readonly changes: number;
  readonly edits: number;
  /** Lines of the log. */
  readonly checks: number;
  readonly ledgerLines: number;
  /** So many of the cases are held, and stay. */
  readonly held: number;
}

/** A case that can still be restored. */
export interface DeletedCase {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly deletedAt: Instant;
  /** From then on it is purged. */
  readonly goesAt: Instant;
}

/** A purge that is over: what went for good, and nothing of whose it was. */
export interface PurgeView {
  readonly id: number;
  readonly beganAt: Instant;
  readonly finishedAt: Instant;
  /** By a person's click, and not because 30 days were over. */
  readonly asked: boolean;
  readonly cases: number;
  readonly notes: number;
  readonly answers: number;
  readonly changes: number;
  readonly checks: number;
  readonly edits: number;
}

/** Backups of one folder that may still hold what was purged: those that were made before. */
export interface HeldIn {
  readonly backups: number;
  /**
   * The first backup that is made on this day or later lets the last of them go, by the rule of docs/backups.md. Null: there
   * are none, or one is dated ahead of the clock, of which nobody knows the day.
   */
  readonly goneOn: CivilDate | null;
}

/** What may still hold what was purged: in the workspace's own folder of backups, and in the second one. */
export interface StillHeld extends HeldIn {
  /** `away`: its disk is not there now, and nobody knows. Null: none is chosen. */
  readonly second: HeldIn | 'away' | null;
}

export const trashCalls = {
  'trash.what_goes': workspaceCall<WhatGoes>()(z.object({ ids })),
  /** Deletes cases so that they can be restored for 30 days. Gives the ids that it altered, for undo. */
  'trash.delete': workspaceCall<{ ids: number[] }>()(z.object({ ids })),
  'trash.restore': workspaceCall<{ ids: number[] }>()(z.object({ ids })),
  /** The last deleted first, a thousand at most; and the purges of before. */
  'trash.list': workspaceCall<{ cases: DeletedCase[]; total: number; purges: (PurgeView & { held: StillHeld })[] }>()(
    nothing,
  ),
  /** Asks for a place and saves a purge's certificate. Null: the person cancelled. */
  'trash.certificate': workspaceCall<{ path: string } | null>()(
    z.object({ id, format: z.enum(CERTIFICATE_FORMATS), name: line.min(1) }),
  ),
  /** Deletes for good. Null: these cases were deleted no more. */
  'trash.purge': workspaceCall<PurgeView | null>()(z.object({ ids })),
};
