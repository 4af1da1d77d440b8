import { writeSync } from 'node:fs';
import { moveWorkspace } from '../../electron/workspaces/place/move.ts';
import { keyOffice, workspaceIn } from './key-office.ts';

/** What a process that moves a workspace is told, as JSON in its first argument. */
export interface MoveOrders {
  readonly root: string;
  readonly id: string;
  /** Null: home. */
  readonly into: string | null;
  /** The step at which it kills itself; null: it goes on until somebody else does. */
  readonly step: string | null;
}

// Moves a workspace, and dies by SIGKILL at the step that it is told, or at any other moment.
const orders = JSON.parse(process.argv[2] ?? '') as MoveOrders;
const { parts, files } = keyOffice(orders.root);
writeSync(1, 'begun\n');
const moved = await moveWorkspace(parts, files, workspaceIn(files, orders.id), orders.into, {
  at(step) {
    writeSync(1, `${step}\n`);
    if (step === orders.step) process.kill(process.pid, 'SIGKILL');
  },
});
process.exitCode = moved.ok ? 0 : 1;
