import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { crashOffice } from './crash/office.ts';
import { good } from './good.ts';
import { vaultInFile } from './key-office.ts';
import { receipt } from './receipts.ts';

/** What a process that dies in the middle of something is told, as JSON in its first argument. */
export interface HalfwayOrders {
  readonly root: string;
  /** `made`: a workspace is made of a bundle; `removed`: the first of two is removed; the others: exports. */
  readonly what: 'bundle' | 'cases' | 'page' | 'backup' | 'made' | 'removed';
  readonly target: string;
}

const CASES = 500;
/** Large enough to be written for a while. */
const PAGE = 64 * 1024 * 1024;

// Makes an office and does something with it. Another thread looks on, and ends it by SIGKILL when that is half done.
if (isMainThread) {
  const orders = JSON.parse(process.argv[2] ?? '') as HalfwayOrders;
  await once(new Worker(new URL(import.meta.url), { workerData: orders }), 'message');
  await live(orders);
} else {
  const orders = workerData as HalfwayOrders;
  parentPort?.postMessage('looking');
  while (!isHalfDone(orders));
  process.kill(process.pid, 'SIGKILL');
}

function isHalfDone({ root, what, target }: HalfwayOrders): boolean {
  if (what !== 'made' && what !== 'removed') return existsSync(`${target}.draft`);
  const places = existsSync(root) ? readdirSync(root).filter((name) => /^[0-9a-f]{16}$/.test(name)) : [];
  // The first has credentials, until they are removed.
  return places.length === 2 && (what === 'made' || !JSON.stringify(vaultInFile(root).entries()).includes('client'));
}

async function live({ root, what, target }: HalfwayOrders): Promise<void> {
  const workspaces = crashOffice(root, false, {
    fault: (fault) => process.stderr.write(`${fault}\n`),
    announced: () => undefined,
    changed: () => undefined,
  });
  const { bundles } = workspaces;
  const { id } = good(
    await workspaces.create({
      name: 'Office',
      environment: 'sandbox',
      secretsIn: 'keychain',
      credentials: { clientId: 'an-invented-client', clientSecret: 'an-invented-secret' },
      // Of this computer, where nothing listens.
      endpoints: { tokenUrl: 'http://127.0.0.1:9/oauth/accesstoken', apiBase: 'http://127.0.0.1:9' },
    }),
  );
  const opened = workspaces.current(id);
  const cases = Array.from({ length: CASES }, (_none, each) => ({ receipt: receipt(each), client: 'C', label: '' }));
  await opened?.addCases(cases);
  const { groups, asked } = good(workspaces.keys.newCode(id));
  good(
    await workspaces.keys.confirmCode(
      id,
      asked.map((index) => groups[index] ?? ''),
    ),
  );
  const form = { language: 'en', zone: 'UTC', notes: true } as const;
  if (what === 'cases') await opened?.exportCases({ of: 'all' }, form, target);
  else if (what === 'page') await opened?.saveDocument(target, Buffer.alloc(PAGE));
  else if (what === 'backup') await workspaces.backUp(id, target, 'correct horse battery staple');
  else good(await bundles.exportTo(id, target));
  good(await bundles.choose(target));
  good(await bundles.open(groups.join('-')));
  good(await bundles.make('keychain'));
  await workspaces.remove(id);
}
