import { SECOND, type Clock, type Milliseconds } from '../../shared/clock.ts';
import type { Limits } from '../../shared/service/environment.ts';

/**
 * The gateway smooths: N calls a second means one per 1/N s, as they arrive. No two calls leave closer than that and this
 * much more, so that a millisecond lost on the way does not bring them too close.
 */
const GUARD: Milliseconds = 1;

/**
 * Calls aim at a grid this much wider than 1/N s. What a late timer or a call held back cost is made up for, down to the
 * guard and never beyond; what is later than a whole interval was a pause, and is not.
 */
const MARGIN = 0.015;
const LEAST_MARGIN: Milliseconds = 1.5;

/** After so long without a call the connection may be gone. */
const REST: Milliseconds = 4 * SECOND;

/**
 * An answer that took longer than the fastest ones may belong to a call that arrived late: the next one is counted from
 * there. Not by more than this part of an interval, because a service can also take its time to answer; the default share
 * of the pace leaves as much room, so that it costs nothing there.
 */
const MOST_LATE = 1 / 4;

/** The fastest round trip is that of so many: the way to the service can change. Of fewer than the least it is not known. */
const TRIPS_KEPT = 20;
const LEAST_TRIPS = 3;

/** However slow the service wants it, this many calls a second are tried (or the limit, if that is lower). */
const SLOWEST = 0.2;

/** After so many answers without a complaint the pace goes up again, by a tenth. */
const RECOVERY_ANSWERS = 20;
const RECOVERY = 1.1;

/** So many calls that leave so far from one another. */
export interface Evenly {
  readonly calls: number;
  readonly interval: Milliseconds;
}

/** Spaces calls evenly, by a clock that only goes forward: no burst ever, not after a sleep or a wait either. */
export interface Pacer {
  /** How long until the next call may leave; 0: now. */
  delay(): Milliseconds;
  /** A call leaves at this moment. Gives the moment, by the monotonic clock. */
  sent(): Milliseconds;
  /** The service said that a call sent at `sentAt` came too fast: halves the pace, once for calls already under way. */
  tooFast(sentAt: Milliseconds): void;
  /** The service answered without complaint. */
  fine(): void;
  /** The service answered a call sent at `sentAt`, whatever it said: there is a connection. */
  reached(sentAt: Milliseconds): void;
  /**
   * The last call was the first one after a rest, and has no answer yet. It has to connect before it can arrive, so a
   * second one could arrive right behind it: that one waits for its answer, and the interval is counted from there.
   */
  readonly connecting: boolean;
  /** Calls a second that are allowed now. */
  readonly pace: number;
  /** How the next calls will be spaced, if the service goes on without complaint; the last of these goes on for ever. */
  outlook(): Evenly[];
}

export function createPacer(clock: Clock, limits: () => Limits): Pacer {
  /** Another pacer of the same key may have sent a call just before this one was made. */
  let last = clock.monotonic();
  /** The grid's point that `last` belongs to: at or before it. */
  let grid = last;
  /** The share of the full pace that the service lets us use. */
  let ease = 1;
  /** The last call or answer. */
  let lastHeard = -Infinity;
  let connecting = false;
  let trips: Milliseconds[] = [];
  /** How much later than others the last call may have arrived. */
  let late = 0;
  let fineInRow = 0;
  let slowedAt = -Infinity;

  const full = (): number => limits().perSecond * limits().share;
  const pace = (share = ease): number => Math.max(Math.min(full(), SLOWEST), full() * share);
  const interval = (): Milliseconds => SECOND / pace();
  const stepAt = (interval: Milliseconds): Milliseconds => interval + Math.max(LEAST_MARGIN, interval * MARGIN);
  const step = (): Milliseconds => stepAt(interval());
  /** The service's own interval, whatever share of it we use. */
  const tightest = (): Milliseconds => SECOND / limits().perSecond;
  const next = (): Milliseconds => Math.max(last + Math.max(interval(), tightest() + late) + GUARD, grid + step());

  return {
    delay: () => Math.max(0, next() - clock.monotonic()),
    sent() {
      const now = clock.monotonic();
      const due = grid + step();
      grid = now - due > interval() ? now : Math.min(now, due);
      last = now;
      late = 0;
      connecting ||= now - lastHeard > REST;
      lastHeard = now;
      return now;
    },
    tooFast(sentAt) {
      fineInRow = 0;
      if (sentAt < slowedAt) return;
      slowedAt = clock.monotonic();
      ease = Math.max(ease / 2, Math.min(1, SLOWEST / full()));
    },
    fine() {
      fineInRow += 1;
      if (fineInRow < RECOVERY_ANSWERS) return;
      fineInRow = 0;
      ease = Math.min(1, ease * RECOVERY);
    },
    reached(sentAt) {
      lastHeard = clock.monotonic();
      if (connecting) {
        connecting = false;
        last = grid = lastHeard;
        trips = [];
        return;
      }
      const took = lastHeard - sentAt;
      const fastest = trips.length < LEAST_TRIPS ? 0 : Math.min(...trips, took);
      trips = [...trips.slice(1 - TRIPS_KEPT), took];
      if (sentAt === last) late = Math.min(took - fastest, tightest() * MOST_LATE);
    },
    get connecting() {
      return connecting;
    },
    get pace() {
      return pace();
    },
    outlook() {
      const ahead: Evenly[] = [];
      let calls = RECOVERY_ANSWERS - fineInRow;
      for (let share = ease; share < 1; share *= RECOVERY) {
        ahead.push({ calls, interval: stepAt(SECOND / pace(share)) });
        calls = RECOVERY_ANSWERS;
      }
      return [...ahead, { calls: Infinity, interval: stepAt(SECOND / full()) }];
    },
  };
}
