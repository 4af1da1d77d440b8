import { useSyncExternalStore } from 'react';
import { MINUTE, instant, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';

/** The page's clock: the browser's. Nothing else in the page reads the time or sets a timer. */
export const pageClock: Clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  after(delay: Milliseconds, run: () => void) {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
};

const STEP = MINUTE / 2;
const listeners = new Set<() => void>();
let shown: Instant = pageClock.now();
let stop: (() => void) | null = null;

function tick(): void {
  shown = pageClock.now();
  stop = pageClock.after(STEP, tick);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (stop === null) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = null;
  };
}

/** The present moment, anew every half minute: for words such as "5 minutes ago". */
export const useNow = (): Instant => useSyncExternalStore(listen, () => shown);
