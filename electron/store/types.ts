import type { Cadence } from '../../shared/case/cadence.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { Stage } from '../../shared/case/status-groups.ts';
import type { CivilDate, Instant } from '../../shared/clock.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';

/** A case as whoever plans its next check sees it. */
export interface WatchedCase {
  readonly id: number;
  readonly cadence: Cadence;
  readonly stage: Stage;
  readonly saidOn: CivilDate | null;
  readonly pinned: boolean;
  readonly archived: boolean;
  /** Null: never asked. */
  readonly askedAt: Instant | null;
  /** Null: never by itself. */
  readonly nextCheckAt: Instant | null;
}

/** Says when a case is next to be asked, from how it stands now; null: never by itself. */
export type PlanNextCheck = (after: WatchedCase) => Instant | null;

/** Lets the window draw between two chunks of a bulk write. */
export type Breathe = () => Promise<void>;

/** A check that a pull still has to make. */
export interface DueCheck {
  readonly id: number;
  readonly caseId: number;
  readonly receipt: ReceiptNumber;
  readonly reason: PullReason;
  readonly attempts: number;
}

/** A pull that has begun and not ended. */
export interface OpenPull {
  readonly id: number;
  readonly reason: PullReason;
  readonly startedAt: Instant;
  readonly total: number;
  readonly done: number;
}
