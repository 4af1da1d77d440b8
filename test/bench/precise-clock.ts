import type { Cancel, Clock, Milliseconds } from '../../shared/clock.ts';
import { fastClock } from '../support/fast-clock.ts';

/** Node's timers are whole milliseconds; closer than this we look at every turn of the event loop. */
const COARSE: Milliseconds = 2;

/**
 * The computer's clock, `speed` times as fast, with timers that are that much finer too: a timer that is a millisecond late
 * would be ten late on an accelerated clock, and we would measure Node's timers instead of the pacer. At speed 1 it is the
 * system's clock, timers and all.
 */
export function preciseClock(speed: number): Clock {
  const clock = fastClock(speed);
  if (speed === 1) return clock;
  return { ...clock, after: (delay, run) => after(clock, speed, delay, run) };
}

function after(clock: Clock, speed: number, delay: Milliseconds, run: () => void): Cancel {
  const due = clock.monotonic() + delay;
  let ended = false;
  let cancelCoarse: Cancel = () => undefined;
  const look = (): void => {
    if (ended) return;
    if (clock.monotonic() >= due) {
      ended = true;
      run();
    } else setImmediate(look);
  };
  const coarse = delay - COARSE * speed;
  if (coarse > 0) cancelCoarse = clock.after(coarse, look);
  else setImmediate(look);
  return () => {
    ended = true;
    cancelCoarse();
  };
}
