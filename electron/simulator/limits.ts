import { SECOND, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { dayIn } from '../../shared/service/hours.ts';
import { EASTERN } from './eastern.ts';

/** Read anew for every call: limits that change count at once. */
export interface SimulatorLimits {
  /** Calls a second; the gateway smooths them to one per 1/N s. */
  readonly perSecond: number;
  /** Calls a day, midnight to midnight Eastern. */
  readonly perDay: number;
  /**
   * How much too early a call may come, in all, before it is refused; the average stays the same. Zero by default. For an
   * accelerated clock, on which a millisecond of the computer's own delay is many.
   */
  readonly forgives?: Milliseconds;
}

/** Takes one call, and says whether it is within the limits. A refused call uses nothing up. */
interface Meter {
  take(): boolean;
}

/** Spike arrest: one call per 1/N s and no burst, measured on the clock that only goes forward. */
export function createSpikeArrest(clock: Clock, limits: SimulatorLimits): Meter {
  let due: Milliseconds = Number.NEGATIVE_INFINITY;
  return {
    take() {
      const now = clock.monotonic();
      if (now + (limits.forgives ?? 0) < due) return false;
      due = Math.max(now, due) + SECOND / limits.perSecond;
      return true;
    },
  };
}

/** The daily quota, which begins anew at midnight Eastern. */
export function createQuota(clock: Clock, limits: SimulatorLimits): Meter {
  let day = '';
  let used = 0;
  return {
    take() {
      const today = dayIn(EASTERN, clock.now());
      if (today !== day) [day, used] = [today, 0];
      if (used >= limits.perDay) return false;
      used += 1;
      return true;
    },
  };
}
