import type { Instant } from '../../shared/clock.ts';
import type { WatchedCase } from '../../shared/case/watched-case.ts';

/** Says when a case is next to be asked, from how it stands now; null: never by itself. */
export type PlanNextCheck = (after: WatchedCase) => Instant | null;

/** How far an order to the store's thread is, in whatever unit the order counts. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}
export type Tell = (progress: Progress) => void;

/** Lets the window draw between two chunks of a bulk write or two steps of a long count. */
export type Breathe = () => Promise<void>;
