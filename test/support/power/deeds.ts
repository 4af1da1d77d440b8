import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openJsonFile } from '../../../electron/settings/json-file.ts';
import { systemClock } from '../../../electron/clock.ts';
import { casesCsv } from '../../../electron/documents/cases-csv.ts';
import { exportCases } from '../../../electron/store/cases/export.ts';
import { exportBundle } from '../../../electron/store/copies/bundle.ts';
import { copyDatabase } from '../../../electron/store/copies/copy.ts';
import { copySnapshot, takeSnapshot } from '../../../electron/store/copies/snapshot.ts';
import { dropSnapshot, listSnapshots } from '../../../electron/store/copies/snapshots.ts';
import { nextPath, swapIn } from '../../../electron/store/copies/swap.ts';
import { createBudgetFile } from '../../../electron/store/pulls/budget-file.ts';
import { reading } from '../../../electron/store/reading.ts';
import { readSlot, slotPath, writeSlot } from '../../../electron/vault/recovery-slot.ts';
import { moveAside, replaceFile } from '../../../electron/vault/replace-file.ts';
import { databaseKey, secretsOf } from '../../../electron/workspaces/keys/database-key.ts';
import { changeDatabaseKey } from '../../../electron/workspaces/keys/key-change.ts';
import { moveWorkspace } from '../../../electron/workspaces/place/move.ts';
import { databasePath, type WorkspaceFile } from '../../../electron/workspaces/record.ts';
import { dayIn } from '../../../shared/service/hours.ts';
import { good } from '../good.ts';
import { keyOffice, workspaceIn } from '../key-office.ts';

export const ID = '0123456789abcdef';
/** The computer's folders, below the one that is recorded. */
export const PROFILE = 'workspaces';
export const DISK = 'disk';
export const BUNDLE = 'office.caseharbor-bundle';
export const EXPORT = 'cases.csv';

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
  export({ top, path, keyHex }) {
    const key = { kind: 'raw', hex: keyHex } as const;
    const order = { path, key, scope: { of: 'all' }, at: systemClock.now(), target: join(top, DISK, EXPORT) } as const;
    const form = casesCsv({ language: 'en', zone: 'America/New_York', notes: true });
    good(reading(order, (connection) => exportCases(connection, order, form, () => undefined)));
  },
  'backup thrown away'({ workspace }) {
    const from = join(workspace.folder, 'backups');
    dropSnapshot(from, listSnapshots(from, '')[0]?.id ?? '');
  },
  settings({ office }) {
    office.files.change(ID, { name: 'Another name' });
  },
};

/** What stands in a file of ours that is damaged. */
export const DAMAGED = 'damaged';

/** By name, a file that turns out to be damaged, and what is done then: it is moved aside, and another takes its place. */
export const ASIDE: Readonly<Record<string, { readonly file: string; readonly work: (top: string) => void }>> = {
  'recovery slot': {
    file: 'recovery.json',
    work(top) {
      moveAside(join(top, this.file));
      replaceFile(join(top, this.file), 'another');
    },
  },
  'settings file': {
    file: 'settings.json',
    work(top) {
      openJsonFile(top, 'settings', z.object({ name: z.string() }), { name: '' }, systemClock).set({ name: 'Another' });
    },
  },
  'count of calls': {
    file: 'budget.db',
    work(top) {
      const now = systemClock.now();
      const today = dayIn('America/New_York', now);
      const budget = createBudgetFile({ path: join(top, this.file), damaged: () => undefined });
      budget.reserve('key', { now, first: today, last: today }, 1);
      budget.close();
      // The recorder sees what the driver made at the next operation of ours.
      mkdirSync(join(top, 'later'));
    },
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
