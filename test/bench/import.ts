import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { createLogKeeper } from '../../electron/store/log-keeper.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { contract } from '../../shared/contract/contract.ts';
import { instant } from '../../shared/clock.ts';
import { FRAME, watchBlocks } from './blocks.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';

const RECEIPTS = 10_000;
const KEY = 'd'.repeat(64);
/** What an import may take, in milliseconds. */
const MOST = 1500;

/** Evidently invented, and in no order, as an office's list is. */
const cases = Array.from({ length: RECEIPTS }, (_nothing, index) => ({
  receipt: `ZZZ${9_000_000_000 + ((index * 7919) % RECEIPTS) * 1000}`,
  client: `Client number ${index}`,
  label: 'synthetic',
}));

const WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };

/** A store that has its log written back by a thread, as the application's has. */
export function openInThreads(path: string): { readonly store: Store; readonly close: () => Promise<void> } {
  const log = createLogKeeper(WORKER, { path, key: { kind: 'raw', hex: KEY } }, ({ kind }) => {
    throw new Error(kind);
  });
  const opened = openStore({
    path,
    keyHex: KEY,
    createIfMissing: true,
    clock: systemClock,
    writeBack: log.writeBack,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return {
    store: opened.value,
    async close() {
      await log.ended();
      opened.value.close();
    },
  };
}

/** An import as the call `cases.add` makes it, from its request on, into an empty workspace. */
export async function measureImport(folder: string, rounds: number): Promise<Figure[]> {
  const times: number[] = [];
  const passed: number[] = [];
  const worked: number[] = [];
  const blocks = watchBlocks();
  for (let done = 0; done <= rounds; done += 1) {
    const { store, close } = openInThreads(join(folder, `import ${done}.db`));
    const start = performance.now();
    blocks.restart();
    const request = contract['cases.add'].request.parse(structuredClone({ cases }));
    const { added, lines } = await store.cases.add(request.cases, instant(Date.now()), blocks.breathe);
    structuredClone({ added, lines });
    const longest = blocks.longest();
    const took = performance.now() - start;
    await close();
    if (added.length !== RECEIPTS) throw new Error('Not all were added');
    // The first round compiles.
    if (done === 0) continue;
    times.push(took);
    passed.push(longest.passed);
    worked.push(longest.worked);
  }
  const size = `${RECEIPTS} receipts, ${rounds} rounds`;
  const parts = { tookMs: times.map((time) => round(time, 0)), longestBlockMs: passed, longestBlockWorkedMs: worked };
  return [
    {
      name: 'import, over what it may take',
      size,
      ratio: round(median(times) / MOST),
      aim: 1,
      load: load(),
      parts,
    },
    {
      name: 'longest block of the main thread in an import, over a frame',
      size,
      ratio: round(median(passed) / FRAME),
      aim: 1,
      load: load(),
      parts,
    },
  ];
}
