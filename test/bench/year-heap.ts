import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { liveAYear } from '../year/year.ts';
import type { YearOrders, YearReport } from './year.ts';

// A process of its own, that can collect its garbage when it is told to (--expose-gc) and holds nothing of other figures.
process.once('message', ({ cases, days }: YearOrders) => {
  const heap: number[] = [];
  void liveAYear({
    cases,
    days,
    seed: 1,
    async onMonth() {
      if (global.gc === undefined) throw new Error('Started without --expose-gc');
      // What the first collection leaves to finalizers is gone after the second.
      global.gc();
      await setImmediate();
      global.gc();
      heap.push(process.memoryUsage().heapUsed);
    },
  }).then(async (year) => {
    await year.office.quit();
    rmSync(year.folder, { recursive: true, force: true });
    process.send?.({ heap } satisfies YearReport);
    process.disconnect();
  });
});
