import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { round } from './figures.ts';

/** What a window can spare before a person sees it stutter, in milliseconds: a frame. */
export const FRAME = 16;

/** For how long a thread could turn to nothing else at most, in milliseconds. */
export interface Held {
  /**
   * The longest block: its own work between two turns of its loop, by the clock, waiting for files and for the processor included.
   * A thread that has nothing to do and is woken late is not held by anything of ours.
   */
  readonly block: number;
  /** What passed between two turns of its loop, late wakings included: a busy computer shows here, with or without work. */
  readonly passed: number;
}

interface Blocks {
  /** As bulk work breathes in the application: by a timer. */
  readonly breathe: () => Promise<void>;
  readonly end: () => Held;
}

/** Looks at this thread while it works. */
export async function watchBlocks(): Promise<Blocks> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  // The first value would be the time since the loop was last looked at.
  await pause(20);
  loop.reset();
  let block = 0;
  let before = busySoFar();
  // Looked at once in every turn of the loop in which a millisecond is over.
  const turn = (): void => {
    const busy = busySoFar();
    block = Math.max(block, busy - before);
    before = busy;
  };
  const turns = setInterval(turn, 1);
  return {
    breathe: () => pause(1),
    end() {
      turn();
      clearInterval(turns);
      loop.disable();
      return { block: round(block), passed: round(loop.max / 1e6) };
    },
  };
}

/** The same of a thread that does nothing for three seconds: what this computer alone does to anybody's figures. */
export async function idleBlock(): Promise<Held> {
  const blocks = await watchBlocks();
  await pause(3000);
  return blocks.end();
}

/** For how long this thread's loop did anything but wait, by the clock, in milliseconds. */
const busySoFar = (): number => performance.eventLoopUtilization().active;
