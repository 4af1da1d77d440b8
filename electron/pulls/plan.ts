import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { checkEvery } from '../../shared/case/cadence.ts';
import { DAY, type Instant } from '../../shared/clock.ts';
import type { Stretch } from '../../shared/contract/pulls.ts';

/** What weighs in the order of asking: a pinned case one cadence late goes before a pending one three cadences late. */
const WEIGHT = { pinned: 4, neverAsked: 3, action: 2, other: 1 } as const;

/** What the next pull is to do. */
export interface Plan {
  /** Its cases, the most urgent first, among equals the oldest case first. */
  readonly caseIds: readonly number[];
  /** How many more the budget reaches for today: the pulls after it ask for them. */
  readonly behind: number;
  /** Null: today's budget reaches for everything. */
  readonly stretched: Stretch | null;
}

interface Room {
  /** The most cases that one pull takes. */
  readonly most: number;
  /** Calls that a schedule may still make today. */
  readonly left: number;
  /** Calls that a schedule may make on a whole day. */
  readonly perDay: number;
  /** When the next day's budget begins. */
  readonly resetsAt: Instant;
}

/** Takes in what is due, in parts of any size and order, then says what the next pull asks for. */
export interface Planner {
  take(due: readonly WatchedCase[]): void;
  plan(room: Room): Plan;
}

/**
 * Fits due cases into the budget. A case's urgency is how late it is, in cadences (1 = exactly due), times its weight:
 * lateness counts for every case, so a budget that is too small stretches the less urgent and starves none.
 * It keeps bare numbers and sorts no more of them than a pull takes, because there may be 100,000.
 */
export function createPlanner(now: Instant, hurry: number): Planner {
  const ids: number[] = [];
  const urgencies: number[] = [];
  /** Its cadence, and when it was asked last; for one that was never asked, a cadence before it was added. */
  const every: number[] = [];
  const since: number[] = [];
  /** Due already, and not only taken along before it is. */
  const due: boolean[] = [];

  const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? 0;

  /** The indexes of so many cases, the most urgent of all, in no order. `ranked`: every urgency, the least first. */
  function mostUrgent(ranked: Float64Array, count: number): number[] {
    if (count === 0) return [];
    const least = at(ranked, ranked.length - count);
    const above: number[] = [];
    const equal: number[] = [];
    for (let index = 0; index < urgencies.length; index += 1) {
      const urgency = at(urgencies, index);
      if (urgency > least) above.push(index);
      else if (urgency === least) equal.push(index);
    }
    equal.sort((a, b) => at(ids, a) - at(ids, b));
    return [...above, ...equal.slice(0, count - above.length)];
  }

  /** How far the cases that today's budget does not reach for are put off: each later day takes the next so many. */
  function stretch(ranked: Float64Array, { left, perDay, resetsAt }: Room): Stretch | null {
    if (left >= ids.length) return null;
    const today = new Uint8Array(ids.length);
    for (const index of mostUrgent(ranked, left)) today[index] = 1;
    /** The greatest urgency that each later day begins with, the first day's first. */
    const days: number[] = [];
    for (let rank = ids.length - 1 - left; rank >= 0; rank -= Math.max(1, perDay)) days.push(at(ranked, rank));
    let cases = 0;
    let factor = 1;
    for (let index = 0; index < ids.length; index += 1) {
      // What would only have been taken along before it is due is not stretched by waiting.
      if (today[index] === 1 || due[index] === false) continue;
      const wait = at(since, index);
      const day = lastAtLeast(days, at(urgencies, index));
      cases += 1;
      factor = Math.max(factor, (resetsAt + day * DAY - wait) / at(every, index));
    }
    return cases === 0 ? null : { cases, factor };
  }

  return {
    take(cases) {
      for (const watched of cases) {
        const cadence = (checkEvery(watched, now) ?? DAY) / hurry;
        const asked = watched.askedAt ?? (watched.nextCheckAt ?? now) - cadence;
        ids.push(watched.id);
        every.push(cadence);
        since.push(asked);
        due.push(watched.nextCheckAt === null || watched.nextCheckAt <= now);
        urgencies.push(Math.max(0, (now - asked) / cadence) * weightOf(watched));
      }
    },
    plan(room) {
      const ranked = Float64Array.from(urgencies).sort();
      const reached = Math.min(Math.max(0, room.left), ids.length);
      const chosen = mostUrgent(ranked, Math.min(reached, room.most));
      chosen.sort((a, b) => at(urgencies, b) - at(urgencies, a) || at(ids, a) - at(ids, b));
      return {
        caseIds: chosen.map((index) => at(ids, index)),
        behind: reached - chosen.length,
        stretched: stretch(ranked, { ...room, left: reached }),
      };
    },
  };
}

function weightOf(watched: WatchedCase): number {
  if (watched.pinned) return WEIGHT.pinned;
  if (watched.askedAt === null) return WEIGHT.neverAsked;
  return watched.stage === 'action' ? WEIGHT.action : WEIGHT.other;
}

/** The last index at which a falling row of numbers is not below `value`; 0, when there is none. */
function lastAtLeast(falling: readonly number[], value: number): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((falling[middle] ?? 0) >= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
