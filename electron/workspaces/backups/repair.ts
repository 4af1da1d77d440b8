import type { RepairOutcome } from '../../../shared/contract/backups.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import type { Log } from '../../log.ts';
import { snapshotFile } from '../../store/copies/snapshots.ts';
import { swapIn } from '../../store/copies/swap.ts';
import { inWorker, type StoreWorker } from '../../store/in-worker.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';
import { backupsFolder, type BackupKeeper } from './keeper.ts';
import { keysOfBackups } from './keys.ts';
import { damagedFolder, type WhileClosed } from './while-closed.ts';

/** Puts what still reads of a workspace's database, and of its backups, in its place. The damaged file is kept. */
export type Repair = (workspace: WorkspaceFile) => Promise<Result<RepairOutcome>>;

interface RepairParts {
  readonly clock: WorkspaceParts['clock'];
  readonly log: Log;
  readonly files: WorkspaceFiles;
  readonly worker: StoreWorker;
  readonly keyOf: (workspace: WorkspaceFile) => Promise<Result<string>>;
  readonly keeperOf: (workspace: WorkspaceFile) => Pick<BackupKeeper, 'list'>;
  readonly whileClosed: WhileClosed;
}

export const createRepair =
  ({ clock, log, files, worker, keyOf, keeperOf, whileClosed }: RepairParts): Repair =>
  (workspace) =>
    whileClosed.run(workspace, 'repair', async () => {
      const key = await keyOf(workspace);
      if (!key.ok) return key;
      const path = databasePath(workspace.folder);
      const into = backupsFolder(workspace.folder);
      const backups = keeperOf(workspace)
        .list()
        .map(({ id, at }) => ({ path: snapshotFile(into, id), at }));
      const order = {
        path,
        keyHex: key.value,
        backups,
        backupKeys: keysOfBackups(workspace, key.value),
        salt: workspace.file.get().salt,
        nativeBinding: worker.nativeBinding,
      };
      const repaired = await inWorker(worker, 'repair', order);
      if (repaired?.ok !== true) return repaired ?? fail('unexpected');
      const keptIn = damagedFolder(workspace, clock);
      swapIn(path, keptIn);
      const { id } = workspace.file.get();
      files.change(id, { hasDatabase: true });
      log.info('repaired', { ...repaired.value.lost, unreadable: repaired.value.parts.unreadable });
      return ok({ ...repaired.value, keptIn });
    });
