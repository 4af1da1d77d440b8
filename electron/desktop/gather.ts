import type { Clock, Milliseconds } from '../../shared/clock.ts';

/**
 * Gathers what comes in close succession and hands it on at most once in `every`, the first at once: five answers a second
 * must not make the page ask five times.
 */
export function gather<Item>(
  clock: Clock,
  every: Milliseconds,
  hand: (items: Set<Item>) => void,
): (items: readonly Item[]) => void {
  let waiting = new Set<Item>();
  let resting = false;
  const flush = (): void => {
    resting = waiting.size > 0;
    if (!resting) return;
    const items = waiting;
    waiting = new Set();
    clock.after(every, flush);
    hand(items);
  };
  return (items) => {
    for (const item of items) waiting.add(item);
    if (!resting) flush();
  };
}
