import { expect, test } from 'vitest';
import { writeInChunks } from '../../../electron/store/chunks.ts';
import type { Connection } from '../../../electron/store/connection.ts';

/** A connection whose time goes by as things are written, and that knows how many it wrote in each transaction. */
function slowDisk(perItem: number): {
  connection: Pick<Connection, 'write' | 'stopwatch'>;
  write: () => void;
  chunks: number[];
} {
  let now = 0;
  let written = 0;
  const chunks: number[] = [];
  return {
    chunks,
    write() {
      now += perItem;
      written += 1;
    },
    connection: {
      stopwatch() {
        const start = now;
        return () => now - start;
      },
      write(work) {
        const before = written;
        const value = work();
        chunks.push(written - before);
        return value;
      },
    },
  };
}

test.each([
  [1, [5, 5, 2]],
  [50, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  [0, [12]],
])('things that take %i ms each are written in transactions of a few ms', async (perItem, expected) => {
  const { connection, write, chunks } = slowDisk(perItem);
  let breaths = 0;
  const items = Array.from({ length: 12 }, (_, index) => index);
  const seen: number[] = [];
  await writeInChunks(
    connection,
    items,
    () => {
      breaths += 1;
      return Promise.resolve();
    },
    (item) => {
      seen.push(item);
      write();
    },
  );
  expect(chunks).toEqual(expected);
  expect(breaths).toBe(expected.length - 1);
  expect(seen).toEqual(items);
});
