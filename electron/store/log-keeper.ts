import type { Problem } from '../../shared/problem.ts';
import { inWorker, type StoreWorker } from './in-worker.ts';
import type { ReadOrder } from './reading.ts';

/** Has the log of an open database written back in the store's thread, once at a time. */
export interface LogKeeper {
  /** Resolves when the thread has ended. What is written meanwhile may be left for the next time. Never rejects. */
  readonly writeBack: () => Promise<void>;
  /** To be waited for before the database is closed: nobody else may have its file then. */
  ended(): Promise<void>;
}

export function createLogKeeper(
  worker: StoreWorker,
  order: Omit<ReadOrder, 'nativeBinding'>,
  onProblem: (problem: Problem) => void,
): LogKeeper {
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    const outcome = await inWorker(worker, 'write_back', { ...order, nativeBinding: worker.nativeBinding });
    running = null;
    if (outcome?.ok === false) onProblem(outcome.problem);
  };
  return {
    writeBack: () => (running ??= run()),
    async ended() {
      await running;
    },
  };
}
