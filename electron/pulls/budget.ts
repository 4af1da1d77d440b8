import type { Clock, CivilDate, Instant } from '../../shared/clock.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { dayIn, nextMidnight } from '../../shared/service/hours.ts';
import type { PullStore } from './ports.ts';

/** The part of a day's calls that is kept back for "check now": a tenth, but never the only call. */
export const reservedOf = (perDay: number): number => Math.min(Math.ceil(perDay / 10), perDay - 1);

/**
 * The calls of a day. A day begins at midnight in the zone of the limits. Only calls for cases count: the service's quota
 * is on them, and asking for a token is none. A call counts before it is made, so that a crash cannot forget it.
 */
export interface Budget {
  /** Calls left today, for this reason. */
  left(reason: PullReason): number;
  /** Makes sure of one call for this reason; false when today's are spent. Asking again before `spend` costs nothing. */
  secure(reason: PullReason): boolean;
  /** The call that was secured is being made. A second one, not secured, is counted all the same. */
  spend(): void;
  /** What a schedule may use on a whole day. */
  readonly scheduledPerDay: number;
  /** Calls made today. */
  used(): number;
  resetsAt(): Instant;
}

export function createBudget(store: PullStore, clock: Clock, limits: () => Limits): Budget {
  /** A call counted and not yet made: so that the pacer's moment does not wait for the disk. */
  let secured: { readonly day: CivilDate; readonly reason: PullReason } | null = null;

  const today = (): CivilDate => dayIn(limits().zone, clock.now());
  const allowed = (reason: PullReason): number => {
    const { perDay } = limits();
    return reason === 'check_now' ? perDay : perDay - reservedOf(perDay);
  };
  const covers = (reason: PullReason): boolean =>
    secured !== null && secured.day === today() && (secured.reason === 'schedule' || reason === 'check_now');

  return {
    left: (reason) => Math.max(0, allowed(reason) - store.callsUsed(today())) + (covers(reason) ? 1 : 0),
    secure(reason) {
      if (covers(reason)) return true;
      const day = today();
      if (!store.reserveCall(day, allowed(reason))) return false;
      secured = { day, reason };
      return true;
    },
    spend() {
      if (secured === null) store.reserveCall(today(), Number.MAX_SAFE_INTEGER);
      secured = null;
    },
    get scheduledPerDay() {
      return allowed('schedule');
    },
    used: () => store.callsUsed(today()) - (secured?.day === today() ? 1 : 0),
    resetsAt: () => nextMidnight(limits().zone, clock.now()),
  };
}
