import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../../shared/clock.ts';
import type { BackupReason, BackupView, BackupWork, FolderKind } from '../../../shared/contract/backups.ts';
import { ok, type Problem, type Result } from '../../../shared/problem.ts';
import { guarded } from '../../guard.ts';
import { bundleStaging } from '../../store/copies/bundle.ts';
import { inWorker } from '../../store/in-worker.ts';
import {
  BACKUPS_FOLDER,
  clearDrafts,
  dropSnapshot,
  listSnapshots,
  type Snapshot,
} from '../../store/copies/snapshots.ts';
import { problemOf } from '../../store/problems.ts';
import { RECOVERY_FILE } from '../../vault/recovery-slot.ts';
import { forgetKeysWithoutBackups } from './keys.ts';
import { makeBackup } from './one-backup.ts';
import { createBackupRounds } from './rounds.ts';
import { outlived } from './rule.ts';
import { databaseBytes, isLow, lookBelow, type DiskBelow } from '../place/disk-room.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';
import { createSecondKeeper, type SecondPlace } from './second-place.ts';
import { createSerial } from '../serial.ts';

/** Where the backups lie that are always made. */
export const backupsFolder = (folder: string): string => join(folder, BACKUPS_FOLDER);

/** Makes a workspace's backups, keeps as many as the rule says, and knows when the next is due. */
export interface BackupKeeper {
  /** The workspace's folder whose backups it keeps. */
  readonly folder: string;
  list(): Snapshot[];
  /** Those in the second place. `away`: nobody knows. Null: none is chosen. */
  listSecond(): Snapshot[] | 'away' | null;
  work(): BackupWork | null;
  problem(): { readonly at: Instant; readonly problem: Problem } | null;
  nextAt(): Instant | null;
  second(): SecondPlace | null;
  disk(): { readonly free: number; readonly low: boolean; readonly lies: FolderKind } | null;
  /** Makes one now, after one that is being made. Null: it was cancelled. */
  make(reason: BackupReason): Promise<Result<BackupView | null>>;
  cancel(): void;
  /** Begins to make one a day. `unclean`: the database was not closed the last time, and is looked through for damage. */
  start(unclean: boolean): void;
  /** The computer woke, or a disk may have been plugged in: looks at once whether something is due. */
  wake(): void;
  /** Looks anew at the disk and at the second place. */
  look(): Promise<void>;
  /** Makes no more, and resolves when the database is let go of. */
  stop(): Promise<void>;
}

/** What is told without having been asked, at most once a day. */
export type ToldKind = 'backup_place_away' | 'disk_low' | 'database_damaged';

export interface KeeperParts extends Pick<WorkspaceParts, 'clock' | 'log' | 'zone' | 'storeWorker' | 'runtime'> {
  readonly workspace: WorkspaceFile;
  readonly key: () => Promise<Result<string>>;
  readonly changed: () => void;
  /** Something that a person should hear of, at most once a day. */
  readonly tell: (what: ToldKind, path: string) => void;
}

