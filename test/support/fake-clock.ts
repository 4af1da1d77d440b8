import { instant, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';
import { settled } from './settled.ts';

interface Timer {
  readonly at: Milliseconds;
  readonly run: () => void;
}

/** A clock that a test moves by hand. Nothing happens on it until `advance` is called. */
export class FakeClock implements Clock {
  #now: Milliseconds;
  #monotonic: Milliseconds = 0;
  readonly #timers = new Set<Timer>();

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Instant {
    return instant(this.#now);
  }

  monotonic(): Milliseconds {
    return this.#monotonic;
  }

  after(delay: Milliseconds, run: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(0, delay), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Sets the wall clock without time going by, as a person or the network does. */
  setWall(to: string): void {
    this.#now = Date.parse(to);
  }

  /** Lets `span` go by: runs each timer that falls due, in order, and lets promises settle after each. */
  async advance(span: Milliseconds): Promise<void> {
    const end = this.#monotonic + span;
    await settled();
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#move(next.at);
      this.#timers.delete(next);
      next.run();
      await settled();
    }
    this.#move(end);
    await settled();
  }

  /** Lets work end that takes breaths between its parts (waits of no length), without time going by. */
  async breathing<Value>(work: Promise<Value> | undefined): Promise<Value | undefined> {
    const state = { hasEnded: false };
    const watched = Promise.resolve(work).finally(() => {
      state.hasEnded = true;
    });
    watched.catch(() => undefined);
    while (!state.hasEnded) await this.advance(0);
    return watched;
  }

  #move(to: Milliseconds): void {
    const step = Math.max(0, to - this.#monotonic);
    this.#monotonic += step;
    this.#now += step;
  }
}
