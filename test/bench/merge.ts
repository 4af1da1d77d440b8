import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openConnection } from '../../electron/store/connection.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import { inWorker } from '../../electron/store/in-worker.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { instant } from '../../shared/clock.ts';
import { fillWithHistory } from '../support/fill-history.ts';
import { FRAME, watchBlocks, type Held } from './blocks.ts';
import { round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { KEY, WORKER } from './threads.ts';

const CASES = 100_000;
/** How often it is looked how much memory there is, in milliseconds. */
const LOOK_EVERY = 50;

/** Two offices of 100,000 cases, half of them in common, as one: how long is the window held up meanwhile? */
export async function measureMerge(folder: string): Promise<Figure[]> {
  const [path, bundle] = [join(folder, 'merge here.db'), join(folder, 'merge there.db')];
  makeOffice(path, 0, 0);
  makeOffice(bundle, CASES / 2, 500);
  const order = { path, keyHex: KEY, bundle, bundleKeyHex: KEY };
  const preview = await held(async () => {
    const compared = await inWorker(WORKER, 'compare_bundle', order, { onProgress: () => undefined });
    if (compared?.ok !== true || compared.value.both !== CASES / 2) throw new Error('There is no preview');
  });
  const merge = await held(async () => {
    const origin = { workspace: 'b'.repeat(16), name: 'Northside' };
    const merged = await inWorker(WORKER, 'merge', { ...order, origin, at: instant(Date.now()) });
    if (merged?.ok !== true || merged.value.cases !== CASES / 2) throw new Error('They were not merged');
  });
  const sizes = [path, bundle, nextPath(path)].map((file) => round(statSync(file).size / 1e6, 0));
  for (const file of [path, bundle, nextPath(path)]) rmSync(file);
  const size = `${CASES} cases each, half in common; ${sizes.join(' and ')} MB`;
  return Object.entries({ preview, merge }).map(([what, parts]) => ({
    name: `longest block of the main thread in the ${what} of a large bundle, over a frame`,
    size,
    ratio: round(parts.block / FRAME),
    aim: 1,
    load: load(),
    parts: { ...parts, frameMs: FRAME },
  }));
}

/** The main thread only hears of the progress, and works nothing itself. */
interface Work extends Held {
  readonly tookMs: number;
  /** By how much the whole process grew meanwhile, all threads. */
  readonly mostMemoryMB: number;
}

async function held(work: () => Promise<void>): Promise<Work> {
  const blocks = await watchBlocks();
  const start = performance.now();
  const before = process.memoryUsage.rss();
  const job = { ended: false };
  const end = work().finally(() => {
    job.ended = true;
  });
  let most = before;
  while (!job.ended) {
    most = Math.max(most, process.memoryUsage.rss());
    await pause(LOOK_EVERY);
  }
  await end;
  const tookMs = round(performance.now() - start, 0);
  return { ...blocks.end(), tookMs, mostMemoryMB: round((most - before) / 1e6, 0) };
}

function makeOffice(path: string, from: number, apart: number): void {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  connection.pragma('journal_mode=OFF');
  connection.pragma('synchronous=OFF');
  connection.pragma('cache_size=-262144');
  migrate(connection, MIGRATIONS);
  fillWithHistory(connection, { cases: CASES, from, apart });
  connection.close();
}
