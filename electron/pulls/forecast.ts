import { later, SECOND, type Instant } from '../../shared/clock.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { nextClosing, nextMidnight, nextOpening, type Hours } from '../../shared/service/hours.ts';

/** A forecast looks no further than so many closings and midnights. */
const STRETCHES = 40;

export interface ForecastInput {
  /** When calls go on: now, or when a wait ends. */
  readonly from: Instant;
  readonly remaining: number;
  /** Calls a second. */
  readonly pace: number;
  readonly hours: Hours | null;
  readonly limits: Limits;
  readonly leftToday: number;
  readonly perDay: number;
}

/** When the last of the remaining cases will have been asked, by hours, budget and present pace. Null: not to be seen. */
export function forecast(input: ForecastInput): Instant | null {
  const { pace, hours, limits, perDay } = input;
  let { from, remaining, leftToday } = input;
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    if (remaining <= 0) return from;
    const opening = nextOpening(hours, from);
    if (opening === null) return null;
    const midnight = nextMidnight(limits.zone, from);
    if (opening >= midnight || leftToday <= 0) {
      from = midnight;
      leftToday = perDay;
      continue;
    }
    const end = Math.min(nextClosing(hours, opening) ?? midnight, midnight);
    const possible = Math.min(remaining, leftToday, Math.ceil(((end - opening) / SECOND) * pace));
    remaining -= possible;
    leftToday -= possible;
    from = later(opening, (possible / pace) * SECOND);
  }
  return null;
}
