import type { Milliseconds } from '../../shared/clock.ts';
import type { SimulatedReply } from './replies.ts';

/**
 * What can go wrong on purpose.
 * - `reply`: this answer instead of the true one. `delay`: the true answer, later (by the simulator's clock).
 * - `hang`: no answer, the connection stays open. `reset`: the connection breaks before an answer, or in its middle.
 * - `broken_json`: 200 with an unescaped quote inside an anchor, as the sandbox sent for a week in June 2026.
 */
export type Fault =
  | ({ readonly kind: 'reply' } & SimulatedReply)
  | { readonly kind: 'delay'; readonly span: Milliseconds }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'reset_in_body' }
  | { readonly kind: 'broken_json' };

/** Where a fault strikes. */
export type FaultPlace = 'case' | 'token';

export interface Faults {
  /** Lets the next `times` calls meet this fault; faults are met in the order in which they were asked for. */
  next(times: number, fault: Fault, place?: FaultPlace): void;
  clear(): void;
}

export function createFaults(): Faults & { take(place: FaultPlace): Fault | undefined } {
  const waiting: { readonly place: FaultPlace; readonly fault: Fault; times: number }[] = [];
  return {
    next(times, fault, place = 'case') {
      if (times > 0) waiting.push({ place, fault, times });
    },
    clear() {
      waiting.length = 0;
    },
    take(place) {
      const index = waiting.findIndex((entry) => entry.place === place);
      const entry = waiting[index];
      if (entry === undefined) return undefined;
      entry.times -= 1;
      if (entry.times === 0) waiting.splice(index, 1);
      return entry.fault;
    },
  };
}
