import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { done, fail, type Result } from '../../../shared/problem.ts';
import { openConnection } from '../connection.ts';
import { syncFolderOf } from '../../sync.ts';
import { problemOf } from '../problems.ts';
import { isWhole, versionOf } from '../schema/migrations.ts';
import type { Tell } from '../types.ts';
import { finishSwap } from './swap.ts';

export interface CarryOrder {
  readonly from: string;
  readonly into: string;
  /** What is copied: files and folders of `from`, by their names. */
  readonly names: readonly string[];
  /** The name of the database among them, and its key. */
  readonly database: string;
  readonly keyHex: string;
  readonly nativeBinding?: string | undefined;
}

const CHUNK = 4 * 1024 * 1024;

/**
 * Copies what belongs to a workspace whose database nobody has open into another folder: every file synced, read again and
 * compared, the names synced, and the database opened there and read through. What is copied when this fails is for the
 * caller to remove; `from` is not altered, but for finishing a swap that an ended program had begun.
 */
export function carry(order: CarryOrder, tell: Tell = () => undefined): Result<null> {
  const { from, into, names, database, keyHex, nativeBinding } = order;
  try {
    finishSwap(join(from, database));
    if (!existsSync(join(from, database))) return fail('database_missing');
    // An index into the log is made anew by whoever opens the database.
    const files = names.filter((name) => name !== `${database}-shm`).flatMap((name) => filesBelow(from, name));
    const total = files.reduce((sum, file) => sum + statSync(join(from, file)).size, 0);
    let copied = 0;
    mkdirSync(into, { recursive: true, mode: 0o700 });
    const folders = new Set<string>();
    for (const file of files) {
      const target = join(into, file);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      for (let folder = dirname(target); folder !== into; folder = dirname(folder)) folders.add(folder);
      const written = copyFile(join(from, file), target, (bytes) => {
        copied += bytes;
        tell({ done: copied, total });
      });
      if (written !== digestOf(target)) return fail('file_failed', { detail: 'The copy differs.' });
    }
    for (const folder of [...folders, into]) syncFolderOf(join(folder, 'any'));
    syncFolderOf(into);
    const options = { key: { kind: 'raw', hex: keyHex }, mustExist: true, nativeBinding } as const;
    const copy = openConnection({ ...options, path: join(into, database), readonly: true });
    if (!isWhole(copy, versionOf(copy))) return fail('database_damaged', { detail: 'The copy is not whole.' });
    return done;
  } catch (error) {
    return problemOf(error);
  }
}

/** The files at and below a name of a folder, as paths from that folder. */
function filesBelow(folder: string, name: string): string[] {
  const found = statSync(join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [name];
  return readdirSync(join(folder, name)).flatMap((each) => filesBelow(folder, join(name, each)));
}

/** Copies a file and waits until it is on the disk. Gives the digest of what was read. */
function copyFile(from: string, into: string, onBytes: (bytes: number) => void): string {
  const target = openSync(into, 'w', 0o600);
  try {
    const digest = readThrough(from, (chunk) => {
      for (let written = 0; written < chunk.length;) written += writeSync(target, chunk, written);
      onBytes(chunk.length);
    });
    fsyncSync(target);
    return digest;
  } finally {
    closeSync(target);
  }
}

const digestOf = (path: string): string => readThrough(path, () => undefined);

/** Reads a file chunk by chunk. Gives its digest. */
function readThrough(path: string, use: (chunk: Buffer) => void): string {
  const file = openSync(path, 'r');
  const digest: Hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    for (;;) {
      const chunk = buffer.subarray(0, readSync(file, buffer));
      if (chunk.length === 0) return digest.digest('hex');
      digest.update(chunk);
      use(chunk);
    }
  } finally {
    closeSync(file);
  }
}
