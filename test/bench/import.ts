import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { contract } from '../../shared/contract/contract.ts';
import { instant } from '../../shared/clock.ts';
import { FRAME, idleBlock, watchBlocks, type Held } from './blocks.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { listOf, openInThreads } from './threads.ts';

const RECEIPTS = 10_000;
/** What an import may take, in milliseconds. */
const MOST = 1500;

interface Imported {
  readonly name: string;
  readonly clientOf: (index: number) => string;
}

const IMPORTS: readonly Imported[] = [
  { name: 'import', clientOf: () => 'Client number 1' },
  { name: 'import, each case with a client of its own', clientOf: (index) => `Client number ${index}` },
];

/**
 * An import from the request of the call `cases.add` on, into an empty workspace. The call brings one client for all; with a
 * client of its own for each there are twice as many pages to write.
 */
export async function measureImport(folder: string, rounds: number): Promise<Figure[]> {
  const idle = await idleBlock();
  const figures: Figure[] = [];
  for (const imported of IMPORTS) {
    const runs: Run[] = [];
    for (let done = 0; done < rounds; done += 1) {
      runs.push(await importOnce(join(folder, `${imported.name} ${done}.db`), imported));
    }
    const times = runs.map(({ tookMs }) => tookMs);
    const held = runs.map(({ block }) => block);
    const common = {
      size: `${RECEIPTS} receipts, ${rounds} rounds, the first one cold`,
      aim: 1,
      load: load(),
      parts: { runs, idleThread: idle, mostMs: MOST, frameMs: FRAME },
    };
    figures.push(
      { name: `${imported.name}, over what it may take`, ratio: round(median(times) / MOST), ...common },
      {
        name: `${imported.name}: longest block of the main thread, over a frame`,
        ratio: round(median(held) / FRAME),
        ...common,
      },
    );
  }
  return figures;
}

interface Run extends Held {
  readonly tookMs: number;
}

async function importOnce(path: string, { clientOf }: Imported): Promise<Run> {
  const list = listOf(RECEIPTS)
    .map(({ receipt }) => receipt)
    .join('\n');
  const sent = serialize({ list, client: '', label: 'synthetic' });
  const { store, close } = openInThreads(path);
  const blocks = await watchBlocks();
  const start = performance.now();
  const { list: read, label } = contract['cases.add'].request.parse(deserialize(sent));
  const entered = read.split('\n').map((receipt, index) => ({ receipt, client: clientOf(index), label }));
  const { added } = await store.cases.add(entered, instant(Date.now()), blocks.breathe);
  const tookMs = round(performance.now() - start, 0);
  const held = blocks.end();
  await close();
  if (added.length !== RECEIPTS) throw new Error('Not all were added');
  return { tookMs, ...held };
}
