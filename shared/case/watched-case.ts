import type { PullReason } from '../contract/pulls.ts';
import type { CivilDate, Instant } from '../clock.ts';
import type { AnswerKind } from '../service/answer.ts';
import type { Cadence } from './cadence.ts';
import type { ReceiptNumber } from './receipt-number.ts';
import type { Stage } from './status-groups.ts';

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

/** A check that a pull still has to make. */
export interface DueCheck {
  readonly id: number;
  readonly caseId: number;
  readonly receipt: ReceiptNumber;
  readonly reason: PullReason;
  /** How often this pull already tried, without an answer about the case. */
  readonly attempts: number;
  /** What the last check of the case ended with; null: it is its first. */
  readonly lastAnswer: AnswerKind | null;
}

/** A pull that has begun and not ended: what a killed process finds at its next start. */
export interface OpenPull {
  readonly id: number;
  readonly reason: PullReason;
  readonly startedAt: Instant;
  readonly total: number;
  readonly done: number;
}
