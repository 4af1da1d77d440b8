import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { later, MINUTE, SECOND, type Clock, type Milliseconds } from '../../shared/clock.ts';
import type { Budget } from './budget.ts';
import type { Pacer } from './pacer.ts';
import { createPlanner, type Plan } from './plan.ts';
import type { PullStore } from './ports.ts';

/** A pull takes along what falls due within this time, so that checks come together and not one pull each. */
const GATHER: Milliseconds = 10 * MINUTE;

/**
 * So long is asked for in one pull, at the present pace. What is left is due still, and what became urgent meanwhile does not
 * wait for all of it.
 */
const LONGEST_PULL: Milliseconds = 30 * MINUTE;

/** So many cases are read and weighed in one go: a few milliseconds. */
const READ_AT_ONCE = 500;

/** The next scheduled pull, on its way. */
export interface NextPull {
  /** Reads some more of what is due. Gives the plan once all of it is read. */
  go(): Plan | null;
}

/** Reads and plans what is due in short steps, so that no window waits, however many cases there are. */
export function createNextPull(
  { store, clock, budget, pacer }: { store: PullStore; clock: Clock; budget: Budget; pacer: Pacer },
  hurry: number,
): NextPull {
  const now = clock.now();
  const until = later(now, GATHER / hurry);
  const planner = createPlanner(now, hurry);
  let last: WatchedCase | null = null;
  return {
    go() {
      const due = store.dueCases(until, last, READ_AT_ONCE);
      planner.take(due);
      last = due.at(-1) ?? null;
      if (due.length === READ_AT_ONCE) return null;
      return planner.plan({
        most: Math.ceil((LONGEST_PULL / SECOND) * pacer.pace),
        left: budget.left('schedule'),
        perDay: budget.scheduledPerDay,
        resetsAt: budget.resetsAt(),
      });
    },
  };
}
