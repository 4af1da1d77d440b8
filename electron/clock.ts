import { instant, type Clock } from '../shared/clock.ts';

/** The longest that one timer of Node can wait; a longer wait is made of several. */
const LONGEST = 2 ** 31 - 1;

/** The computer's own clock. The only place in the application that reads the time or sets a timer. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  after(delay, run) {
    let left = Math.max(0, delay);
    let timer = setTimeout(tick, Math.min(left, LONGEST));
    function tick(): void {
      left -= LONGEST;
      if (left <= 0) run();
      else timer = setTimeout(tick, Math.min(left, LONGEST));
    }
    return () => clearTimeout(timer);
  },
};
