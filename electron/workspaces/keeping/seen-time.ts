import { z } from 'zod';
import { DAY, HOUR, instant, type Clock, type Instant, type Milliseconds } from '../../../shared/clock.ts';
import type { Meta } from '../../store/meta.ts';

/**
 * A clock for what deletes: the computer's own can stand a year ahead for a day, and nobody has aged by it. Time that went by
 * while the program looked on is believed. A gap is believed only after it was seen on several separate days.
 */
export interface SeenTime {
  /** Never later than the computer's clock. It is remembered in the database. */
  now(): Instant;
  /** There is a gap that is not believed yet. */
  isDoubtful(): boolean;
}

const stateSchema = z.object({
  /** The last moment that was believed. */
  seen: z.int(),
  /** A later moment that the clock showed, and on how many separate days it was so. */
  claim: z.object({ last: z.int(), days: z.int().min(1) }).nullable(),
});
export type SeenState = z.infer<typeof stateSchema>;

/** The program looks every hour, and once a day at the least where a computer sleeps over the night. */
const NEAR: Milliseconds = 36 * HOUR;
/** Two looks on separate days are this far apart. */
const APART: Milliseconds = 22 * HOUR;
/** A holiday, or an office that opens the program once a month. Longer than this is rarely true. */
const USUAL_GAP: Milliseconds = 60 * DAY;
const DAYS_TO_BELIEVE = 2;
const DAYS_TO_BELIEVE_MORE = 14;

/** What is known after the clock showed `now`. */
export function lookAtClock(before: SeenState | null, now: Instant): SeenState {
  // The first time of all, or set back: the earlier moment is the safe one.
  if (before === null || now <= before.seen + NEAR) return { seen: now, claim: null };
  const { claim } = before;
  const isSame = claim !== null && now >= claim.last;
  const days = !isSame ? 1 : now - claim.last >= APART ? claim.days + 1 : claim.days;
  const wanted = now - before.seen <= USUAL_GAP ? DAYS_TO_BELIEVE : DAYS_TO_BELIEVE_MORE;
  if (days >= wanted) return { seen: now, claim: null };
  return { seen: before.seen, claim: { last: isSame && days === claim.days ? claim.last : now, days } };
}

const KEY = 'seen_time';

export function createSeenTime(meta: Meta, clock: Clock): SeenTime {
  const read = (): SeenState | null => {
    const text = meta.get(KEY);
    return text === null ? null : stateSchema.parse(JSON.parse(text));
  };
  const look = (): SeenState => {
    const before = read();
    const after = lookAtClock(before, clock.now());
    if (JSON.stringify(before) !== JSON.stringify(after)) meta.set(KEY, JSON.stringify(after));
    return after;
  };
  return {
    now: () => instant(look().seen),
    isDoubtful: () => look().claim !== null,
  };
}
