import type { Response } from '../../../shared/contract/contract.ts';
import type { BackupReason, BackupsView, BackupView, RepairOutcome } from '../../../shared/contract/backups.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { problemOf } from '../../store/problems.ts';
import { backupsFolder, createBackupKeeper, type BackupKeeper, type ToldKind } from './keeper.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import type { Door } from '../door.ts';
import type { WorkspaceParts } from '../parts.ts';
import type { WorkspaceFile, WorkspaceFiles } from '../record.ts';
import { createRepair } from './repair.ts';
import { createRestores } from './restores.ts';
import { makePlace } from './second-place.ts';
import type { BothFolders } from './still-held.ts';
import { createWhileClosed } from './while-closed.ts';

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
  const keepers = new Map<string, BackupKeeper>();
  let openId: string | null = null;

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
    events.told(what, path, id);
  };

  const within = <Value>(id: string, use: (found: WorkspaceFile) => Value): Value | ReturnType<typeof fail> => {
    const found = files.find(id);
    return found === null ? fail('no_workspace') : use(found);
  };

  const whileClosed = createWhileClosed(door, changed);
  const hands = { clock, log, files, worker, keyOf, keeperOf, whileClosed };
  const restores = createRestores(hands);
  const repair = createRepair(hands);

  const stateOf = (workspace: WorkspaceFile): BackupsView => {
    const keeper = keeperOf(workspace);
    const disk = keeper.disk();
    const busy = whileClosed.busy();
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
    preview: async (id, backup) => within(id, (found) => restores.preview(found, backup)),
    restore: async (id, backup) => within(id, (found) => door.serial(() => restores.restore(found, backup))),
    repair: async (id) => within(id, (found) => door.serial(() => repair(found))),
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
