import { later, SECOND, type Instant } from '../../shared/clock.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { nextClosing, nextMidnight, nextOpening, type Hours } from '../../shared/service/hours.ts';
import type { Evenly } from './pacer.ts';

/** A forecast looks no further than so many closings and midnights. */
const STRETCHES = 40;

export interface ForecastInput {
  /** When calls go on: now, or when a wait ends. */
  readonly from: Instant;
  readonly remaining: number;
  /** How calls will be spaced; the last of these goes on for ever. */
  readonly spacing: readonly Evenly[];
  readonly hours: Hours | null;
  readonly limits: Limits;
  readonly leftToday: number;
  /** When today's budget is followed by another. */
  readonly resetsAt: Instant;
  readonly perDay: number;
}

/** When the last of the remaining cases will have been asked, by hours, budget and pace. Null: not to be seen. */
export function forecast(input: ForecastInput): Instant | null {
  const { hours, limits, perDay } = input;
  let { from, remaining, leftToday, resetsAt } = input;
  const leave = createLeaving(input.spacing);
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    if (remaining <= 0) return from;
    const opening = nextOpening(hours, from);
    if (opening === null) return null;
    if (opening >= resetsAt || leftToday <= 0) {
      from = resetsAt;
      leftToday = perDay;
      resetsAt = nextMidnight(limits.zone, from);
      continue;
    }
    const end = Math.min(nextClosing(hours, opening) ?? resetsAt, resetsAt) as Instant;
    const { calls, next, last } = leave(opening, end, Math.min(remaining, leftToday));
    remaining -= calls;
    leftToday -= calls;
    if (remaining === 0) return last;
    from = next;
  }
  return null;
}

/** Lets calls leave one after the other, from a moment on, until another or until there were so many. */
function createLeaving(spacing: readonly Evenly[]) {
  let [index, done] = [0, 0];
  return (from: Instant, end: Instant, most: number): { calls: number; next: Instant; last: Instant } => {
    let calls = 0;
    let [next, last] = [from, from];
    while (calls < most && next < end) {
      const { calls: length, interval } = spacing[index] ?? { calls: Infinity, interval: SECOND };
      const some = Math.min(most - calls, length - done, Math.ceil((end - next) / interval));
      calls += some;
      done += some;
      last = later(next, (some - 1) * interval);
      next = later(next, some * interval);
      if (done >= length) [index, done] = [index + 1, 0];
    }
    return { calls, next, last };
  };
}
