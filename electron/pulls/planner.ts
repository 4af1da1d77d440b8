import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { checkEvery } from '../../shared/case/cadence.ts';
import { HOUR, instant, later, MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import { isOpen, nextOpening, type Hours } from '../../shared/service/hours.ts';

/** How far a next check may fall to either side of its cadence, so that checks spread over the day. */
const JITTER = 0.1;

/** Checks that fall outside the service's hours come within this long of its opening: not every office in the same second. */
const OPENING_SPREAD: Milliseconds = 10 * MINUTE;

/** After a check that brought no answer about its case, the next one comes no later than this; twice this after two; … */
const SOON: Milliseconds = HOUR;

/** What a next check depends on besides its case. */
export interface CheckTiming {
  readonly now: Instant;
  readonly random: Random;
  /** Null: always open. */
  readonly hours: Hours | null;
  /** Cadences pass so many times as fast: 1, but for the demonstration, where somebody watches. */
  readonly hurry: number;
}

/** When to check a case again that was asked `now`: its cadence ± a tenth, within the service's hours. Null: never. */
export function nextCheckAt(watched: WatchedCase, timing: CheckTiming): Instant | null {
  const every = checkEvery(watched, timing.now);
  if (every === null) return null;
  const jittered = every * (1 - JITTER + 2 * JITTER * timing.random.next());
  return intoHours(later(timing.now, jittered / timing.hurry), timing);
}

/**
 * When to check a case again for which no answer could be had: as ever, but within the hour. Where it is so `inRow` times,
 * each wait is twice the one before: a record that is bad for a week must not eat the budget of the others. Null: never.
 */
export function nextCheckSoon(watched: WatchedCase, timing: CheckTiming, inRow: number): Instant | null {
  const regular = nextCheckAt(watched, timing);
  if (regular === null) return null;
  const wait = SOON * 2 ** (inRow - 1) * (1 - JITTER * timing.random.next());
  const soon = intoHours(later(timing.now, wait / timing.hurry), timing);
  return regular < soon ? regular : soon;
}

/** Moves a moment into the service's hours: itself, or soon after the next opening. A service that never opens keeps it. */
function intoHours(moment: Instant, { hours, random }: CheckTiming): Instant {
  const rounded = instant(Math.round(moment));
  const opening = nextOpening(hours, rounded);
  if (opening === null || opening === rounded) return rounded;
  const spread = instant(Math.round(later(opening, OPENING_SPREAD * random.next())));
  return isOpen(hours, spread) ? spread : opening;
}
