import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { checkEvery } from '../../shared/case/cadence.ts';
import { DAY, HOUR, instant, later, MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';
import type { Stretch } from '../../shared/contract/pulls.ts';
import type { Random } from '../../shared/random.ts';
import { isOpen, nextOpening, type Hours } from '../../shared/service/hours.ts';

/** How far a next check may fall to either side of its cadence, so that checks spread over the day. */
const JITTER = 0.1;

/** Checks that fall outside the service's hours come within this long of its opening: not every office in the same second. */
const OPENING_SPREAD: Milliseconds = 10 * MINUTE;

/** After a check that brought no answer about its case, the next one comes no later than this. */
const SOON: Milliseconds = HOUR;

/** What weighs in the order of asking: a pinned case one cadence late goes before a pending one three cadences late. */
const WEIGHT = { pinned: 4, neverAsked: 3, action: 2, other: 1 } as const;

/** What a next check depends on besides its case. */
interface CheckTiming {
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

/** When to check a case again for which no answer could be had: as ever, but within the hour. Null: never. */
export function nextCheckSoon(watched: WatchedCase, timing: CheckTiming): Instant | null {
  const regular = nextCheckAt(watched, timing);
  if (regular === null) return null;
  const soon = intoHours(later(timing.now, (SOON * (1 - JITTER * timing.random.next())) / timing.hurry), timing);
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

interface Candidate {
  readonly watched: WatchedCase;
  readonly every: Milliseconds;
  /** When it was asked last; for one that was never asked, a cadence before it was added. */
  readonly since: number;
  /**
   * How late it is, in cadences (1 = exactly due), times its weight. Lateness counts for every case, so a budget that is
   * too small stretches the less urgent and starves none.
   */
  readonly urgency: number;
}

function candidate(watched: WatchedCase, now: Instant, hurry: number): Candidate {
  const every = (checkEvery(watched, now) ?? DAY) / hurry;
  const since = watched.askedAt ?? (watched.nextCheckAt ?? now) - every;
  return { watched, every, since, urgency: Math.max(0, (now - since) / every) * weightOf(watched) };
}

function weightOf(watched: WatchedCase): number {
  if (watched.pinned) return WEIGHT.pinned;
  if (watched.askedAt === null) return WEIGHT.neverAsked;
  return watched.stage === 'action' ? WEIGHT.action : WEIGHT.other;
}

interface Plan {
  /** The checks that fit into today's budget, the most urgent first. */
  readonly today: readonly WatchedCase[];
  /** Null: everything fits. */
  readonly stretched: Stretch | null;
}

interface PlanBudget {
  /** Calls that a schedule may still make today. */
  readonly left: number;
  /** Calls that a schedule may make on a whole day. */
  readonly perDay: number;
  /** When the next day's budget begins. */
  readonly resetsAt: Instant;
}

/** Fits due cases into the budget, the most urgent first, among equals the oldest case first. Pure. */
export function plan(due: readonly WatchedCase[], now: Instant, budget: PlanBudget, hurry: number): Plan {
  const ordered = due
    .map((watched) => candidate(watched, now, hurry))
    .sort((a, b) => b.urgency - a.urgency || a.watched.id - b.watched.id);
  const fitting = Math.max(0, budget.left);
  let cases = 0;
  let factor = 1;
  for (const [index, { watched, every, since }] of ordered.slice(fitting).entries()) {
    // What would only have been taken along before it is due is not stretched by waiting.
    if (watched.nextCheckAt !== null && watched.nextCheckAt > now) continue;
    const days = Math.floor(index / Math.max(1, budget.perDay));
    cases += 1;
    factor = Math.max(factor, (budget.resetsAt + days * DAY - since) / every);
  }
  return {
    today: ordered.slice(0, fitting).map(({ watched }) => watched),
    stretched: cases === 0 ? null : { cases, factor },
  };
}
