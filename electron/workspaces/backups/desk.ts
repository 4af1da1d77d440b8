import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from '../../../shared/contract/contract.ts';
import type { BackupReason, BackupsView, BackupView, RepairOutcome } from '../../../shared/contract/backups.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { inWorker } from '../../store/in-worker.ts';
import { problemOf } from '../../store/problems.ts';
import { nextPath, swapIn } from '../../store/copies/swap.ts';
import { readSnapshot, snapshotFile } from '../../store/copies/snapshots.ts';
import { RECOVERY_FILE } from '../../vault/recovery-slot.ts';
import { backupsFolder, createBackupKeeper, type BackupKeeper, type ToldKind } from './keeper.ts';
import { keyOfBackup, keysOfBackups } from './keys.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import type { Door } from '../door.ts';
import { isAway } from '../place/move.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';
import { makePlace } from './second-place.ts';
import type { BothFolders } from './still-held.ts';

/** Backups, restore and repair of the workspaces, as the page asks for them. */
export interface BackupDesk {
  state(id: string): Result<BackupsView>;
  /** The backups that there are just now, in both folders. */
  both(id: string): Result<BothFolders>;
  make(id: string, reason: BackupReason): Promise<Result<BackupView | null>>;
  cancel(id: string): Result<null>;
  useFolder(id: string, folder: string): Promise<Result<{ folder: string }>>;
  forgetFolder(id: string): Result<null>;
  preview(id: string, backup: string): Promise<Result<Response<'backups.preview'>>>;
  restore(id: string, backup: string): Promise<Result<Response<'backups.restore'>>>;
  repair(id: string): Promise<Result<RepairOutcome>>;
  /** A workspace was opened: its backups are made by themselves from now on. */
  opened(workspace: WorkspaceFile, unclean: boolean): void;
  /** The open workspace is about to be closed: resolves when no backup reads it any more. */
  closing(): Promise<void>;
  /** The computer woke: what is due is made up for. */
  wake(): void;
}

