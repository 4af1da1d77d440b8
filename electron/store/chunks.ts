import type { Milliseconds } from '../../shared/clock.ts';
import type { Connection } from './connection.ts';
import type { Breathe } from './types.ts';

/** What a chunk is to take with its commit. A window can spare 8 ms, and some take longer than the one before. */
const CHUNK_TIME: Milliseconds = 5;
const MOST = 500;
/** Of the last few chunks the quickest counts: what other programs take from the computer makes no chunk smaller. */
const LAST_FEW = 4;
/** Of how many things a chunk is made where nobody measures the time. */
const UNMEASURED = 100;
/** After so many chunks there is so much to bring to the disk that the window would wait for the last one. */
const MANY = 20;

type Written = Pick<Connection, 'write' | 'writeAhead' | 'writeBack' | 'stopwatch'>;

/**
 * Writes many things without holding the window up: in transactions of a few milliseconds with a breath between them. The
 * first has one thing, and from then on their size follows the time that they take; before it took long there is no breath. Only the last one waits for the disk,
 * which then has them all: a program that is killed has written the chunks before, a power failure may take them, and
 * nobody was told yet that they are there.
 */
export async function writeChunks<Item>(
  connection: Written,
  items: readonly Item[],
  breathe: Breathe,
  write: (some: readonly Item[]) => void,
): Promise<void> {
  const costs: Milliseconds[] = [];
  let size = 1;
  let chunks = 0;
  /** Time since the last breath. */
  let held: Milliseconds = 0;
  for (let next = 0; next < items.length; chunks += 1) {
    // What one thing takes; where nobody measures it, every chunk is taken for a long one.
    const cost = chunks === 0 ? 0 : Math.min(...costs.slice(-LAST_FEW));
    if (held + size * cost > CHUNK_TIME) {
      await breathe();
      held = 0;
    }
    const isLast = next + size >= items.length;
    if (isLast && chunks > MANY) await connection.writeBack();
    const some = items.slice(next, next + size);
    const spent = connection.stopwatch();
    connection[isLast ? 'write' : 'writeAhead'](() => write(some));
    next += some.length;
    const took = spent();
    held += took ?? 0;
    if (took !== null) costs.push(took / some.length);
    size = took === null ? UNMEASURED : sizeAfter(size, Math.min(...costs.slice(-LAST_FEW)));
  }
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

/** At most twice as many as before, because what comes next may cost more. `cost`: of one thing. */
const sizeAfter = (size: number, cost: Milliseconds): number =>
  Math.max(1, Math.min(MOST, size * 2, Math.floor(CHUNK_TIME / cost)));
