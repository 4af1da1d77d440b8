import type { Cancel, Clock, Milliseconds } from '../../shared/clock.ts';

/** The turns of the pulls: one look at everything after each event, and the one timer for the next. */
export interface Turns {
  /** The first turn. Before it, whatever happens waits. */
  start(): void;
  /** Something happened: everything is looked at anew; in the middle of another turn, after it. */
  take(): void;
  /** Looks again after `delay`, instead of when it was set to before. */
  takeAfter(delay: Milliseconds): void;
  /** No look is set. */
  cancel(): void;
  /** There is no turn any more. */
  end(): void;
  readonly ended: boolean;
}

/** `turn` takes what was thrown in it to `broke`, so that a caller is never met by what went wrong in a turn of its own. */
export function createTurns(clock: Clock, turn: () => void, broke: (error: unknown) => void): Turns {
  let started = false;
  let ended = false;
  let turning = false;
  let wanted = 0;
  let cancelTimer: Cancel = () => undefined;

  const take = (): void => {
    if (!started || ended) return;
    wanted += 1;
    if (turning) return;
    turning = true;
    try {
      for (let done = 0; done < wanted;) {
        done = wanted;
        cancelTimer();
        turn();
      }
    } catch (error) {
      broke(error);
    } finally {
      turning = false;
    }
  };

  return {
    start() {
      started = true;
      take();
    },
    take,
    takeAfter(delay) {
      cancelTimer();
      cancelTimer = clock.after(delay, take);
    },
    cancel: () => {
      cancelTimer();
    },
    end() {
      ended = true;
      cancelTimer();
    },
    get ended() {
      return ended;
    },
  };
}
