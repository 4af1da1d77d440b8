import type { Clock } from '../../shared/clock.ts';
import type { CallPlace, Fault, FaultPlace } from './fault.ts';
import { createScriptFollower, type FaultScript } from './fault-script.ts';

export interface Faults {
  /** Lets the next `times` calls meet this fault; faults are met in the order in which they were asked for. */
  next(times: number, fault: Fault, place?: FaultPlace): void;
  /** Follows a script from this moment on, its minute 0; null: none. What `next` asked for goes before it. */
  follow(script: FaultScript | null): void;
  /** All is well again. */
  clear(): void;
}

export function createFaults(clock: Clock): Faults & { take(place: CallPlace, receipt?: string): Fault | undefined } {
  const waiting: { readonly place: FaultPlace; readonly fault: Fault; times: number }[] = [];
  let follower: ReturnType<typeof createScriptFollower> | null = null;
  return {
    next(times, fault, place = 'case') {
      if (times > 0) waiting.push({ place, fault, times });
    },
    follow(script) {
      follower = script === null ? null : createScriptFollower(clock, script);
    },
    clear() {
      waiting.length = 0;
      follower = null;
    },
    take(place, receipt) {
      const index = waiting.findIndex((entry) => entry.place === place || entry.place === 'any');
      const entry = waiting[index];
      if (entry === undefined) return follower?.take(place, receipt);
      entry.times -= 1;
      if (entry.times === 0) waiting.splice(index, 1);
      return entry.fault;
    },
  };
}