export function createBackupKeeper(parts: KeeperParts): BackupKeeper {
  const { clock, log, changed, workspace, key } = parts;
  const { folder } = workspace;
  const into = backupsFolder(folder);
  const worker = { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding };
  const line = createSerial();
  let work: BackupWork | null = null;
  let problem: ReturnType<BackupKeeper['problem']> = null;
  let disk: DiskBelow | null = null;
  let running: AbortController | null = null;
  let stopped = false;

  /** A folder that cannot be read holds nothing for now, and is told as what keeps backups from being made. */
  const list = (): Snapshot[] => {
    try {
      return listSnapshots(into, RECOVERY_FILE);
    } catch (error) {
      const told = problemOf(error);
      if (!told.ok) problem ??= { at: clock.now(), problem: told.problem };
      return [];
    }
  };

  const show = (next: BackupWork | null): void => {
    work = next;
    changed();
  };

  /** Does what `cancel` ends. */
  const cancellable = async <Value>(use: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    running = new AbortController();
    try {
      return await use(running.signal);
    } finally {
      running = null;
    }
  };

  const makeOne = async (reason: BackupReason): Promise<Result<Snapshot | null>> => {
    if (stopped) return ok(null);
    const keyHex = await key();
    if (!keyHex.ok) return keyHex;
    try {
      return await cancellable(async (signal) => {
        const made = await makeBackup({ clock, worker, folder, into, keyHex: keyHex.value, reason, signal, show });
        if (made.ok && made.value !== null) {
          thinOut(into);
          await toSecond(made.value.id, reason, signal);
          forgetKeys(keyHex.value);
        }
        return made;
      });
    } finally {
      show(null);
    }
  };

  /** Backups age out in both places alike. One that cannot be removed is tried again with the next. */
  const thinOut = guarded(log, 'backups: thinning out', (place: string) => {
    for (const { id } of outlived(listSnapshots(place, RECOVERY_FILE), clock.now(), parts.zone()))
      dropSnapshot(place, id);
  });

  const second = createSecondKeeper({
    worker,
    log,
    workspace,
    from: into,
    newest: () => list()[0],
    thinOut,
    missing: (place) => parts.tell('backup_place_away', place),
  });

  /** An earlier key is kept as long as a backup needs it, and no longer. */
  const forgetKeys = guarded(log, 'backups: earlier keys', (keyHex: string) => {
    const elsewhere = second.backups();
    if (elsewhere === 'away') return;
    forgetKeysWithoutBackups(workspace, keyHex, [...list(), ...(elsewhere ?? [])]);
  });

  const toSecond = (id: string, what: BackupReason, signal: AbortSignal): Promise<void> =>
    second.copy(id, signal, () => show({ what, stage: 'second_place', share: 0 }));

  const look = async (): Promise<void> => {
    disk = await lookBelow(folder);
    if (disk !== null && isLow(disk.free, databaseBytes(databasePath(folder)))) parts.tell('disk_low', folder);
    await second.look();
    changed();
  };

  /** What is due by itself: a look at the disks, the daily backup, or a copy for a disk that is back. */
  const tick = async (): Promise<void> => {
    await look();
    if (stopped) return;
    const [due, newest] = [rounds.nextAt(), list()[0]];
    if (due !== null && clock.now() >= due) await keeper.make('daily');
    else if (newest !== undefined && second.found()?.state === 'waiting') {
      await line(() => cancellable((signal) => toSecond(newest.id, newest.reason, signal)));
      show(null);
    }
  };

  /** A page that is damaged may not be read for months: after an unclean end it is looked for. */
  const check = (): Promise<void> =>
    line(async () => {
      const keyHex = await key();
      if (stopped || !keyHex.ok) return;
      const order = { path: databasePath(folder), keyHex: keyHex.value, nativeBinding: worker.nativeBinding };
      const checked = await cancellable((signal) => inWorker(worker, 'check', order, { signal }));
      if (checked === null || checked.ok) return;
      problem = { at: clock.now(), problem: checked.problem };
      parts.tell('database_damaged', databasePath(folder));
      changed();
    });

  const rounds = createBackupRounds({ clock, log, made: list, failedAt: () => problem?.at ?? null, round: tick });

  const keeper: BackupKeeper = {
    folder,
    list,
    listSecond: () => second.backups(),
    work: () => work,
    problem: () => problem,
    nextAt: () => rounds.nextAt(),
    second: () => second.found(),
    disk: () => (disk === null ? null : { ...disk, low: isLow(disk.free, databaseBytes(databasePath(folder))) }),
    make: (reason) =>
      line(async () => {
        const made = await makeOne(reason);
        if (!made.ok) {
          log.warn('backups: not made', { reason, problem: made.problem.kind });
          problem = { at: clock.now(), problem: made.problem };
        } else if (made.value !== null) problem = null;
        rounds.plan();
        changed();
        return made;
      }),
    cancel: () => running?.abort(),
    start(unclean) {
      clearDrafts(into);
      rmSync(bundleStaging(folder), { recursive: true, force: true });
      rounds.start();
      guarded(log, 'backups: the disk', look)();
      if (unclean) guarded(log, 'backups: the check', check)();
    },
    wake: () => rounds.wake(),
    look,
    async stop() {
      stopped = true;
      rounds.stop();
      running?.abort();
      await line(() => Promise.resolve());
    },
  };
  return keeper;
}
