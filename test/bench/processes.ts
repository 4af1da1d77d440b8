import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has just ended.
    return null;
  }
};

/** The fields of a process's `stat` after its name, which can hold anything. */
const stat = (pid: number): string[] | null => {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** A process and everything below it. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? stat(Number(name)) : null;
    if (fields !== null) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [pid];
  for (const member of tree) {
    for (const [child, parent] of parents) if (parent === member) tree.push(child);
  }
  return tree;
}

/**
 * What a tree of processes holds of the memory, in MiB: its proportional share of each page, so that what processes share
 * counts once.
 */
export function memoryOf(pid: number): { readonly mebibytes: number; readonly processes: number } {
  const tree = processTree(pid);
  const kilobytes = tree.map((member) => {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${member}/smaps_rollup`) ?? '')?.[1] ?? 0);
  });
  return { mebibytes: kilobytes.reduce((sum, one) => sum + one, 0) / 1024, processes: tree.length };
}

/** Processor time of a tree so far, in ticks of a hundredth of a second. */
const ticks = (pid: number): number =>
  processTree(pid).reduce((sum, member) => {
    const fields = stat(member);
    return sum + Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  }, 0);

/** Waits until a program has done next to nothing for two seconds, for half a minute at most. */
export async function untilIdle(pid: number): Promise<void> {
  for (let tries = 0; tries < 15; tries += 1) {
    const before = ticks(pid);
    await pause(2000);
    if (ticks(pid) - before <= 4) return;
  }
}
