import { existsSync, statSync } from 'node:fs';
import { realpath, statfs } from 'node:fs/promises';
import type { FolderKind } from '../../../shared/contract/backups.ts';
import { recogniseFolder } from './folder-kind.ts';

const GIBIBYTE = 1024 ** 3;

/** A database with its log, in bytes. */
export const databaseBytes = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, each) => sum + (existsSync(each) ? statSync(each).size : 0), 0);

/** Room for a backup, a migration or a repair, each of which is a second database for a while, and some to spare. */
export const isLow = (free: number, databaseBytes: number): boolean => free < Math.max(GIBIBYTE, 3 * databaseBytes);

/** What the disk below a folder is like; null: the folder cannot be reached now. Asked aside, because a dead share can hang. */
export interface DiskBelow {
  readonly free: number;
  readonly lies: FolderKind;
}

export async function lookBelow(folder: string): Promise<DiskBelow | null> {
  try {
    const path = await realpath(folder);
    const { bavail, bsize, type } = await statfs(path);
    return { free: bavail * bsize, lies: recogniseFolder({ path, platform: process.platform, fileSystem: type }) };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
