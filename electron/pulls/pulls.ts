import type { Clock } from '../../shared/clock.ts';
import type { Activity, PullState } from '../../shared/contract/pulls.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Random } from '../../shared/random.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';
import type { Limits } from '../../shared/service/environment.ts';
import type { Hours } from '../../shared/service/hours.ts';
import type { BudgetStore, CaseService, PullStore } from './ports.ts';

export type PullEvent =
  | { readonly kind: 'state'; readonly state: PullState }
  /** The activity looks different. Comes with every call: tell it on at a bearable rate. */
  | { readonly kind: 'progress' }
  | { readonly kind: 'recorded'; readonly caseId: number; readonly answer: AnswerKind }
  | { readonly kind: 'finished'; readonly pullId: number }
  /** Answers were recorded and for now no more will be: the moment to announce what changed. */
  | { readonly kind: 'settled' }
  /** Only a person can go on, once for each stop. */
  | { readonly kind: 'stopped'; readonly problem: Problem }
  /** A bug, or a store that fails: for the log. The pulls wait where it may pass, else they are stopped with `unexpected`. */
  | { readonly kind: 'broke'; readonly error: unknown };

export interface PullsParts {
  readonly store: PullStore;
  readonly budget: BudgetStore;
  readonly service: CaseService;
  readonly clock: Clock;
  readonly random: Random;
  /** Read anew for every decision: a change counts at once. */
  readonly limits: () => Limits;
  readonly hours: () => Hours | null;
  /** The person paused the pulls earlier. */
  readonly paused: boolean;
  /** Cadences pass so many times as fast (the demonstration); 1 when left out. */
  readonly hurry?: number;
  /** Does the computer have a network, as far as it knows? Left out: it does. */
  readonly online?: () => boolean;
  /** Is this error of the store's one that may pass by itself (a full disk, a busy file)? Left out: none is. */
  readonly mayPass?: (error: unknown) => boolean;
  readonly onEvent: (event: PullEvent) => void;
}

/** The pulls of one workspace. */
export interface Pulls {
  /** Begins to watch, and goes on with a pull that was under way when the application ended. */
  start(): void;
  /**
   * Asks for these cases next, within pace, hours and the part of the budget kept back for it: at the front of the pull
   * that is open, or in a pull of their own. No more than a day's calls, because the schedule waits for all of them. The first
   * are queued when this returns; resolves, when the last are, to how many.
   */
  checkNow(caseIds: readonly number[]): Promise<number>;
  /** Makes no more calls until `resume`. Answers that are on their way are recorded. */
  pause(): void;
  /** Goes on after a pause, and tries again after a stop. */
  resume(): void;
  /** A person wants it, or credentials, endpoints or limits changed: tries again after a stop. A pause stays a pause. */
  retry(): void;
  /**
   * The computer woke, or cases changed: looks at everything anew, and tries at once what this computer withheld (network,
   * vault, disk). Nobody tells of a network that is back or of a clock that was set: those are looked for while waiting.
   */
  wake(): void;
  activity(): Activity;
  /** Ends for good: calls in flight are aborted and not recorded. Resolves when nothing runs any more. */
  stop(): Promise<void>;
}
