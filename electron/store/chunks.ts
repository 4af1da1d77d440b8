import type { Milliseconds } from '../../shared/clock.ts';
import type { Connection } from './connection.ts';
import type { Breathe } from './types.ts';

/** A chunk stops here, which leaves its commit the rest of the 8 ms that a window can spare. */
const CHUNK_TIME: Milliseconds = 5;
/** And here, where nobody measures the time. */
const CHUNK_SIZE = 100;

/**
 * Writes many things without holding the window up: in transactions of a few milliseconds with a breath between them. A
 * program that is killed has written the chunks before.
 */
export async function writeInChunks<Item>(
  connection: Pick<Connection, 'write' | 'stopwatch'>,
  items: readonly Item[],
  breathe: Breathe,
  writeOne: (item: Item) => void,
): Promise<void> {
  let next = 0;
  while (next < items.length) {
    if (next > 0) await breathe();
    const spent = connection.stopwatch();
    const end = Math.min(next + CHUNK_SIZE, items.length);
    next = connection.write(() => {
      let at = next;
      for (; at < end && (at === next || (spent() ?? 0) < CHUNK_TIME); at += 1) writeOne(items[at] as Item);
      return at;
    });
  }
}
