import { expect, test } from 'vitest';
import { writeInChunks } from '../../../electron/store/chunks.ts';

type Chunk = { readonly size: number; readonly synced: boolean };

/** A connection whose time goes by as things are written, and that knows how many it wrote in each transaction. */
function slowDisk(perItem: number, delays: Readonly<Record<number, number>> = {}) {
  let now = 0;
  let written = 0;
  let writtenBack = 0;
  const chunks: Chunk[] = [];
  const transaction =
    (synced: boolean) =>
    <Value>(work: () => Value): Value => {
      const before = written;
      const value = work();
      now += delays[chunks.length] ?? 0;
      chunks.push({ size: written - before, synced });
      return value;
    };
  return {
    chunks,
    now: () => now,
    writtenBack: () => writtenBack,
    write() {
      now += perItem;
      written += 1;
    },
    connection: {
      stopwatch() {
        const start = now;
        return () => now - start;
      },
      write: transaction(true),
      writeAhead: transaction(false),
      writeBack() {
        writtenBack += 1;
        return Promise.resolve();
      },
    },
  };
}

/** Gives for how long the window got no turn, each time. */
async function writeAll(disk: ReturnType<typeof slowDisk>, count: number): Promise<number[]> {
  const held: number[] = [];
  let since = 0;
  const seen: number[] = [];
  const items = Array.from({ length: count }, (_, index) => index);
  const breathe = (): Promise<void> => {
    held.push(disk.now() - since);
    since = disk.now();
    return Promise.resolve();
  };
  await writeInChunks(disk.connection, items, breathe, (item) => {
    seen.push(item);
    disk.write();
  });
  expect(seen).toEqual(items);
  const last = disk.chunks.length - 1;
  expect(disk.chunks.map(({ synced }) => synced)).toEqual(disk.chunks.map((_, index) => index === last));
  return [...held, disk.now() - since];
}

test.each([
  [1, [1, 2, 4, 5]],
  [50, Array.from({ length: 12 }, () => 1)],
  [0.001, [1, 2, 4, 5]],
])('things that take %d ms each are written in transactions of a few ms', async (perItem, expected) => {
  const disk = slowDisk(perItem);
  const held = await writeAll(disk, 12);
  expect(Math.max(...held)).toBeLessThanOrEqual(Math.max(5, perItem));
  expect(disk.chunks.map(({ size }) => size)).toEqual(expected);
});

test('a computer that is busy with other things makes no chunk smaller', async () => {
  const disk = slowDisk(0.5, { 5: 80, 8: 40 });
  await writeAll(disk, 150);
  expect(disk.chunks.slice(5, -1).map(({ size }) => size)).toEqual(Array.from({ length: 12 }, () => 10));
});

test('before the last of many chunks the log is written back, so that nobody waits for the disk', async () => {
  const many = slowDisk(5);
  await writeAll(many, 30);
  expect(many.writtenBack()).toBe(1);
  const few = slowDisk(5);
  await writeAll(few, 10);
  expect(few.writtenBack()).toBe(0);
});

test('a few things are written without a breath: nobody waits for a window that was not held up', async () => {
  expect(await writeAll(slowDisk(0.1), 20)).toHaveLength(1);
});
