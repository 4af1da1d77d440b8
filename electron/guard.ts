import type { Log } from './log.ts';

/**
 * Runs what a click, a timer or a window sets off, and that may meet a full disk or a database that is busy: such a failure is
 * written down and that one thing is left undone, instead of ending the whole program.
 */
export function guarded<Arguments extends unknown[]>(
  log: Log,
  what: string,
  run: (...given: Arguments) => unknown,
): (...given: Arguments) => void {
  return (...given) => {
    try {
      const result = run(...given);
      if (result instanceof Promise) result.catch((error: unknown) => log.error(`${what} failed`, error));
    } catch (error) {
      log.error(`${what} failed`, error);
    }
  };
}
