/** A moment, in whole milliseconds since 1970-01-01T00:00Z. Stored as such; shown in the reader's own zone. */
export type Instant = number & { readonly unit: 'instant' };

/** A length of time, in milliseconds. */
export type Milliseconds = number;

/** A date on a calendar, `YYYY-MM-DD`, with no time and no zone. */
export type CivilDate = string & { readonly unit: 'civil date' };

export const SECOND: Milliseconds = 1000;
export const MINUTE: Milliseconds = 60 * SECOND;
export const HOUR: Milliseconds = 60 * MINUTE;
export const DAY: Milliseconds = 24 * HOUR;

/** Ends a timer before it fires. Calling it twice, or after it fired, does nothing. */
export type Cancel = () => void;

/**
 * Where a part gets its time. The application hands out the computer's clock, a test one that it moves by hand: so a
 * test can live a year in a second. Nothing else reads the time or sets a timer.
 */
export interface Clock {
  /** The wall clock. It can jump when the computer's clock is set. */
  now(): Instant;
  /** A clock that only goes forward, for measuring lengths of time. Its zero means nothing. */
  monotonic(): Milliseconds;
  /** Calls `run` once, `delay` from now (at once when it is not positive). */
  after(delay: Milliseconds, run: () => void): Cancel;
}

/** Takes a number of milliseconds for a moment; parts of a millisecond are rounded. */
export const instant = (epochMilliseconds: number): Instant => Math.round(epochMilliseconds) as Instant;

/** The moment `span` after `from` (before it, when negative). */
export const later = (from: Instant, span: Milliseconds): Instant => instant(from + span);

/** Waits on a clock. Resolves early, without an error, when `signal` is aborted: the caller looks at the signal. */
export function sleep(clock: Clock, span: Milliseconds, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.after(span, finish);
    function finish(): void {
      signal?.removeEventListener('abort', finish);
      cancel();
      resolve();
    }
    signal?.addEventListener('abort', finish, { once: true });
  });
}
