import { instant, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';

/** A clock that a test moves from one timer to the next, so that real connections have all the time that they need. */
export class StepClock implements Clock {
  readonly #start: Milliseconds;
  #passed: Milliseconds = 0;
  readonly #timers = new Set<{ readonly at: Milliseconds; readonly run: () => void }>();

  constructor(start: string) {
    this.#start = Date.parse(start);
  }

  now(): Instant {
    return instant(this.#start + this.#passed);
  }

  monotonic(): Milliseconds {
    return this.#passed;
  }

  after(delay: Milliseconds, run: () => void): () => void {
    const timer = { at: this.#passed + Math.max(0, delay), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Goes on to the next timer and runs it. False: there is none. */
  step(): boolean {
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (next === undefined) return false;
    this.#passed = Math.max(this.#passed, next.at);
    this.#timers.delete(next);
    next.run();
    return true;
  }

  /** The same time, for one part whose timers are counted apart. */
  counted(): Clock & { readonly waiting: number } {
    let waiting = 0;
    return {
      now: () => this.now(),
      monotonic: () => this.monotonic(),
      after: (delay, run) => {
        waiting += 1;
        let over = false;
        const end = (): boolean => {
          if (over) return false;
          over = true;
          waiting -= 1;
          return true;
        };
        const cancel = this.after(delay, () => {
          if (end()) run();
        });
        return () => {
          end();
          cancel();
        };
      },
      get waiting() {
        return waiting;
      },
    };
  }
}
