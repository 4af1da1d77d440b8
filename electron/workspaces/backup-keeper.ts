import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR, instant, type Cancel, type Instant } from '../../shared/clock.ts';
import type { BackupReason, BackupView, BackupWork, FolderKind } from '../../shared/contract/backups.ts';
import { ok, type Problem, type Result } from '../../shared/problem.ts';
import { guarded } from '../guard.ts';
import { inWorker } from '../store/in-worker.ts';
import {
  BACKUPS_FOLDER,
  clearDrafts,
  draftBytes,
  dropSnapshot,
  listSnapshots,
  type Snapshot,
} from '../store/copies/snapshot.ts';
import { problemOf } from '../store/problems.ts';
import { RECOVERY_FILE } from '../vault/recovery-slot.ts';
import { nextDaily, outlived, RETRY } from './backup-rule.ts';
import { isLow, lookBelow, type DiskBelow } from './disk-room.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, type WorkspaceFile } from './record.ts';
import { createSerial } from './serial.ts';

/** Where the backups lie that are always made. */
export const backupsFolder = (folder: string): string => join(folder, BACKUPS_FOLDER);

/** In a second place each workspace has a folder of its own, so that two never thin out each other's. */
const placeIn = (chosen: string, id: string): string => join(chosen, `caseharbor-${id}`);

/** How often progress is looked at, and how long a wait may be at the longest: a computer sleeps through timers. */
const LOOK_EVERY = 250;
const LONGEST_WAIT = HOUR;

/** The second place as it was last found. `waiting`: it is there, and the newest backup is not in it yet. */
export interface SecondPlace {
  readonly folder: string;
  readonly state: 'missing' | 'waiting' | 'copied';
  readonly lies: FolderKind;
}

/** Makes a workspace's backups, keeps as many as the rule says, and knows when the next is due. */
export interface BackupKeeper {
  list(): Snapshot[];
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
  const { folder, file } = workspace;
  const into = backupsFolder(folder);
  const worker = { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding };
  const line = createSerial();
  let work: BackupWork | null = null;
  let problem: ReturnType<BackupKeeper['problem']> = null;
  let nextAt: Instant | null = null;
  let second: SecondPlace | null = null;
  let disk: DiskBelow | null = null;
  let running: AbortController | null = null;
  let opened: Instant | null = null;
  let stopped = false;
  let inRound = false;
  let missed = false;
  let cancelTimer: Cancel = () => undefined;

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

  /** Follows a copy that is being written, by the size of its file. */
  const follow = (what: BackupReason): Cancel => {
    const whole = Math.max(1, databaseBytes(folder));
    let cancel: Cancel = () => undefined;
    const lookAgain = (): void => {
      cancel = clock.after(LOOK_EVERY, () => {
        if (work?.stage === 'copying') show({ what, stage: 'copying', share: Math.min(1, draftBytes(into) / whole) });
        lookAgain();
      });
    };
    lookAgain();
    return () => cancel();
  };

  const makeOne = async (reason: BackupReason): Promise<Result<Snapshot | null>> => {
    if (stopped) return ok(null);
    const keyHex = await key();
    if (!keyHex.ok) return keyHex;
    const controller = new AbortController();
    running = controller;
    show({ what: reason, stage: 'copying', share: 0 });
    const unfollow = follow(reason);
    try {
      const order = {
        path: databasePath(folder),
        keyHex: keyHex.value,
        into,
        at: clock.now(),
        reason,
        slot: join(folder, RECOVERY_FILE),
        nativeBinding: worker.nativeBinding,
      };
      const made = await inWorker(worker, 'snapshot', order, {
        signal: controller.signal,
        onProgress: ({ done, total }) => {
          if (done < total) show({ what: reason, stage: 'checking', share: 0 });
        },
      });
      if (made === null) {
        clearDrafts(into);
        return ok(null);
      }
      if (made.ok) {
        thinOut(into);
        await copyToSecond(made.value.id, reason, controller.signal);
      }
      return made;
    } finally {
      unfollow();
      running = null;
      show(null);
    }
  };

  /** Backups age out in both places alike. One that cannot be removed is tried again with the next. */
  const thinOut = guarded(log, 'backups: thinning out', (place: string) => {
    for (const { id } of outlived(listSnapshots(place, RECOVERY_FILE), clock.now(), parts.zone()))
      dropSnapshot(place, id);
  });

  const copyToSecond = async (id: string, what: BackupReason, signal: AbortSignal): Promise<void> => {
    await lookAtSecond();
    if (second === null || second.state !== 'waiting') return;
    const place = placeIn(second.folder, file.get().id);
    show({ what, stage: 'second_place', share: 0 });
    const copied = await inWorker(worker, 'copy_snapshot', { folder: join(into, id), into: place }, { signal });
    if (copied === null) clearDrafts(place);
    else if (copied.ok) thinOut(place);
    else log.warn('backups: second place', { problem: copied.problem.kind });
    await lookAtSecond();
  };

