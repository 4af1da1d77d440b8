import type { BundleWork } from '../../../shared/contract/bundles.ts';
import type { Result } from '../../../shared/problem.ts';
import { problemOf } from '../../store/problems.ts';
import type { Tell } from '../../store/types.ts';
import type { Door } from '../door.ts';

/** What is being done with a bundle just now: one thing at a time, with everything else that opens and closes workspaces. */
export interface BundleJobs {
  now(): BundleWork | null;
  /** Does this when its turn comes. What the disk throws is a problem. */
  run<Value>(
    what: BundleWork['what'],
    job: (attention: JobAttention) => Promise<Result<Value>>,
  ): Promise<Result<Value>>;
  /** Ends what is under way, if it can be ended. */
  cancel(): void;
}

/** As the store's thread wants it. */
export interface JobAttention {
  readonly signal: AbortSignal;
  readonly onProgress: Tell;
}

export function createBundleJobs(door: Pick<Door, 'serial'>, changed: () => void): BundleJobs {
  let work: BundleWork | null = null;
  let running: AbortController | null = null;
  return {
    now: () => work,
    cancel: () => running?.abort(),
    run: (what, job) =>
      door.serial(async () => {
        const controller = new AbortController();
        running = controller;
        const show = (share: number): void => {
          work = { what, share };
          changed();
        };
        show(0);
        try {
          const onProgress: Tell = ({ done, total }) => show(done / Math.max(1, total));
          return await job({ signal: controller.signal, onProgress });
        } catch (error) {
          return problemOf(error);
        } finally {
          work = null;
          running = null;
          changed();
        }
      }),
  };
}

/** One of several things that share a bar: it goes from the one share (0 to 1) to the other. */
export const partOf =
  (onProgress: Tell, from: number, to: number): Tell =>
  ({ done, total }) =>
    onProgress({ done: from + (to - from) * (done / Math.max(1, total)), total: 1 });
