import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { CaseFilter } from '../../shared/contract/cases.ts';
import { instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { quantile, round, type Figure } from './figures.ts';
import { load } from './machine.ts';

const SIZES = [1000, 10_000, 100_000] as const;
const KEY = 'c'.repeat(64);
const NOW = instant(0);
/** All of these the office wrote, in nearly every case or in a few. */
const SEARCHES = ['client', 'client 42', 'mortgage'] as const;

/** The first page of a search and its count, over a bare look-up of the same words in the index. */
export async function measureSearch(folder: string, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  let first = 0;
  for (const size of SIZES) {
    const path = join(folder, `search ${size}.db`);
    const store = good(openStore({ path, keyHex: KEY, createIfMissing: true, clock: systemClock }));
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    fillWithCases(connection, size);
    const bare = connection.statement<{ match: string }, object>(
      'bench.bare',
      'SELECT count(*) FROM case_search WHERE case_search MATCH @match',
    );
    const samples = { page: [] as number[], count: [] as number[], step: [] as number[], bare: [] as number[] };
    for (let done = 0; done <= rounds; done += 1) {
      // The first round fills caches.
      if (done === 1) for (const list of Object.values(samples)) list.length = 0;
      for (const search of SEARCHES) {
        const filter: CaseFilter = { search, stage: null, group: null, only: 'all', archived: false };
        const start = performance.now();
        store.cases.page({ filter, sort: { by: 'match', descending: false }, offset: 0, limit: 100 }, NOW);
        let lap = performance.now();
        samples.page.push(lap - start);
        let count = 0;
        const step = (): void => {
          const took = performance.now() - lap;
          samples.step.push(took);
          count += took;
        };
        await store.cases.count(filter, NOW, async () => {
          step();
          await new Promise((resolve) => void setImmediate(resolve));
          lap = performance.now();
        });
        step();
        samples.count.push(count);
        const began = performance.now();
        bare.get({
          match: search
            .split(' ')
            .map((word) => `"${word.padStart(3)}"`)
            .join(' AND '),
        });
        samples.bare.push(performance.now() - began);
      }
    }
    store.close();
    connection.close();
    const p95 = (list: readonly number[]): number => quantile(list, 0.95);
    first = first === 0 ? p95(samples.page) : first;
    const parts = Object.fromEntries(Object.entries(samples).map(([name, list]) => [`${name}P95Ms`, round(p95(list))]));
    const common = { size: `${size} cases`, load: load() };
    figures.push(
      {
        ...common,
        name: 'count of a search, over a bare look-up, at p95',
        ratio: round(p95(samples.count) / p95(samples.bare)),
        aim: 10,
        parts,
      },
      {
        ...common,
        name: `first page of a search, over that of ${SIZES[0]} cases, at p95`,
        ratio: round(p95(samples.page) / first),
        aim: 1.5,
        holds: p95(samples.page) <= 15,
        parts,
      },
    );
  }
  return figures;
}
