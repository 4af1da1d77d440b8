import { sleep, type Clock } from '../../shared/clock.ts';

/** So many cases are queued in one transaction: a few milliseconds, which a window can spare. */
const AT_ONCE = 250;

/** Queues any number of cases in short transactions, the first of them at once, the others between everything else. */
export interface Filling {
  /** `first` and `more` queue the cases that they are given, and say how many. Resolves to how many are queued in the end. */
  fill<First>(
    caseIds: readonly number[],
    first: (caseIds: readonly number[]) => First,
    more: (begun: First, caseIds: readonly number[]) => number,
  ): { readonly begun: First; readonly more: Promise<number> };
  /** How many cases are on their way into the queue. */
  readonly toCome: number;
  /** Ends for good: what is not queued stays out. */
  stop(): void;
}

export function createFilling(clock: Clock): Filling {
  const ending = new AbortController();
  let toCome = 0;

  async function goOn(caseIds: readonly number[], queue: (caseIds: readonly number[]) => number): Promise<number> {
    let left = caseIds.length;
    let queued = 0;
    toCome += left;
    try {
      for (let from = 0; from < caseIds.length; from += AT_ONCE) {
        await sleep(clock, 0, ending.signal);
        if (ending.signal.aborted) break;
        const some = caseIds.slice(from, from + AT_ONCE);
        queued += queue(some);
        toCome -= some.length;
        left -= some.length;
      }
      return queued;
    } finally {
      toCome -= left;
    }
  }

  return {
    fill(caseIds, first, more) {
      const begun = first(caseIds.slice(0, AT_ONCE));
      return { begun, more: goOn(caseIds.slice(AT_ONCE), (some) => more(begun, some)) };
    },
    get toCome() {
      return toCome;
    },
    stop() {
      ending.abort();
    },
  };
}
