import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { BackupReason, Counts } from '../../../shared/contract/backups.ts';
import { instant, type Instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection } from '../connection.ts';
import { makeFolder, writeWhole } from '../disk.ts';
import { syncFile, syncFolderOf } from '../../sync.ts';
import { counterOf } from './facts.ts';
import { versionOf } from '../schema/migrations.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';
import {
  draftOf,
  readSnapshot,
  SNAPSHOT_DATABASE,
  SNAPSHOT_FACTS,
  type factsSchema,
  type Snapshot,
} from './snapshots.ts';

export interface SnapshotOrder {
  readonly path: string;
  readonly keyHex: string;
  /** The folder of the backups. */
  readonly into: string;
  readonly at: Instant;
  readonly reason: BackupReason;
  /** The recovery slot's file, which is copied beside the database where it is there; null: there is none. */
  readonly slot: string | null;
  /** A fingerprint of the key. */
  readonly keyMark?: string | undefined;
  readonly nativeBinding?: string | undefined;
}

/** The id of a backup: `20260302T120000Z-daily`. */
const idOf = (at: Instant, reason: BackupReason): string =>
  `${new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${reason}`;

/**
 * Makes a backup of a database that may be in use: a copy under the same key, read through and counted, on the disk, and
 * only then under its name. A copy that is not whole is not kept: `database_damaged` says that the database itself is not.
 */
export function takeSnapshot(order: SnapshotOrder, tell: Tell = () => undefined): Result<Snapshot> {
  // A folder that vanished is not made anew for a backup of nothing.
  if (!existsSync(order.path)) return fail('database_missing');
  const at = freeMoment(order);
  const id = idOf(at, order.reason);
  const draft = draftOf(order.into, id);
  try {
    makeFolder(order.into);
    mkdirSync(draft, { mode: 0o700 });
    const copied = copyInto(draft, order, tell);
    if (!copied.ok) return copied;
    const facts: z.infer<typeof factsSchema> = {
      version: 1,
      at,
      reason: order.reason,
      ...copied.value,
      keyMark: order.keyMark ?? null,
    };
    writeWhole(join(draft, SNAPSHOT_FACTS), `${JSON.stringify(facts)}\n`);
    if (order.slot !== null && existsSync(order.slot)) {
      cpSync(order.slot, join(draft, basename(order.slot)));
      syncFile(join(draft, basename(order.slot)));
    }
    publishFolder(draft, join(order.into, id));
    const made = readSnapshot(order.into, id, order.slot === null ? '' : basename(order.slot));
    return made === null ? fail('file_failed', { detail: 'The backup is not where it was put.' }) : ok(made);
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Two backups of one second and reason would have one name: the later one is called a second later. So is one after a program
 * that was killed in the same second, with its draft half made.
 */
function freeMoment({ into, at, reason }: SnapshotOrder): Instant {
  let moment = at;
  const isTaken = (id: string): boolean => existsSync(join(into, id)) || existsSync(draftOf(into, id));
  while (isTaken(idOf(moment, reason))) moment = instant(moment + 1000);
  return moment;
}

function copyInto(
  draft: string,
  { path, keyHex, nativeBinding }: SnapshotOrder,
  tell: Tell,
): Result<{ schema: number; counts: Counts }> {
  const open = (file: string): Connection =>
    openConnection({ path: file, key: { kind: 'raw', hex: keyHex }, readonly: true, mustExist: true, nativeBinding });
  const copy = join(draft, SNAPSHOT_DATABASE);
  const source = open(path);
  let schema: number;
  try {
    schema = versionOf(source);
    source.copyTo(copy);
  } finally {
    source.close();
  }
  tell({ done: 1, total: 2 });
  const checked = open(copy);
  try {
    const whole = versionOf(checked) === schema && checked.pragma('integrity_check') === 'ok';
    const keysFit = checked.pragma('foreign_key_check') === undefined;
    if (!whole || !keysFit) return fail('database_damaged', { detail: 'The copy is not whole.' });
    const counts = counterOf(checked, 'kept')();
    tell({ done: 2, total: 2 });
    return ok({ schema, counts });
  } finally {
    checked.close();
    syncFile(copy);
  }
}

function publishFolder(draft: string, folder: string): void {
  syncFolderOf(join(draft, 'any'));
  renameSync(draft, folder);
  syncFolderOf(folder);
}

export interface SecondOrder {
  /** The backup's folder, and the folder of the second place. */
  readonly folder: string;
  readonly into: string;
}

/** Copies a backup to a second place, compares it byte for byte, and only then gives it its name there. */
export function copySnapshot({ folder, into }: SecondOrder): Result<null> {
  const id = basename(folder);
  const draft = draftOf(into, id);
  try {
    if (existsSync(join(into, id))) return ok(null);
    makeFolder(into);
    mkdirSync(draft, { mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const copy = join(draft, name);
      cpSync(join(folder, name), copy);
      syncFile(copy);
      if (digestOf(copy) !== digestOf(join(folder, name))) return fail('file_failed', { detail: 'The copy differs.' });
    }
    publishFolder(draft, join(into, id));
    return ok(null);
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
