import { Worker } from 'node:worker_threads';
import { fail, type Result } from '../../shared/problem.ts';
import type { Tell } from './types.ts';
import type { OrderOf, OutcomeOf, WorkMessage, WorkName, WorkOrder } from './work.ts';

/** Where the thread's program is (`store-worker.js` when bundled), and the driver's native part as for `openStore`. */
export interface StoreWorker {
  readonly path: string;
  readonly nativeBinding?: string | undefined;
}

export interface Attention {
  readonly onProgress?: Tell;
  /** Ends the thread as soon as the database lets go of it. What it had half done is for the caller to clear away. */
  readonly signal?: AbortSignal;
}

/** Gives an order to a thread of its own. Keys that it names stay in memory. Null: it was cancelled, and the thread is gone. */
export function inWorker<Name extends WorkName>(
  { path }: StoreWorker,
  name: Name,
  order: OrderOf<Name>,
  { onProgress, signal }: Attention = {},
): Promise<OutcomeOf<Name> | null> {
  if (signal?.aborted === true) return Promise.resolve(null);
  return new Promise((resolve) => {
    const thread = new Worker(path, { workerData: { name, order } satisfies WorkOrder<Name> });
    const end = (): void => void thread.terminate();
    signal?.addEventListener('abort', end, { once: true });
    let outcome: Result<unknown> = fail('unexpected', { detail: 'The thread ended without a word.' });
    let finished = false;
    thread.on('message', (message: WorkMessage) => {
      if (message.kind === 'progress') return onProgress?.(message.progress);
      outcome = message.outcome;
      finished = true;
    });
    thread.once('error', (error: unknown) => {
      outcome = fail('unexpected', { detail: error instanceof Error ? error.name : typeof error });
    });
    // Only then has the thread let go of every file.
    thread.once('exit', () => {
      signal?.removeEventListener('abort', end);
      // The thread's program gives each order's own outcome: TypeScript cannot join the two by name.
      resolve(signal?.aborted === true && !finished ? null : (outcome as OutcomeOf<Name>));
    });
  });
}
