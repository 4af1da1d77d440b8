import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { round, type Figure } from './figures.ts';
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
 * The heap after a simulated year over that after its third month (the first ones compile and fill caches), after collecting
 * garbage: store, client and pulls must hold no more for having run for long.
 */
export async function measureYear(): Promise<Figure> {
  const child = fork(join(import.meta.dirname, 'year-heap.ts'), { execArgv: ['--expose-gc'] });
  child.send({ cases: CASES, days: DAYS } satisfies YearOrders);
  const [{ heap }] = (await once(child, 'message')) as [YearReport];
  const [begun, end] = [heap[2] ?? NaN, heap.at(-1) ?? NaN];
  return {
    name: 'living heap after a simulated year, over that after three months',
    size: `${CASES} cases, ${DAYS} days`,
    ratio: round(end / begun),
    aim: 1.05,
    load: load(),
    parts: { heapMiBByMonth: heap.map((bytes) => round(bytes / 2 ** 20, 2)) },
  };
}
