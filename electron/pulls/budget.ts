import {
  instant,
  later,
  SECOND,
  type CivilDate,
  type Clock,
  type Instant,
  type Milliseconds,
} from '../../shared/clock.ts';
import type { Activity, PullReason } from '../../shared/contract/pulls.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { dayIn, nextMidnight } from '../../shared/service/hours.ts';
import type { BudgetStore, CallTime, DayCount } from './ports.ts';

/** The part of a day's calls that is kept back for "check now": a tenth, but never the only call. */
export const reservedOf = (perDay: number): number => Math.min(Math.ceil(perDay / 10), perDay - 1);

/**
 * How far our midnight may be from the one that the service counts by: a call is on its way for up to 15 s, and a computer's
 * clock is some seconds off. A call that leaves this near to midnight counts on both days.
 */
export const NEAR_MIDNIGHT: Milliseconds = 30 * SECOND;

/**
 * The calls of a day of the key that the office has. A day begins at midnight in the zone of the limits. Only calls for cases
 * count: the service's quota is on them, and asking for a token is none. A call counts before it is made, so that a crash
 * cannot forget it; and what USCIS says of its quota itself outranks what we counted.
 */
export interface Budget {
  /** Calls left today, for this reason. All of them, while the key is not known: it is read for the first call. */
  left(reason: PullReason): number;
  /** Makes sure of one call for this reason; false when today's are spent. Asking again before `spend` costs nothing. */
  secure(reason: PullReason): boolean;
  /** Resolves when the call that was secured is on the disk: it must not leave before. Rejects where the disk refuses it. */
  onDisk(): Promise<void>;
  /** A call is about to leave with this key. False: it must not, since its day is spent. */
  spend(key: string): boolean;
  /** USCIS said that today's calls are spent; `retryAfter`: for how long, where it said so. */
  refused(retryAfter: Milliseconds | null): void;
  /** It answered a call that left at this moment, by the monotonic clock. */
  answered(sentAt: Milliseconds): void;
  /** A person wants to know whether USCIS gives calls again: one more may be tried. */
  tryNow(): void;
  /** What a schedule may use on a whole day. */
  readonly scheduledPerDay: number;
  /** Calls made today. */
  used(): number;
  /** Why there are no calls left, where it is not that we made them all. */
  spent(): Activity['budget']['spent'];
  /** When calls are possible again once today's are spent. */
  resetsAt(): Instant;
}

/** The days that a call may fall on, from a moment until another. */
interface Days {
  readonly zone: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly first: CivilDate;
  readonly last: CivilDate;
  /** When the first of them is over for sure. */
  readonly ends: Instant;
}

function daysAt(zone: string, now: Instant): Days {
  const [early, late] = [later(now, -NEAR_MIDNIGHT), later(now, NEAR_MIDNIGHT)];
  const ends = later(nextMidnight(zone, early), NEAR_MIDNIGHT);
  const begins = later(nextMidnight(zone, late), -NEAR_MIDNIGHT);
  const until = instant(Math.min(ends, begins));
  return { zone, from: now, until, first: dayIn(zone, early), last: dayIn(zone, late), ends };
}

const NOTHING: DayCount = { used: 0, spentUntil: null, lost: false };

export function createBudget(
  store: BudgetStore,
  ownKey: () => string | null,
  clock: Clock,
  limits: () => Limits,
): Budget {
  /** A call counted and not yet made: so that the pacer's moment does not wait for the disk. */
  let secured: { readonly key: string; readonly time: CallTime; readonly reason: PullReason } | null = null;
  /** One call may be tried, whatever USCIS said. */
  let trying = false;
  /** When that call left. */
  let triedAt: Milliseconds | null = null;

  /** The days of now are asked for often, and telling them is slow. */
  let days: Days | null = null;

  const today = (): Days => {
    const { zone } = limits();
    const now = clock.now();
    if (days === null || days.zone !== zone || now < days.from || now >= days.until) days = daysAt(zone, now);
    return days;
  };
  const time = (): CallTime => {
    const { first, last } = today();
    return { now: clock.now(), first, last };
  };
  const count = (key = ownKey()): DayCount => (key === null ? NOTHING : store.count(key, time()));
  const allowed = (reason: PullReason): number => {
    const { perDay } = limits();
    return reason === 'check_now' ? perDay : perDay - reservedOf(perDay);
  };
  const isBarred = ({ lost, spentUntil }: DayCount): boolean => lost || (spentUntil !== null && !trying);
  /** The call that was secured is counted on every day that it may fall on now. */
  const covers = (key: string | null): boolean => {
    const { first, last } = time();
    return secured !== null && secured.key === key && secured.time.first <= first && secured.time.last >= last;
  };
  const coversFor = (reason: PullReason): boolean =>
    covers(ownKey()) && (secured?.reason === 'schedule' || reason === 'check_now');

  return {
    left(reason) {
      const found = count();
      if (isBarred(found)) return 0;
      const left = Math.max(0, allowed(reason) - found.used) + (coversFor(reason) ? 1 : 0);
      return found.spentUntil === null ? left : Math.min(1, left);
    },
    secure(reason) {
      const key = ownKey();
      if (key === null) return true;
      if (isBarred(count())) return false;
      if (coversFor(reason)) return true;
      const at = time();
      if (!store.reserve(key, at, allowed(reason))) return false;
      secured = { key, time: at, reason };
      return true;
    },
    onDisk: () => store.reachDisk(),
    spend(key) {
      if (isBarred(count(key))) return false;
      // Its key is read only now, it is a repeat, or midnight came while it waited for its token.
      if (!covers(key)) {
        if (!store.reserve(key, time(), limits().perDay)) return false;
        store.sync();
      }
      secured = null;
      if (trying) triedAt = clock.monotonic();
      trying = false;
      return true;
    },
    refused(retryAfter) {
      const key = ownKey();
      if (key === null) return;
      trying = false;
      triedAt = null;
      const named = retryAfter === null ? Infinity : later(clock.now(), retryAfter);
      store.tell(key, instant(Math.min(today().ends, named)), time());
    },
    answered(sentAt) {
      if (triedAt === null || sentAt < triedAt) return;
      triedAt = null;
      const key = ownKey();
      if (key !== null) store.tell(key, null, time());
    },
    tryNow() {
      trying = count().spentUntil !== null;
    },
    get scheduledPerDay() {
      return allowed('schedule');
    },
    used: () => count().used - (covers(ownKey()) ? 1 : 0),
    spent() {
      const { lost, spentUntil } = count();
      return lost ? 'count_lost' : spentUntil === null ? null : 'told';
    },
    resetsAt: () => count().spentUntil ?? today().ends,
  };
}
