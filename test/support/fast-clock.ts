import { systemClock } from '../../electron/clock.ts';
import { instant, type Clock } from '../../shared/clock.ts';

/** The computer's clock, `speed` times as fast, from `start` on: for runs against a real server. */
export function fastClock(speed: number, start = systemClock.now()): Clock {
  const origin = systemClock.monotonic();
  const elapsed = (): number => (systemClock.monotonic() - origin) * speed;
  return {
    now: () => instant(start + elapsed()),
    monotonic: elapsed,
    after: (delay, run) => systemClock.after(delay / speed, run),
  };
}