export function createBackupDesk(parts: WorkspaceParts, files: WorkspaceFiles, door: Door): BackupDesk {
  const { clock, events, vault, log } = parts;
  const worker = { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding };
  const { nativeBinding } = worker;
  const keepers = new Map<string, BackupKeeper>();
  let openId: string | null = null;
  let busy: { readonly id: string; readonly what: 'restore' | 'repair' } | null = null;

  const changed = (): void => events.changed(['backups']);
  const keyOf = (workspace: WorkspaceFile): Promise<Result<string>> =>
    databaseKey(parts, files, secretsOf(vault, workspace), workspace);

  const keeperOf = (workspace: WorkspaceFile): BackupKeeper => {
    const { id } = workspace.file.get();
    const known = keepers.get(id);
    if (known?.folder === workspace.folder) return known;
    const keeper = createBackupKeeper({
      ...parts,
      workspace,
      key: () => keyOf(workspace),
      changed,
      tell: (what, path) => tellOnceADay(workspace, what, path),
    });
    keepers.set(id, keeper);
    return keeper;
  };

  /** The day is remembered, so that a new start does not tell it again. */
  const tellOnceADay = ({ file }: WorkspaceFile, what: ToldKind, path: string): void => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: parts.zone() }).format(clock.now());
    const { id, toldOn } = file.get();
    if (toldOn[what] === day) return;
    files.change(id, { toldOn: { ...toldOn, [what]: day } });
    events.told(what, path);
  };

  const within = <Value>(id: string, use: (found: WorkspaceFile) => Value): Value | ReturnType<typeof fail> => {
    const found = files.find(id);
    return found === null ? fail('no_workspace') : use(found);
  };

  const stateOf = (workspace: WorkspaceFile): BackupsView => {
    const keeper = keeperOf(workspace);
    const disk = keeper.disk();
    const { id } = workspace.file.get();
    return {
      folder: backupsFolder(workspace.folder),
      second: keeper.second(),
      lies: disk?.lies ?? { kind: 'local' },
      backups: keeper.list(),
      work: busy?.id === id ? { what: busy.what, stage: 'copying', share: 0 } : keeper.work(),
      problem: keeper.problem(),
      nextAt: openId === id ? keeper.nextAt() : null,
      disk: disk === null ? null : { free: disk.free, low: disk.low },
    };
  };

  /** Restores and repairs: alone, with the database closed and opened again whatever came of it. */
  const withClosed = async <Value>(
    workspace: WorkspaceFile,
    what: 'restore' | 'repair',
    work: () => Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    if (isAway(workspace)) return fail('workspace_away');
    busy = { id: workspace.file.get().id, what };
    changed();
    try {
      await door.close();
      const worked = await work();
      const opened = await door.open(workspace);
      return worked.ok && !opened.ok ? opened : worked;
    } catch (error) {
      await door.open(workspace);
      return problemOf(error);
    } finally {
      busy = null;
      changed();
    }
  };

  /** The folder for a damaged database that something else takes the place of. Its name is a moment, so it is new. */
  const damagedFolder = ({ folder }: WorkspaceFile): string => {
    const stamp = new Date(clock.now())
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(/[-:]/g, '');
    for (let turn = 1; ; turn += 1) {
      const name = join(folder, `damaged-${stamp}${turn === 1 ? '' : `-${turn}`}`);
      if (!existsSync(name)) return name;
    }
  };

  const restoreNow = async (workspace: WorkspaceFile, backup: string): Promise<Result<Response<'backups.restore'>>> => {
    const key = await keyOf(workspace);
    if (!key.ok) return key;
    const path = databasePath(workspace.folder);
    const into = backupsFolder(workspace.folder);
    const snapshot = readSnapshot(into, backup, RECOVERY_FILE);
    if (snapshot === null) return fail('not_found');
    const backupKey = keyOfBackup(workspace, snapshot, key.value, nativeBinding);
    if (!backupKey.ok) return backupKey;
    const order = {
      source: snapshotFile(into, backup),
      sourceKey: { kind: 'raw', hex: backupKey.value },
      target: nextPath(path),
      targetKey: { kind: 'raw', hex: key.value },
      nativeBinding,
    } as const;
    const staged = await inWorker(worker, 'copy', order);
    if (staged?.ok !== true) return staged ?? fail('unexpected');
    return withClosed(workspace, 'restore', async () => {
      const saved = await keeperOf(workspace).make('before_restore');
      // What cannot be read cannot be saved as a backup: its file is kept instead. A full disk ends it here.
      const unreadable = !saved.ok && UNREADABLE.has(saved.problem.kind);
      if (!saved.ok && !unreadable) return saved;
      const keepIn = unreadable && existsSync(path) ? damagedFolder(workspace) : null;
      swapIn(path, keepIn);
      log.info('restored', { backup, keptDamaged: keepIn !== null });
      return ok({ saved: saved.ok ? (saved.value?.id ?? null) : null, keptIn: keepIn });
    });
  };

  const repairNow = (workspace: WorkspaceFile): Promise<Result<RepairOutcome>> =>
    withClosed(workspace, 'repair', async () => {
      const key = await keyOf(workspace);
      if (!key.ok) return key;
      const path = databasePath(workspace.folder);
      const into = backupsFolder(workspace.folder);
      const backups = keeperOf(workspace)
        .list()
        .map(({ id, at }) => ({ path: snapshotFile(into, id), at }));
      const backupKeys = keysOfBackups(workspace, key.value);
      const order = { path, keyHex: key.value, backups, backupKeys, salt: workspace.file.get().salt, nativeBinding };
      const repaired = await inWorker(worker, 'repair', order);
      if (repaired?.ok !== true) return repaired ?? fail('unexpected');
      const keptIn = damagedFolder(workspace);
      swapIn(path, keptIn);
      const { id } = workspace.file.get();
      files.change(id, { hasDatabase: true });
      log.info('repaired', { ...repaired.value.lost, unreadable: repaired.value.parts.unreadable });
      return ok({ ...repaired.value, keptIn });
    });

  return {
    state: (id) => within(id, (found) => ok(stateOf(found))),
    both: (id) => within(id, (found) => ok({ first: keeperOf(found).list(), second: keeperOf(found).listSecond() })),
    make: async (id, reason) => within(id, (found) => keeperOf(found).make(reason)),
    cancel: (id) =>
      within(id, (found) => {
        keeperOf(found).cancel();
        return done;
      }),
    useFolder: async (id, folder) =>
      within(id, async (found) => {
        try {
          await makePlace(folder, id);
        } catch (error) {
          return problemOf(error);
        }
        files.change(id, { backupFolder: folder });
        await keeperOf(found).look();
        keeperOf(found).wake();
        return ok({ folder });
      }),
    forgetFolder: (id) =>
      within(id, (found) => {
        files.change(id, { backupFolder: null });
        keeperOf(found).wake();
        return done;
      }),
    preview: async (id, backup) =>
      within(id, async (found) => {
        const into = backupsFolder(found.folder);
        const snapshot = readSnapshot(into, backup, RECOVERY_FILE);
        if (snapshot === null) return fail('not_found');
        const key = await keyOf(found);
        if (!key.ok) return key;
        const backupKey = keyOfBackup(found, snapshot, key.value, nativeBinding);
        if (!backupKey.ok) return backupKey;
        const order = {
          path: databasePath(found.folder),
          backup: snapshotFile(into, backup),
          keyHex: key.value,
          backupKeyHex: backupKey.value,
          nativeBinding,
        };
        const newer = await inWorker(worker, 'compare', order);
        return ok({ backup: snapshot, newer: newer?.ok === true ? newer.value : null });
      }),
    restore: async (id, backup) => within(id, (found) => door.serial(() => restoreNow(found, backup))),
    repair: async (id) => within(id, (found) => door.serial(() => repairNow(found))),
    opened(workspace, unclean) {
      openId = workspace.file.get().id;
      keeperOf(workspace).start(unclean);
    },
    async closing() {
      if (openId === null) return;
      const keeper = keepers.get(openId);
      keepers.delete(openId);
      openId = null;
      await keeper?.stop();
    },
    wake() {
      if (openId !== null) keepers.get(openId)?.wake();
    },
  };
}

/** What says of a database that no backup can be made of it. */
const UNREADABLE: ReadonlySet<string> = new Set(['database_unreadable', 'database_damaged', 'database_missing']);
