import { openStore } from '../../electron/store/open.ts';
import { instant } from '../../shared/clock.ts';
import type { DirectOrders, DirectReport, Round } from './pages.ts';
import { good } from '../support/good.ts';

/** Any moment: no page of the comparison asks what is stale. */
const NOW = instant(0);
const breathe = (): Promise<void> => Promise.resolve();

// The other side of the comparison: the same statements on the same file, with nothing between. It runs in the same
// Electron, as plain Node.
process.once('message', ({ path, keyHex, nativeBinding }: DirectOrders) => {
  const store = good(openStore({ path, keyHex, nativeBinding: nativeBinding ?? undefined, createIfMissing: false }));
  const measure = async ({ pages, times }: Round): Promise<void> => {
    const page: number[] = [];
    const count: number[] = [];
    for (let done = 0; done < times; done += 1) {
      for (const request of pages) {
        const start = performance.now();
        const rows = store.cases.page(request, NOW);
        const read = performance.now();
        await store.cases.count(request.filter, NOW, breathe);
        count.push(performance.now() - read);
        page.push(read - start);
        if (rows.length !== request.limit) throw new Error('The page is not full');
      }
    }
    process.send?.({ page, count } satisfies DirectReport);
  };
  process.on('message', (round: Round) => void measure(round));
  process.send?.({ page: [], count: [] } satisfies DirectReport);
});
