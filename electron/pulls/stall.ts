import { later, MINUTE, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';

/** How long to wait before trying again: longer each time, since each try may ask the person for a password. */
const WAITS: readonly Milliseconds[] = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE];

/** A wait for something on this computer that is expected to give way: a locked vault, a full disk. */
export interface Stall {
  /** It does not give way: waits. While it waits already this does nothing. */
  begin(): void;
  /** Until when to wait; null: it may be tried. */
  until(): Instant | null;
  /** Somebody may have mended it: it may be tried at once. */
  tryNow(): void;
  /** It gave way. */
  over(): void;
}

export function createStall(clock: Clock): Stall {
  let step = 0;
  let held: { until: Instant; readonly length: Milliseconds } | null = null;

  const until = (): Instant | null => {
    if (held === null) return null;
    const left = held.until - clock.now();
    if (left <= 0) held = null;
    // The computer's clock was set back: the wait is as long as it was meant to be, and no longer.
    else if (left > held.length) held.until = later(clock.now(), held.length);
    return held?.until ?? null;
  };

  return {
    begin() {
      if (until() !== null) return;
      const length = WAITS[Math.min(step, WAITS.length - 1)] ?? MINUTE;
      step += 1;
      held = { until: later(clock.now(), length), length };
    },
    until,
    tryNow() {
      held = null;
    },
    over() {
      step = 0;
      held = null;
    },
  };
}
