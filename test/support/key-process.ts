import { writeSync } from 'node:fs';
import { changeDatabaseKey } from '../../electron/workspaces/keys/key-change.ts';
import { keyOffice, workspaceIn, type KeyOrders } from './key-office.ts';

// Changes the key of a workspace's database, and dies by SIGKILL at the step that it is told, or at any other moment.
// What it says it says at once: the code before anything is done with it, each step before it goes on.
const orders = JSON.parse(process.argv[2] ?? '') as KeyOrders;
const { parts, files } = keyOffice(orders.root);
const code = parts.vault.newRecoveryCode();
writeSync(1, `code ${code}\n`);
const changed = await changeDatabaseKey(parts, files, workspaceIn(files, orders.id), code, {
  at(step) {
    writeSync(1, `step ${step}\n`);
    if (step === orders.step) process.kill(process.pid, 'SIGKILL');
  },
});
process.exitCode = changed.ok ? 0 : 1;
