import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BackupHolding, DataHolding, FileHolding, FolderHoldings } from '../../../shared/contract/holdings.ts';
import { ok, type Problem, type Result } from '../../../shared/problem.ts';
import { listSnapshots } from '../copies/snapshots.ts';
import { problemOf } from '../problems.ts';
import { reading, type ReadOrder } from '../reading.ts';
import { countFiles } from './files.ts';
import { countTables } from './tables.ts';

export interface HoldingsOrder {
  /** The program's own folder. */
  readonly profile: string;
  readonly workspaces: readonly {
    readonly id: string;
    /** In the profile folder, or where it was moved to. */
    readonly folder: string;
    /** Where its backups lie. */
    readonly backups: string;
    /** The folder that was chosen as the second one, and where in it this workspace's backups lie. */
    readonly second: { readonly folder: string; readonly place: string } | null;
  }[];
  /** The database that is open; null: none is. */
  readonly open: ReadOrder | null;
}

export interface Holdings {
  readonly bytes: number;
  readonly files: readonly FileHolding[];
  /** In the order of the order. */
  readonly workspaces: readonly FolderHoldings[];
  readonly data: readonly DataHolding[] | null;
  /** Why the open database could not be counted. */
  readonly problem: Problem | null;
}

/** Counts everything that the program keeps on this computer. It may take seconds: for the store's thread. */
export function countHoldings(order: HoldingsOrder): Result<Holdings> {
  try {
    const moved = order.workspaces.filter(({ id, folder }) => folder !== join(order.profile, 'workspaces', id));
    const files = countFiles(order.profile, moved);
    const data = order.open === null ? null : reading(order.open, countTables);
    return ok({
      bytes: [...files.values()].flat().reduce((sum, { bytes }) => sum + bytes, 0),
      files: files.get(null) ?? [],
      workspaces: order.workspaces.map(({ id, folder, backups, second }) => ({
        folder,
        files: files.get(id) ?? [],
        backups: backupsIn(backups),
        second: second === null ? null : { folder: second.folder, backups: backupsOnDisk(second.place) },
      })),
      data: data?.ok === true ? data.value : null,
      problem: data?.ok === false ? data.problem : null,
    });
  } catch (error) {
    return problemOf(error);
  }
}

const backupsIn = (place: string): BackupHolding[] =>
  listSnapshots(place, '').map(({ id, at, reason, bytes }) => ({ id, at, reason, bytes }));

/** Null: the disk is away, for the folder above is not there either. */
const backupsOnDisk = (place: string): BackupHolding[] | null => (existsSync(dirname(place)) ? backupsIn(place) : null);