  const lookAtSecond = async (): Promise<void> => {
    const chosen = file.get().backupFolder;
    const below = chosen === null ? null : await lookBelow(chosen);
    second = chosen === null ? null : secondOf(chosen, below);
    if (second?.state === 'missing') parts.tell('backup_place_away', second.folder);
  };

  const secondOf = (chosen: string, below: DiskBelow | null): SecondPlace => {
    if (below === null) return { folder: chosen, state: 'missing', lies: { kind: 'local' } };
    const newest = list()[0];
    const there = newest === undefined || existsSync(join(placeIn(chosen, file.get().id), newest.id));
    return { folder: chosen, state: there ? 'copied' : 'waiting', lies: below.lies };
  };

  const look = async (): Promise<void> => {
    disk = await lookBelow(folder);
    if (disk !== null && isLow(disk.free, databaseBytes(folder))) parts.tell('disk_low', folder);
    await lookAtSecond();
    changed();
  };

  /** What is due by itself: a look at the disks, the daily backup, or a copy for a disk that is back. */
  const tick = async (): Promise<void> => {
    await look();
    if (stopped) return;
    const newest = list()[0] ?? null;
    if (nextAt !== null && clock.now() >= nextAt) await keeper.make('daily');
    else if (newest !== null && second?.state === 'waiting') {
      await line(async () => {
        const controller = new AbortController();
        running = controller;
        try {
          await copyToSecond(newest.id, newest.reason, controller.signal);
        } finally {
          running = null;
          show(null);
        }
      });
    }
  };

  /** A page that is damaged may not be read for months: after an unclean end it is looked for. */
  const check = (): Promise<void> =>
    line(async () => {
      const keyHex = await key();
      if (stopped || !keyHex.ok) return;
      const controller = new AbortController();
      running = controller;
      const order = { path: databasePath(folder), keyHex: keyHex.value, nativeBinding: worker.nativeBinding };
      const checked = await inWorker(worker, 'check', order, { signal: controller.signal });
      running = null;
      if (checked === null || checked.ok) return;
      problem = { at: clock.now(), problem: checked.problem };
      parts.tell('database_damaged', databasePath(folder));
      changed();
    });

  const plan = (): void => {
    cancelTimer();
    if (opened === null || stopped) return;
    const now = clock.now();
    // What lies ahead was read off a clock that was set back since: it holds nothing up.
    if (opened > now) opened = now;
    const newest = list().find(({ at }) => at <= now);
    const due = nextDaily(newest?.at ?? null, opened);
    nextAt = problem === null || problem.at > now ? due : instant(Math.max(due, problem.at + RETRY));
    cancelTimer = clock.after(Math.min(LONGEST_WAIT, Math.max(0, nextAt - now)), round);
  };

  /** One at a time: a timer and a wake-up together would make what is due twice. The later one looks again after it. */
  const round = guarded(log, 'backups', async () => {
    missed = inRound;
    if (inRound) return;
    inRound = true;
    try {
      await tick();
    } finally {
      inRound = false;
      plan();
      if (missed) round();
    }
  });

  const keeper: BackupKeeper = {
    list,
    work: () => work,
    problem: () => problem,
    nextAt: () => nextAt,
    second: () => second,
    disk: () => (disk === null ? null : { ...disk, low: isLow(disk.free, databaseBytes(folder)) }),
    make: (reason) =>
      line(async () => {
        const made = await makeOne(reason);
        if (!made.ok) {
          log.warn('backups: not made', { reason, problem: made.problem.kind });
          problem = { at: clock.now(), problem: made.problem };
        } else if (made.value !== null) problem = null;
        plan();
        changed();
        return made;
      }),
    cancel: () => running?.abort(),
    start(unclean) {
      clearDrafts(into);
      opened = clock.now();
      plan();
      guarded(log, 'backups: the disk', look)();
      if (unclean) guarded(log, 'backups: the check', check)();
    },
    wake: () => {
      if (opened !== null && !stopped) round();
    },
    look,
    async stop() {
      stopped = true;
      cancelTimer();
      running?.abort();
      await line(() => Promise.resolve());
    },
  };
  return keeper;
}

/** The database with what lies beside it, in bytes. */
function databaseBytes(folder: string): number {
  const path = databasePath(folder);
  return [path, `${path}-wal`].reduce((sum, each) => sum + (existsSync(each) ? statSync(each).size : 0), 0);
}

/** Makes the folder of a second place, where it is the first time. */
export const makePlace = async (chosen: string, id: string): Promise<void> => {
  await mkdir(placeIn(chosen, id), { recursive: true });
};
