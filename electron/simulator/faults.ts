import { later, MINUTE, type Cancel, type Clock, type Instant } from '../../shared/clock.ts';
import { seededRandom, seedFrom, type Random } from '../../shared/random.ts';
import type { CallPlace, Fault, FaultPlace } from './fault.ts';
import type { FaultScript } from './fault-script.ts';

export type { Fault } from './fault.ts';

/** A fault that strikes for a while. */
export interface LastingFault {
  readonly from: Instant;
  /** Excluded; null: for ever. */
  readonly until: Instant | null;
  /** How many of the calls it strikes, 0 to 1. */
  readonly share: number;
  readonly fault: Fault;
  /** Left out: wherever one asks. */
  readonly place?: FaultPlace;
  /** Only calls for these; left out: every call. */
  readonly receipts?: { has(receipt: string): boolean };
}

export interface Faults {
  /** Lets the next `times` calls meet this fault; faults are met in the order in which they were asked for. */
  next(times: number, fault: Fault, place?: FaultPlace): void;
  /** Lets a share of the calls meet this fault for a while. Those that `next` asked for go before it. */
  during(lasting: LastingFault): void;
  /**
   * Follows a script, whose minute 0 is now. The same calls in the same order meet the same faults every time. Gives a
   * function that ends it.
   */
  follow(script: FaultScript): Cancel;
  /** All is well again. */
  clear(): void;
}

interface TakenFaults extends Faults {
  /** What this call meets. */
  take(place: CallPlace, receipt?: string): Fault | undefined;
}

const strikesAt = (place: FaultPlace | undefined, asked: CallPlace): boolean =>
  place === undefined || place === 'any' || place === asked;

export function createFaults(clock: Clock, random: Random): TakenFaults {
  const waiting: { readonly place: FaultPlace; readonly fault: Fault; times: number }[] = [];
  const lasting: (LastingFault & { readonly random: Random })[] = [];

  const strikes = (entry: LastingFault & { readonly random: Random }, asked: CallPlace, receipt?: string): boolean => {
    const now = clock.now();
    if (now < entry.from || (entry.until !== null && now >= entry.until) || !strikesAt(entry.place, asked))
      return false;
    if (entry.receipts !== undefined && (receipt === undefined || !entry.receipts.has(receipt))) return false;
    return entry.random.next() < entry.share;
  };

  return {
    next(times, fault, place = 'case') {
      if (times > 0) waiting.push({ place, fault, times });
    },
    during(fault) {
      lasting.push({ ...fault, random });
    },
    follow({ seed, faults }) {
      const start = clock.now();
      const acts = faults.map(({ from, until, at, share, of, receipts, fault }, index) => {
        const only = receipts === undefined ? null : new Set(receipts.map((receipt) => receipt.toUpperCase()));
        const chance = (name: string): Random => seededRandom(seedFrom(`${seed} ${index} ${name}`));
        return {
          from: later(start, from * MINUTE),
          until: until === undefined ? null : later(start, until * MINUTE),
          place: at,
          fault,
          random: chance('calls'),
          share: of === 'calls' ? share : 1,
          ...(of === 'calls' && only === null
            ? {}
            : {
                receipts: {
                  has: (one: string) =>
                    (only === null || only.has(one.toUpperCase())) && (of === 'calls' || chance(one).next() < share),
                },
              }),
        };
      });
      lasting.push(...acts);
      return () => {
        for (const act of acts.splice(0)) {
          const index = lasting.indexOf(act);
          if (index >= 0) lasting.splice(index, 1);
        }
      };
    },
    clear() {
      waiting.length = 0;
      lasting.length = 0;
    },
    take(place, receipt) {
      const index = waiting.findIndex((entry) => strikesAt(entry.place, place));
      const entry = waiting[index];
      if (entry === undefined) return lasting.find((one) => strikes(one, place, receipt))?.fault;
      entry.times -= 1;
      if (entry.times === 0) waiting.splice(index, 1);
      return entry.fault;
    },
  };
}
