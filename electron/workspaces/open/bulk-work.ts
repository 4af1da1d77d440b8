import { sleep, type Clock } from '../../../shared/clock.ts';

/** Work on an open database in chunks. The database stays open until it has ended. */
export interface BulkWork {
  /** `breathe`: the pause between two chunks, in which the window gets its turn. */
  run<Value>(job: (breathe: () => Promise<void>) => Promise<Value>): Promise<Value>;
  /** Resolves when all that was begun has ended. */
  ended(): Promise<void>;
}

/** `closing`: the workspace is being closed, and what is still at work gets no more pauses. */
export function createBulkWork(clock: Clock, closing: AbortSignal): BulkWork {
  const jobs = new Set<Promise<unknown>>();
  const breathe = (): Promise<void> => sleep(clock, 0, closing);
  return {
    async run(work) {
      const job = work(breathe);
      jobs.add(job);
      try {
        return await job;
      } finally {
        jobs.delete(job);
      }
    },
    async ended() {
      await Promise.allSettled(jobs);
    },
  };
}
