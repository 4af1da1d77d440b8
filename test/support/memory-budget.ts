import type { BudgetStore, CallTime, DayCount } from '../../electron/pulls/ports.ts';
import type { CivilDate, Instant } from '../../shared/clock.ts';

/** The key of a test whose calls all go out with one. */
export const ONE_KEY = 'the only key';

/** Counts calls in memory, for clocks that are not set back. It outlives an engine. */
export class MemoryBudget implements BudgetStore {
  readonly #used = new Map<string, number>();
  readonly #spent = new Map<string, Instant>();

  count(key: string, { now, first, last }: CallTime): DayCount {
    const until = this.#spent.get(key) ?? now;
    const used = Math.max(this.used(first, key), this.used(last, key));
    return { used, spentUntil: until > now ? until : null, lost: false };
  }

  reserve(key: string, time: CallTime, allowed: number): boolean {
    if (this.count(key, time).used >= allowed) return false;
    for (const day of new Set([time.first, time.last])) this.#used.set(`${key} ${day}`, this.used(day, key) + 1);
    return true;
  }

  reachDisk(): Promise<void> {
    return Promise.resolve();
  }

  sync(): void {
    // It has no disk.
  }

  tell(key: string, until: Instant | null): void {
    if (until === null) this.#spent.delete(key);
    else this.#spent.set(key, until);
  }

  used(day: CivilDate, key = ONE_KEY): number {
    return this.#used.get(`${key} ${day}`) ?? 0;
  }
}
