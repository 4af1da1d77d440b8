import type { Job } from '../../../shared/contract/jobs.ts';
import type { Result } from '../../../shared/problem.ts';
import type { ReadOrder } from '../../store/reading.ts';
import type { OrderOf, OutcomeOf, WorkName } from '../../store/work.ts';
import { createSerial } from '../serial.ts';
import type { ReadInThread } from './read-in-thread.ts';

type JobName = Extract<WorkName, `${string}_ledger` | 'export_cases'>;

/** What takes long and only reads the open database: it runs in the store's thread, one after the other. */
export interface Jobs {
  /** What is being done just now. */
  state(): Job | null;
  /** Does this when its turn comes. Null: it was cancelled. */
  run<Name extends JobName>(
    kind: Job['kind'],
    name: Name,
    order: Omit<OrderOf<Name>, keyof ReadOrder>,
  ): Promise<OutcomeOf<Name> | Result<null>>;
  /** Ends what is being done just now. */
  cancel(): void;
  /** Ends everything. */
  close(): Promise<void>;
}

/** `onChange`: the job is another, or further. */
export function createJobs(read: ReadInThread, onChange: () => void): Jobs {
  const serial = createSerial();
  const closing = new AbortController();
  let current: { job: Job; cancel: AbortController } | null = null;
  return {
    state: () => current?.job ?? null,
    run: (kind, name, order) =>
      serial(async () => {
        const cancel = new AbortController();
        const signal = AbortSignal.any([cancel.signal, closing.signal]);
        const tell = (job: Job | null): void => {
          current = job === null ? null : { job, cancel };
          onChange();
        };
        tell({ kind, done: 0, total: 0 });
        try {
          return await read(name, order, { signal, onProgress: (progress) => tell({ kind, ...progress }) });
        } finally {
          tell(null);
        }
      }),
    cancel: () => current?.cancel.abort(),
    async close() {
      closing.abort();
      await serial(() => Promise.resolve());
    },
  };
}
