import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import { exportBundle } from '../../../electron/store/copies/bundle.ts';
import { copyDatabase } from '../../../electron/store/copies/copy.ts';
import { copySnapshot, takeSnapshot } from '../../../electron/store/copies/snapshot.ts';
import { listSnapshots } from '../../../electron/store/copies/snapshots.ts';
import { nextPath, swapIn } from '../../../electron/store/copies/swap.ts';
import { readSlot, slotPath, writeSlot } from '../../../electron/vault/recovery-slot.ts';
import { databaseKey, secretsOf } from '../../../electron/workspaces/keys/database-key.ts';
import { changeDatabaseKey } from '../../../electron/workspaces/keys/key-change.ts';
import { moveWorkspace } from '../../../electron/workspaces/place/move.ts';
import { databasePath, type WorkspaceFile } from '../../../electron/workspaces/record.ts';
import { good } from '../good.ts';
import { keyOffice, workspaceIn } from '../key-office.ts';

export const ID = '0123456789abcdef';
/** The computer's folders, below the one that is recorded. */
export const PROFILE = 'workspaces';
export const DISK = 'disk';
export const BUNDLE = 'office.caseharbor-bundle';

/** What a deed is done with: the parts of a program, and the one workspace of the computer. */
interface Hands {
  readonly top: string;
  readonly office: ReturnType<typeof keyOffice>;
  readonly workspace: WorkspaceFile;
  readonly path: string;
  readonly keyHex: string;
}

/** A database of before, checked, beside the present one. */
function stage({ path, keyHex, workspace }: Hands): void {
  const into = join(workspace.folder, 'backups');
  const [backup] = listSnapshots(into, '');
  const key = { kind: 'raw', hex: keyHex } as const;
  const source = join(into, backup?.id ?? '', 'cases.caseharbor');
  good(copyDatabase({ source, sourceKey: key, target: nextPath(path), targetKey: key }));
}

/** By name, everything that is done with the files of a workspace beside what SQLite does by itself. Each throws when it fails. */
const WORKS: Readonly<Record<string, (hands: Hands) => void | Promise<void>>> = {
  restore(hands) {
    stage(hands);
    swapIn(hands.path, null);
  },
  repair(hands) {
    stage(hands);
    swapIn(hands.path, join(hands.workspace.folder, 'damaged-1'));
  },
  async 'key change'({ office, workspace }) {
    const code = office.parts.vault.newRecoveryCode();
    const storeWorker = join(import.meta.dirname, './recording-worker.ts');
    good(await changeDatabaseKey({ ...office.parts, storeWorker }, office.files, workspace, code));
  },
  async 'new code'({ office, workspace, keyHex }) {
    const code = office.parts.vault.newRecoveryCode();
    const sealing = { workspace: ID, madeAt: systemClock.now(), code, keys: [keyHex] };
    good(writeSlot(slotPath(workspace.folder), await office.parts.vault.sealSlot(sealing)));
  },
  backup({ path, keyHex, workspace }) {
    const into = join(workspace.folder, 'backups');
    const slot = slotPath(workspace.folder);
    good(takeSnapshot({ path, keyHex, into, at: systemClock.now(), reason: 'asked', slot }));
  },
  'second place'({ top, workspace }) {
    const from = join(workspace.folder, 'backups');
    good(copySnapshot({ folder: join(from, listSnapshots(from, '')[0]?.id ?? ''), into: join(top, DISK, 'second') }));
  },
  async move({ top, office, workspace }) {
    const storeWorker = join(import.meta.dirname, './recording-worker.ts');
    good(await moveWorkspace({ ...office.parts, storeWorker }, office.files, workspace, join(top, DISK, 'moved')));
  },
  bundle({ top, path, keyHex, workspace }) {
    mkdirSync(join(top, DISK), { recursive: true });
    good(
      exportBundle({
        path,
        keyHex,
        staging: join(workspace.folder, 'staging'),
        at: systemClock.now(),
        target: join(top, DISK, BUNDLE),
        slot: good(readSlot(slotPath(workspace.folder))),
        saltHex: '00'.repeat(32),
        about: '{}',
      }),
    );
  },
  settings({ office }) {
    office.files.change(ID, { name: 'Another name' });
  },
};

/** Each deed begins as a new program does. */
export const DEEDS: Readonly<Record<string, (top: string) => Promise<void>>> = Object.fromEntries(
  Object.entries(WORKS).map(([name, work]) => [
    name,
    async (top: string) => {
      const office = keyOffice(join(top, PROFILE));
      const workspace = workspaceIn(office.files, ID);
      const place = secretsOf(office.parts.vault, workspace);
      const keyHex = good(await databaseKey(office.parts, office.files, place, workspace));
      await work({ top, office, workspace, path: databasePath(workspace.folder), keyHex });
    },
  ]),
);
