import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { round } from './figures.ts';

/** What a window can spare before a person sees it stutter, in milliseconds: a frame. */
export const FRAME = 16;

/** How long a thread was held up at most, in milliseconds. */
export interface Held {
  /** That passed between two turns of the thread's loop: on a busy computer others take their part of it. */
  readonly passed: number;
  /** That the thread itself worked between two breaths. */
  readonly worked: number;
}

interface Blocks {
  /** As bulk work breathes in the application: by a timer. */
  readonly breathe: () => Promise<void>;
  readonly end: () => Held;
}

/** Looks at this thread while it does bulk work. */
export async function watchBlocks(): Promise<Blocks> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  // The first value would be the time since the loop was last looked at.
  await pause(20);
  loop.reset();
  let worked = 0;
  let before = workedSoFar();
  const lap = (): void => {
    worked = Math.max(worked, workedSoFar() - before);
  };
  return {
    async breathe() {
      lap();
      await pause(1);
      before = workedSoFar();
    },
    end() {
      lap();
      loop.disable();
      return { passed: round(loop.max / 1e6), worked: round(worked) };
    },
  };
}

/** Processor time of this thread, in milliseconds. */
export function workedSoFar(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
