import { existsSync } from 'node:fs';
import type { Response } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import type { Log } from '../../log.ts';
import { readSnapshot, snapshotFile, type Snapshot } from '../../store/copies/snapshots.ts';
import { nextPath, swapIn } from '../../store/copies/swap.ts';
import { inWorker, type StoreWorker } from '../../store/in-worker.ts';
import { RECOVERY_FILE } from '../../vault/recovery-slot.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';
import { backupsFolder, type BackupKeeper } from './keeper.ts';
import { keyOfBackup } from './keys.ts';
import { damagedFolder, type WhileClosed } from './while-closed.ts';
import type { WorkspaceParts } from '../parts.ts';

/** Puts a backup in the place of a workspace's database, once it was shown what that would undo. */
export interface Restores {
  preview(workspace: WorkspaceFile, backup: string): Promise<Result<Response<'backups.preview'>>>;
  restore(workspace: WorkspaceFile, backup: string): Promise<Result<Response<'backups.restore'>>>;
}

interface RestoreParts {
  readonly clock: WorkspaceParts['clock'];
  readonly log: Log;
  readonly worker: StoreWorker;
  readonly keyOf: (workspace: WorkspaceFile) => Promise<Result<string>>;
  readonly keeperOf: (workspace: WorkspaceFile) => Pick<BackupKeeper, 'make'>;
  readonly whileClosed: WhileClosed;
}

/** A backup that can be opened, and what opens it and the database of now. */
interface Chosen {
  readonly snapshot: Snapshot;
  readonly file: string;
  readonly key: string;
  readonly keyOfNow: string;
}

export function createRestores({ clock, log, worker, keyOf, keeperOf, whileClosed }: RestoreParts): Restores {
  const { nativeBinding } = worker;

  const choose = async (workspace: WorkspaceFile, backup: string): Promise<Result<Chosen>> => {
    const into = backupsFolder(workspace.folder);
    const snapshot = readSnapshot(into, backup, RECOVERY_FILE);
    if (snapshot === null) return fail('not_found');
    const keyOfNow = await keyOf(workspace);
    if (!keyOfNow.ok) return keyOfNow;
    const key = keyOfBackup(workspace, snapshot, keyOfNow.value, nativeBinding);
    if (!key.ok) return key;
    return ok({ snapshot, file: snapshotFile(into, backup), key: key.value, keyOfNow: keyOfNow.value });
  };

  return {
    async preview(workspace, backup) {
      const chosen = await choose(workspace, backup);
      if (!chosen.ok) return chosen;
      const { snapshot, file, key, keyOfNow } = chosen.value;
      const order = {
        path: databasePath(workspace.folder),
        backup: file,
        keyHex: keyOfNow,
        backupKeyHex: key,
        nativeBinding,
      };
      const newer = await inWorker(worker, 'compare', order);
      return ok({ backup: snapshot, newer: newer?.ok === true ? newer.value : null });
    },
    async restore(workspace, backup) {
      const chosen = await choose(workspace, backup);
      if (!chosen.ok) return chosen;
      const { file, key, keyOfNow } = chosen.value;
      const path = databasePath(workspace.folder);
      const order = {
        source: file,
        sourceKey: { kind: 'raw', hex: key },
        target: nextPath(path),
        targetKey: { kind: 'raw', hex: keyOfNow },
        nativeBinding,
      } as const;
      const staged = await inWorker(worker, 'copy', order);
      if (staged?.ok !== true) return staged ?? fail('unexpected');
      return whileClosed.run(workspace, 'restore', async () => {
        const saved = await keeperOf(workspace).make('before_restore');
        // What cannot be read cannot be saved as a backup: its file is kept instead. A full disk ends it here.
        const unreadable = !saved.ok && UNREADABLE.has(saved.problem.kind);
        if (!saved.ok && !unreadable) return saved;
        const keepIn = unreadable && existsSync(path) ? damagedFolder(workspace, clock) : null;
        swapIn(path, keepIn);
        log.info('restored', { backup, keptDamaged: keepIn !== null });
        return ok({ saved: saved.ok ? (saved.value?.id ?? null) : null, keptIn: keepIn });
      });
    },
  };
}

/** What says of a database that no backup can be made of it. */
const UNREADABLE: ReadonlySet<string> = new Set(['database_unreadable', 'database_damaged', 'database_missing']);
