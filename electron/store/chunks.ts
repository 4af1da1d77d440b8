import type { Milliseconds } from '../../shared/clock.ts';
import type { Connection } from './connection.ts';
import type { Breathe } from './types.ts';

/** What a chunk is to take with its commit. A window can spare 16 ms, and some take twice as long as the one before, and more. */
const CHUNK_TIME: Milliseconds = 5;
const MOST = 500;
/** Of the last few chunks the one in the middle counts: what other programs take from the computer now and then makes no chunk smaller. */
const LAST_FEW = 5;
/** Of how many things a chunk is made where nobody measures the time. */
const UNMEASURED = 100;

/** What so few chunks wrote is brought to the disk in place, as a single transaction is. */
const FEW = 3;

type Written = Pick<Connection, 'writeAhead' | 'logHasRoom' | 'syncLog' | 'reachDisk' | 'stopwatch'>;

/** Does so many things at the most, and gives how many it did and whether there are more. */
export type WriteSome = (most: number) => { readonly done: number; readonly more: boolean };

/**
 * Writes much without holding the window up: in transactions of a few milliseconds with a breath between them, `some` at a
 * time until it says that there is no more. It is told how many things to do at the most, and gives how many it did. The first
 * time that is one, and from then on it follows the time that they take; before it took long there is no breath. No chunk waits
 * for the disk, which has them all when this resolves: a program that is killed has written the chunks before, a power failure
 * may take them, and nobody was told yet that they are there.
 */
export async function writeSome(connection: Written, breathe: Breathe, some: WriteSome): Promise<void> {
  const costs: Milliseconds[] = [];
  let size = 1;
  /** Time since the last breath. */
  let held: Milliseconds = 0;
  let chunks = 0;
  for (let more = true; more; chunks += 1) {
    // What one thing takes; where nobody measures it, every chunk is taken for a long one.
    const cost = usual(costs);
    if (chunks > 0 && held + size * cost > CHUNK_TIME) {
      await breathe();
      await connection.logHasRoom();
      held = 0;
    }
    const spent = connection.stopwatch();
    const wrote = connection.writeAhead(() => some(size));
    const took = spent();
    more = wrote.more;
    held += took ?? 0;
    if (took !== null && wrote.done > 0) costs.push(took / wrote.done);
    size = took === null ? UNMEASURED : sizeAfter(size, usual(costs));
  }
  if (chunks <= FEW) connection.syncLog();
  else await connection.reachDisk();
}

/** The same for a list of things. */
export async function writeChunks<Item>(
  connection: Written,
  items: readonly Item[],
  breathe: Breathe,
  write: (some: readonly Item[]) => void,
): Promise<void> {
  if (items.length === 0) return;
  let next = 0;
  await writeSome(connection, breathe, (most) => {
    const some = items.slice(next, next + most);
    write(some);
    next += some.length;
    return { done: some.length, more: next < items.length };
  });
}

/** The same, one thing after the other. */
export const writeInChunks = <Item>(
  connection: Written,
  items: readonly Item[],
  breathe: Breathe,
  writeOne: (item: Item) => void,
): Promise<void> =>
  writeChunks(connection, items, breathe, (some) => {
    for (const item of some) writeOne(item);
  });

/** What one thing took in the middle of the last few chunks. */
const usual = (costs: readonly Milliseconds[]): Milliseconds => {
  const last = costs.slice(-LAST_FEW).sort((a, b) => a - b);
  return last[Math.floor((last.length - 1) / 2)] ?? Infinity;
};

/** At most twice as many as before, because what comes next may cost more. `cost`: of one thing. */
const sizeAfter = (size: number, cost: Milliseconds): number =>
  Math.max(1, Math.min(MOST, size * 2, Math.floor(CHUNK_TIME / cost)));
