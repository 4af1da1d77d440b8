import { setTimeout as pause } from 'node:timers/promises';
import { round } from './figures.ts';

/** What a window can spare before a person sees it stutter, in milliseconds: a frame. */
export const FRAME = 16;

/** How long the thread was held up between two breaths, each time; on a busy computer others take from it too. */
export interface Blocks {
  readonly breathe: () => Promise<void>;
  /** Begins anew. */
  restart(): void;
  /** The longest ones, with the last one ended: in milliseconds that passed, and in such that this thread itself worked. */
  longest(): { readonly passed: number; readonly worked: number };
}

/** Looks at the thread as it is held up by bulk work, which breathes as in the application: by a timer. */
export function watchBlocks(): Blocks {
  let [began, workedBefore] = [0, 0];
  let longest = { passed: 0, worked: 0 };
  const restart = (): void => {
    began = performance.now();
    workedBefore = workedSoFar();
  };
  const end = (): void => {
    longest = {
      passed: round(Math.max(longest.passed, performance.now() - began)),
      worked: round(Math.max(longest.worked, workedSoFar() - workedBefore)),
    };
  };
  return {
    async breathe() {
      end();
      await pause(1);
      restart();
    },
    restart() {
      longest = { passed: 0, worked: 0 };
      restart();
    },
    longest() {
      end();
      return longest;
    },
  };
}

/** Processor time of this thread, in milliseconds. */
function workedSoFar(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
