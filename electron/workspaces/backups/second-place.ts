import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderKind } from '../../../shared/contract/backups.ts';
import { guarded } from '../../guard.ts';
import type { Log } from '../../log.ts';
import { inWorker, type StoreWorker } from '../../store/in-worker.ts';
import { problemOf } from '../../store/problems.ts';
import { clearDrafts, listSnapshots, type Snapshot } from '../../store/copies/snapshots.ts';
import { RECOVERY_FILE } from '../../vault/recovery-slot.ts';
import { lookBelow, type DiskBelow } from '../place/disk-room.ts';
import type { WorkspaceFile } from '../record.ts';

/** In a second place each workspace has a folder of its own, so that two never thin out each other's. */
export const placeIn = (chosen: string, id: string): string => join(chosen, `caseharbor-${id}`);

/** Makes the folder of a second place, where it is the first time. */
export const makePlace = async (chosen: string, id: string): Promise<void> => {
  await mkdir(placeIn(chosen, id), { recursive: true });
};

/** The second place as it was last found. `waiting`: it is there, and the newest backup is not in it yet. */
export interface SecondPlace {
  readonly folder: string;
  readonly state: 'missing' | 'waiting' | 'copied';
  readonly lies: FolderKind;
}

/** The folder of a person's choice in which each backup is kept as well. */
export interface SecondKeeper {
  /** Null: none is chosen. */
  found(): SecondPlace | null;
  look(): Promise<void>;
  /** The backups that lie in it. `away`: nobody knows, because it is not there or cannot be read. Null: none is chosen. */
  backups(): Snapshot[] | 'away' | null;
  /** Copies a backup into it, where it is there and has it not. One that fails is tried again with the next. */
  copy(id: string, signal: AbortSignal, begins: () => void): Promise<void>;
}

interface SecondParts {
  readonly worker: StoreWorker;
  readonly log: Log;
  readonly workspace: WorkspaceFile;
  /** The folder of the backups that are always made. */
  readonly from: string;
  readonly newest: () => Snapshot | undefined;
  readonly thinOut: (place: string) => void;
  /** The disk is away. */
  readonly missing: (folder: string) => void;
}

export function createSecondKeeper(parts: SecondParts): SecondKeeper {
  const { worker, log, workspace, from, newest, thinOut, missing } = parts;
  const { file } = workspace;
  let second: SecondPlace | null = null;
  /** Where a program that was killed while it copied has left no half of a copy, or none any more. */
  let tidied: string | null = null;

  const secondOf = (chosen: string, below: DiskBelow | null): SecondPlace => {
    if (below === null) return { folder: chosen, state: 'missing', lies: { kind: 'local' } };
    const last = newest();
    const there = last === undefined || existsSync(join(placeIn(chosen, file.get().id), last.id));
    return { folder: chosen, state: there ? 'copied' : 'waiting', lies: below.lies };
  };

  const look = async (): Promise<void> => {
    const chosen = file.get().backupFolder;
    const below = chosen === null ? null : await lookBelow(chosen);
    second = chosen === null ? null : secondOf(chosen, below);
    if (second?.state === 'missing') missing(second.folder);
    else if (second !== null && tidied !== second.folder) tidy(second.folder);
  };

  /** Nothing is being copied yet: before each copy there is a look. */
  const tidy = guarded(log, 'backups: second place', (chosen: string) => {
    clearDrafts(placeIn(chosen, file.get().id));
    tidied = chosen;
  });

  return {
    found: () => second,
    look,
    backups() {
      const { id, backupFolder } = file.get();
      if (backupFolder === null) return null;
      const place = placeIn(backupFolder, id);
      try {
        return existsSync(place) ? listSnapshots(place, RECOVERY_FILE) : 'away';
      } catch (error) {
        const told = problemOf(error);
        log.warn('backups: second place', { problem: told.ok ? 'unexpected' : told.problem.kind });
        return 'away';
      }
    },
    async copy(id, signal, begins) {
      await look();
      if (second === null || second.state !== 'waiting') return;
      const place = placeIn(second.folder, file.get().id);
      begins();
      const copied = await inWorker(worker, 'copy_snapshot', { folder: join(from, id), into: place }, { signal });
      if (copied === null) clearDrafts(place);
      else if (copied.ok) thinOut(place);
      else log.warn('backups: second place', { problem: copied.problem.kind });
      await look();
    },
  };
}
