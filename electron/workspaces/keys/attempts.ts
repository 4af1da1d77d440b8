import { SECOND, type Clock, type Milliseconds } from '../../../shared/clock.ts';

const FIRST_WAIT = SECOND;
const LONGEST_WAIT = 30 * SECOND;

/** Slows down the trying of codes. Nobody is locked out for ever: the longest wait is half a minute. */
export interface Attempts {
  /** How long until the next try. */
  wait(workspace: string): Milliseconds;
  /** A code is about to be tried. It counts as wrong until it is forgiven: ending the program meanwhile wins nothing. */
  trying(workspace: string): void;
  /** The code was not wrong: nothing counts any more. */
  forgive(workspace: string): void;
}

/** How many codes in a row were wrong, by workspace. */
export interface WrongCodes {
  get(workspace: string): number;
  set(workspace: string, count: number): void;
}

/**
 * Waits are counted by a clock that only goes forward. What `wrong` remembers of an earlier program is waited for from now on,
 * whole, because nobody knows how long ago it was.
 */
export function createAttempts(clock: Clock, wrong: WrongCodes = inMemory()): Attempts {
  const began = clock.monotonic();
  const tried = new Map<string, Milliseconds>();
  return {
    wait(workspace) {
      const count = wrong.get(workspace);
      if (count === 0) return 0;
      const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 1));
      return Math.max(0, Math.ceil((tried.get(workspace) ?? began) + whole - clock.monotonic()));
    },
    trying(workspace) {
      tried.set(workspace, clock.monotonic());
      wrong.set(workspace, wrong.get(workspace) + 1);
    },
    forgive(workspace) {
      if (wrong.get(workspace) > 0) wrong.set(workspace, 0);
    },
  };
}

/** For what comes from elsewhere, a bundle for one: whoever has its file can try codes without this program. */
function inMemory(): WrongCodes {
  const counts = new Map<string, number>();
  return {
    get: (workspace) => counts.get(workspace) ?? 0,
    set: (workspace, count) => void counts.set(workspace, count),
  };
}
