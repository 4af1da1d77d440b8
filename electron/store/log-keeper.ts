import type { Problem } from '../../shared/problem.ts';
import type { WriteBack } from './log.ts';
import { inWorker, type StoreWorker } from './in-worker.ts';
import type { ReadOrder } from './reading.ts';

/** Has the log of an open database written back in the store's thread, once at a time. */
export interface LogKeeper {
  /** Resolves when the thread has ended. What is written meanwhile may be left for the next time. Never rejects. */
  readonly writeBack: WriteBack;
  /** To be waited for before the database is closed: nobody else may have its file then. */
  ended(): Promise<void>;
}

export function createLogKeeper(
  worker: StoreWorker,
  order: Omit<ReadOrder, 'nativeBinding'>,
  onProblem: (problem: Problem) => void,
): LogKeeper {
  let running: Promise<boolean> | null = null;
  const run = async (cut: boolean): Promise<boolean> => {
    const outcome = await inWorker(worker, 'write_back', { ...order, cut, nativeBinding: worker.nativeBinding });
    running = null;
    if (outcome?.ok === false) onProblem(outcome.problem);
    return outcome?.ok === true && outcome.value;
  };
  // What is under way may have passed over what is to be cut off.
  const writeBack: WriteBack = (cut) =>
    cut && running !== null ? running.then(() => writeBack(cut)) : (running ??= run(cut));
  return {
    writeBack,
    async ended() {
      await running;
    },
  };
}
