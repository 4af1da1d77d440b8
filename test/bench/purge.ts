import { join } from 'node:path';
import { instant } from '../../shared/clock.ts';
import { FRAME, idleBlock, watchBlocks, type Held } from './blocks.ts';
import { round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { listOf, openInThreads } from './threads.ts';

const CASES = 20_000;
const GONE = 2000;

/** Deleting, restoring, archiving and purging a tenth of an office's cases: how long is the main thread held up? */
export async function measurePurge(folder: string): Promise<Figure> {
  const { store, close } = openInThreads(join(folder, 'purge.db'));
  const now = instant(Date.now());
  const { added } = await store.cases.add(listOf(CASES), now, () => Promise.resolve());
  await store.tidy();
  const some = added.filter((id) => id % (CASES / GONE) === 0);
  const steps: Record<string, Held & { tookMs: number }> = {};
  const held = async (name: string, work: (breathe: () => Promise<void>) => Promise<unknown>): Promise<void> => {
    const blocks = await watchBlocks();
    const start = performance.now();
    await work(blocks.breathe);
    const tookMs = round(performance.now() - start, 0);
    steps[name] = { ...blocks.end(), tookMs };
  };
  await held('archive', (breathe) => store.cases.archive(some, true, now, () => null, breathe));
  await held('delete', (breathe) => store.trash.delete(some, now, breathe));
  await held('restore', (breathe) => store.trash.restore(some, () => now, breathe));
  await store.trash.delete(some, now, () => Promise.resolve());
  await held('purge', (breathe) => store.trash.purge(some, now, breathe));
  await close();
  return {
    name: 'longest block of the main thread in archiving, deleting, restoring and purging, over a frame',
    size: `${GONE} of ${CASES} cases`,
    ratio: round(Math.max(...Object.values(steps).map(({ block }) => block)) / FRAME),
    aim: 1,
    load: load(),
    parts: { ...steps, idleThread: await idleBlock(), frameMs: FRAME },
  };
}
