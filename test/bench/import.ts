import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { contract } from '../../shared/contract/contract.ts';
import { instant } from '../../shared/clock.ts';
import { FRAME, watchBlocks } from './blocks.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { listOf, openInThreads } from './threads.ts';

const RECEIPTS = 10_000;
/** What an import may take, in milliseconds. */
const MOST = 1500;

/**
 * An import as the call `cases.add` makes it, from its request on, into an empty workspace. The call brings one client for all;
 * here each has one of its own, which is more to write.
 */
export async function measureImport(folder: string, rounds: number): Promise<Figure[]> {
  const cases = listOf(RECEIPTS);
  const sent = serialize({ receipts: cases.map(({ receipt }) => receipt), client: '', label: 'synthetic' });
  const times: number[] = [];
  const passed: number[] = [];
  const worked: number[] = [];
  for (let done = 0; done < rounds; done += 1) {
    const { store, close } = openInThreads(join(folder, `import ${done}.db`));
    const blocks = await watchBlocks();
    const start = performance.now();
    const { receipts, label } = contract['cases.add'].request.parse(deserialize(sent));
    const entered = receipts.map((receipt, index) => ({ receipt, client: cases[index]?.client ?? '', label }));
    const { added } = await store.cases.add(entered, instant(Date.now()), blocks.breathe);
    const took = performance.now() - start;
    const held = blocks.end();
    await close();
    if (added.length !== RECEIPTS) throw new Error('Not all were added');
    times.push(round(took, 0));
    passed.push(held.passed);
    worked.push(held.worked);
  }
  const common = {
    size: `${RECEIPTS} receipts, ${rounds} rounds, the first one cold`,
    aim: 1,
    load: load(),
    parts: { tookMs: times, longestBlockMs: passed, longestBlockWorkedMs: worked, mostMs: MOST, frameMs: FRAME },
  };
  return [
    { name: 'import, over what it may take', ratio: round(median(times) / MOST), ...common },
    {
      name: 'longest block of the main thread in an import, over a frame',
      ratio: round(median(passed) / FRAME),
      ...common,
    },
  ];
}
