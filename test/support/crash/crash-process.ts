import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { seededRandom } from '../../../shared/random.ts';
import { good } from '../good.ts';
import { largeDeeds } from './deeds.ts';
import { crashOffice } from './office.ts';
import { smallDeeds } from './small.ts';
import { goSchema, type CrashOrders, type Said } from './words.ts';

// Lives as the program does under a mixed load, until it is killed. Each line is written before what comes after it is done.
const orders = JSON.parse(process.argv[2] ?? '') as CrashOrders;
const say = (said: Said): void => {
  const line = Buffer.from(`${JSON.stringify(said)}\n`);
  for (let at = 0; at < line.length;) at += written(line.subarray(at));
};
/** Who listens may be slower than we are: then nothing more is done until there is room again. */
function written(bytes: Buffer): number {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}
say({ say: 'ready' });
const [line = ''] = await new Promise<string[]>((resolve) => {
  createInterface({ input: process.stdin }).once('line', (text) => resolve([text]));
});
const go = goSchema.parse(JSON.parse(line));
say({ say: 'opening' });
let pulling = false;
const workspaces = crashOffice(orders.root, go.working, {
  fault: (what) => say({ say: 'fault', what }),
  announced(workspace, changes) {
    if (workspace === orders.id) say({ say: 'announced', changes: [...changes] });
  },
  changed(topics) {
    if (topics.some((topic) => topic === 'backups' || topic === 'app')) say({ say: 'step' });
    const opened = workspaces.current(orders.id);
    if (topics.includes('ledger')) {
      const last = opened?.store.ledger.summary().last ?? null;
      if (last !== null) say({ say: 'recorded', number: last.number, hash: last.hash });
    }
    const on = opened?.pulls.activity().state.kind === 'running';
    if (on !== pulling) say({ say: 'pulling', on });
    pulling = on;
  },
});
good(await workspaces.open(orders.id));
say({ say: 'opened' });
if (go.working) {
  const work = { workspaces, root: orders.root, id: orders.id, go, say };
  await Promise.all([
    largeDeeds({ ...work, random: seededRandom(orders.seed), from: orders.from }),
    smallDeeds({ ...work, random: seededRandom(orders.seed + 1) }),
  ]);
}
