import { expect, test, vi } from 'vitest';
import { writeInChunks, writeSome } from '../../../electron/store/chunks.ts';

/** A connection whose time goes by as things are written, and that knows how many it wrote in each transaction. */
function slowDisk(perItem: number, delays: Readonly<Record<number, number>> = {}) {
  let now = 0;
  let written = 0;
  let reached = 0;
  let inPlace = 0;
  const chunks: number[] = [];
  return {
    chunks,
    now: () => now,
    /** How many things are on the disk. */
    reached: () => reached,
    /** How often the window waited for the disk. */
    inPlace: () => inPlace,
    write() {
      now += perItem;
      written += 1;
    },
    connection: {
      stopwatch() {
        const start = now;
        return () => now - start;
      },
      writeAhead<Value>(work: () => Value): Value {
        const before = written;
        const value = work();
        now += delays[chunks.length] ?? 0;
        chunks.push(written - before);
        return value;
      },
      logHasRoom: (): Promise<void> => Promise.resolve(),
      syncLog() {
        reached = written;
        inPlace += 1;
      },
      reachDisk() {
        reached = written;
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
  expect(disk.reached(), 'on the disk when it is told').toBe(count);
  return [...held, disk.now() - since];
}

test.each([
  [1, [1, 2, 4, 5]],
  [2, [1, 2, 2, 2, 2, 2, 1]],
  [50, Array.from({ length: 12 }, () => 1)],
  [0.001, [1, 2, 4, 5]],
])('things that take %d ms each are written in transactions of a few ms', async (perItem, expected) => {
  const disk = slowDisk(perItem);
  const held = await writeAll(disk, 12);
  expect(Math.max(...held)).toBeLessThanOrEqual(Math.max(6, perItem));
  expect(disk.chunks).toEqual(expected);
});

test('a computer that is busy with other things makes no chunk smaller', async () => {
  const disk = slowDisk(0.5, { 5: 80, 8: 40 });
  await writeAll(disk, 150);
  expect(disk.chunks.slice(5, -1)).toEqual(Array.from({ length: 12 }, () => 10));
});

test('what does not know how much it has goes on until there is no more', async () => {
  const disk = slowDisk(1);
  let left = 30;
  await writeSome(
    disk.connection,
    () => Promise.resolve(),
    (most) => {
      const done = Math.min(most, left);
      for (let one = 0; one < done; one += 1) disk.write();
      left -= done;
      return { done, more: left > 0 };
    },
  );
  expect(disk.chunks).toEqual([1, 2, 4, 5, 5, 5, 5, 3]);
  expect(disk.reached()).toBe(30);
});

test('what would make the log longer and longer waits until it is written back', async () => {
  const disk = slowDisk(5);
  let room: () => void = () => undefined;
  let asked = 0;
  disk.connection.logHasRoom = () => {
    asked += 1;
    return asked === 3 ? new Promise((resolve) => (room = resolve)) : Promise.resolve();
  };
  const written = writeAll(disk, 12);
  await vi.waitFor(() => expect(asked).toBe(3));
  expect(disk.chunks).toEqual([1, 1, 1]);
  room();
  await written;
  expect(disk.chunks).toHaveLength(12);
});

test('the window waits for the disk after a few things only', async () => {
  const few = slowDisk(5);
  await writeAll(few, 3);
  expect(few.inPlace()).toBe(1);
  const many = slowDisk(5);
  await writeAll(many, 30);
  expect(many.inPlace()).toBe(0);
});

test('a few things are written without a breath: nobody waits for a window that was not held up', async () => {
  expect(await writeAll(slowDisk(0.1), 20)).toHaveLength(1);
});
