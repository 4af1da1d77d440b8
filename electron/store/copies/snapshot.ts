import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { z } from 'zod';
import {
  BACKUP_REASONS,
  backupId,
  countsSchema,
  type BackupReason,
  type Counts,
} from '../../../shared/contract/backups.ts';
import { instant, type Instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection } from '../connection.ts';
import { makeFolder, writeWhole } from '../disk.ts';
import { syncFile, syncFolderOf } from '../../sync.ts';
import { counterOf } from './facts.ts';
import { versionOf } from '../schema/migrations.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';

/**
 * A backup is a folder that is named after its moment and reason, with three files: the database under the key of the
 * workspace, what is in it (for the list, before anything is opened), and the recovery slot as it was then.
 */
export const SNAPSHOT_DATABASE = 'cases.caseharbor';
/** Where a workspace's backups lie, in the folder of its database. */
export const BACKUPS_FOLDER = 'backups';
const SNAPSHOT_FACTS = 'backup.json';
const DRAFT = '.draft-';

const factsSchema = z.object({
  version: z.literal(1),
  at: z.int(),
  reason: z.enum(BACKUP_REASONS),
  schema: z.int().min(1),
  counts: countsSchema,
  /** Which key it has, by a fingerprint that does not tell it; null: nobody said so. */
  keyMark: z.string().max(64).nullable().default(null),
});

/** What a folder of backups says of one of them. */
export interface Snapshot {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
  readonly bytes: number;
  readonly counts: Counts;
  readonly hasRecoverySlot: boolean;
  /** A fingerprint of its key; null: nobody said so when it was made. */
  readonly keyMark: string | null;
}

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

/** Where a backup is written until it is checked. A list of backups does not see it. */
const draftOf = (into: string, id: string): string => join(into, `${DRAFT}${id}`);

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

/** The backups in a folder, newest first. What is none of ours, or half made, is passed over. */
export function listSnapshots(into: string, slotName: string): Snapshot[] {
  if (!existsSync(into)) return [];
  return readdirSync(into)
    .flatMap((name) => readSnapshot(into, name, slotName) ?? [])
    .sort((a, b) => b.at - a.at);
}

export function readSnapshot(into: string, id: string, slotName: string): Snapshot | null {
  if (!backupId.safeParse(id).success) return null;
  const folder = join(into, id);
  const [database, facts] = [join(folder, SNAPSHOT_DATABASE), join(folder, SNAPSHOT_FACTS)];
  if (!existsSync(database) || !existsSync(facts)) return null;
  const parsed = parseFacts(readFileSync(facts, 'utf8'));
  if (parsed === null) return null;
  const { at, reason, counts, keyMark } = parsed;
  const hasRecoverySlot = slotName !== '' && existsSync(join(folder, slotName));
  return { id, at: instant(at), reason, bytes: statSync(database).size, counts, hasRecoverySlot, keyMark };
}

function parseFacts(text: string): z.infer<typeof factsSchema> | null {
  try {
    return factsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Removes a backup. It loses its name first, so that half of one is never taken for one. */
export function dropSnapshot(into: string, id: string): void {
  if (!backupId.safeParse(id).success) throw new Error('This is no backup');
  const draft = draftOf(into, id);
  if (existsSync(join(into, id))) renameSync(join(into, id), draft);
  rmSync(draft, { recursive: true, force: true });
}

/** What a program that was killed while it made a backup left behind. */
export function clearDrafts(into: string): void {
  if (!existsSync(into)) return;
  for (const name of readdirSync(into)) {
    if (name.startsWith(DRAFT)) rmSync(join(into, name), { recursive: true, force: true });
  }
}

/** Where the file of a backup lies, or where it is written as long as it is a draft. */
export const snapshotFile = (into: string, id: string): string => join(into, id, SNAPSHOT_DATABASE);

/** How many bytes of the draft there are: how far a copy is, for one who looks on. 0: it has not begun. */
export function draftBytes(into: string): number {
  if (!existsSync(into)) return 0;
  const draft = readdirSync(into).find((name) => name.startsWith(DRAFT));
  const file = draft === undefined ? null : join(into, draft, SNAPSHOT_DATABASE);
  return file !== null && existsSync(file) ? statSync(file).size : 0;
}
