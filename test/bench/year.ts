import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';

const CASES = 100;
const DAYS = 365;

/** What the process that lives the year is told. */
export interface YearOrders {
  readonly cases: number;
  readonly days: number;
}

/** Bytes of living objects after each 30 days. */
export interface YearReport {
  readonly heap: readonly number[];
}

/**
 * The heap in the last quarter of a simulated year over that in the quarter after its first two months (those compile and
 * fill caches), after collecting garbage: store, client and pulls must hold no more for having run for long. The median of
 * three months each, because what is under way at a month's end differs: a pull with its answers, or nothing.
 */
export async function measureYear(): Promise<Figure> {
  const child = fork(join(import.meta.dirname, 'year-heap.ts'), { execArgv: ['--expose-gc'] });
  child.send({ cases: CASES, days: DAYS } satisfies YearOrders);
  const [{ heap }] = (await once(child, 'message')) as [YearReport];
  const [begun, end] = [median(heap.slice(2, 5)), median(heap.slice(-3))];
  return {
    name: 'living heap late in a simulated year, over that early in it',
    size: `${CASES} cases, ${DAYS} days`,
    ratio: round(end / begun),
    aim: 1.05,
    load: load(),
    parts: { heapMiBByMonth: heap.map((bytes) => round(bytes / 2 ** 20, 2)) },
  };
}
