import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crashOffice } from './crash/office.ts';
import { good } from './good.ts';
import { receipt } from './receipts.ts';

/** What a process that exports is told, as JSON in its first argument. */
export interface ExportOrders {
  readonly root: string;
  readonly what: 'bundle' | 'cases' | 'backup';
  readonly target: string;
}

const CASES = 4000;

// Makes an office, exports it, and dies by SIGKILL as soon as there is a draft.
const { root, what, target } = JSON.parse(process.argv[2] ?? '') as ExportOrders;
const workspaces = crashOffice(root, false, {
  fault: (fault) => process.stderr.write(`${fault}\n`),
  announced: () => undefined,
  changed: () => undefined,
});
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
const cases = Array.from({ length: CASES }, (_nothing, each) => ({ receipt: receipt(each), client: 'C', label: '' }));
await opened?.addCases(cases);
const { groups, asked } = good(workspaces.keys.newCode(id));
good(
  await workspaces.keys.confirmCode(
    id,
    asked.map((index) => groups[index] ?? ''),
  ),
);
const done = {
  bundle: () => workspaces.bundles.exportTo(id, target),
  cases: () => opened?.exportCases({ of: 'all' }, { language: 'en', zone: 'UTC', notes: true }, target),
  backup: () => workspaces.backUp(id, target, 'correct horse battery staple'),
}[what]();
while (!existsSync(`${target}.draft`)) await nextTurn();
process.kill(process.pid, 'SIGKILL');
await done;
