import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Request } from '../../../shared/contract/contract.ts';
import type { HoldingsView, SecretHolding } from '../../../shared/contract/holdings.ts';
import type { Cleared } from '../../../shared/contract/page-lists.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { dropSnapshot, readSnapshot } from '../../store/copies/snapshots.ts';
import { kindInWorkspace, placeOf } from '../../store/holdings/files.ts';
import { inWorker } from '../../store/in-worker.ts';
import { problemOf } from '../../store/problems.ts';
import type { ReadOrder } from '../../store/reading.ts';
import { readDatabaseKey } from '../../vault/secrets.ts';
import { entryOf } from '../../vault/vault.ts';
import { backupsFolder } from '../backups/keeper.ts';
import { secretsOf } from '../keys/database-key.ts';
import type { Door } from '../door.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';
import { placeIn } from '../backups/second-place.ts';

/** What this computer holds of the program's, and the deletion of what nothing else deletes. */
export interface Holdings {
  count(): Promise<Result<HoldingsView>>;
  removeBackup(request: Request<'holdings.remove_backup'>): Result<null>;
  /** Deletes the program's log, what Chromium kept of crashes, or files that were kept because they are damaged. */
  clear(what: Exclude<Cleared, 'runtime'>, id: string | null): Promise<Result<null>>;
}

export function createHoldings(parts: WorkspaceParts, files: WorkspaceFiles, door: Pick<Door, 'current'>): Holdings {
  const { clock, events, vault, log } = parts;
  const profile = dirname(parts.root);
  const { sqliteBinding: nativeBinding } = parts.runtime;

  const secondOf = ({ file }: WorkspaceFile): { folder: string; place: string } | null => {
    const { id, backupFolder } = file.get();
    return backupFolder === null ? null : { folder: backupFolder, place: placeIn(backupFolder, id) };
  };

  /** How the store's thread reads the open database. Null: none is open. */
  const readOpen = async (): Promise<Result<{ id: string; order: ReadOrder } | null>> => {
    const id = door.current()?.id;
    const found = id === undefined ? null : files.find(id);
    if (id === undefined || found === null) return ok(null);
    const key = await readDatabaseKey(secretsOf(vault, found), found.file.get().hasDatabaseKey);
    if (!key.ok) return key;
    if (key.value === null) return fail('database_missing');
    return ok({ id, order: { path: databasePath(found.folder), key: { kind: 'raw', hex: key.value }, nativeBinding } });
  };

  return {
    async count() {
      const all = files.all();
      const id = door.current()?.id;
      const open = await readOpen();
      const counted = await inWorker({ path: parts.storeWorker, nativeBinding }, 'holdings', {
        profile,
        workspaces: all.map((workspace) => ({
          id: workspace.file.get().id,
          folder: workspace.folder,
          backups: backupsFolder(workspace.folder),
          second: secondOf(workspace),
        })),
        open: open.ok ? (open.value?.order ?? null) : null,
      });
      if (counted === null) return fail('unexpected', { detail: 'Nobody cancelled the counting.' });
      if (!counted.ok) return counted;
      const { bytes, files: own, workspaces, data } = counted.value;
      const problem = open.ok ? counted.value.problem : open.problem;
      return ok({
        at: clock.now(),
        folder: profile,
        bytes,
        files: own,
        workspaces: workspaces.map((holdings, index) => ({ ...holdings, ...namesOfSecrets(all[index]) })),
        open: id === undefined ? null : problem === null ? { id, data: data ?? [] } : { id, problem },
      });
    },

    removeBackup({ id, place, backup }) {
      const found = files.find(id);
      if (found === null) return fail('no_workspace');
      const into = place === 'first' ? backupsFolder(found.folder) : secondOf(found)?.place;
      if (into === undefined || readSnapshot(into, backup, '') === null) return fail('not_found');
      dropSnapshot(into, backup);
      log.info('holdings: a backup was deleted', { place });
      events.changed(['backups', 'holdings']);
      return done;
    },

    async clear(what, id) {
      const workspace = id === null ? null : files.find(id);
      if (id !== null && workspace === null) return fail('no_workspace');
      try {
        if (workspace !== null) await removeBelow(workspace.folder, true, (path) => kindInWorkspace(path) === what);
        for (const [above, isDeep] of ROOTS[what]) {
          const its = (path: string[]): boolean => {
            const place = placeOf([...above, ...path]);
            return place.kind === what && place.workspace === id;
          };
          await removeBelow(join(profile, ...above), isDeep, its);
        }
      } catch (error) {
        return problemOf(error);
      }
      log.info('holdings: cleared', { what });
      events.changed(['holdings']);
      return done;
    },
  };
}

/** Where files of a kind may lie below the profile folder, and whether in folders of their own. */
const ROOTS: Readonly<Record<Exclude<Cleared, 'runtime'>, readonly (readonly [readonly string[], boolean])[]>> = {
  logs: [[['logs'], true]],
  crash_dumps: [[['Crashpad'], true]],
  damaged: [
    [[], false],
    [['workspaces'], false],
  ],
};

/** Removes files below a folder, and leaves the folders. `isHit` is asked with the path below it. */
async function removeBelow(folder: string, isDeep: boolean, isHit: (path: string[]) => boolean): Promise<void> {
  if (!existsSync(folder)) return;
  for (const entry of await readdir(folder, { recursive: isDeep, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && isHit(relative(folder, file).split(sep))) await rm(file, { force: true });
  }
}

function namesOfSecrets(
  workspace: WorkspaceFile | undefined,
): Pick<HoldingsView['workspaces'][number], 'id' | 'secretsIn' | 'secrets'> {
  if (workspace === undefined) throw new Error('More workspaces were counted than there are');
  const { id, secretsIn, hasDatabaseKey, hasCredentials, keyChanging } = workspace.file.get();
  const names: [SecretHolding['name'], boolean][] = [
    ['database_key', hasDatabaseKey],
    ['next_database_key', keyChanging],
    ['credentials', hasCredentials],
  ];
  return {
    id,
    secretsIn,
    secrets: names.filter(([, there]) => there).map(([name]) => ({ name, entry: entryOf(id, name) })),
  };
}
