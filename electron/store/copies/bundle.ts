import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from '../../../shared/contract/backups.ts';
import type { Instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection, type NoParameters } from '../connection.ts';
import { removeDatabase } from '../disk.ts';
import { createMeta } from '../meta.ts';
import { APPLICATION_ID, migrate, newest, versionOf } from '../schema/migrations.ts';
import { MIGRATIONS } from '../schema/steps.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';
import { openBundle, writeBundle } from './bundle-file.ts';
import { counterOf } from './facts.ts';
import { takeSnapshot } from './snapshot.ts';
import { snapshotFile } from './snapshots.ts';

export interface ExportBundleOrder {
  readonly path: string;
  readonly keyHex: string;
  /** A folder for the copy that is packed: it is made, and gone afterwards. */
  readonly staging: string;
  readonly at: Instant;
  /** The file to write; one of that name is replaced when the new one was read back, and not before. */
  readonly target: string;
  /** The recovery slot, with this key alone. */
  readonly slot: unknown;
  /** 32 random bytes in hexadecimal digits. */
  readonly saltHex: string;
  /** What the bundle says of itself beside what stands in its database. */
  readonly about: string;
  readonly nativeBinding?: string | undefined;
}

/** Where the copy that is packed stands meanwhile, in a workspace's folder. What a killed program left there goes at the next opening. */
export const bundleStaging = (folder: string): string => join(folder, 'bundle-draft');

/** Packs a database that may be in use into a bundle: a checked copy of it, as a backup is made. */
export function exportBundle(order: ExportBundleOrder, tell: Tell = () => undefined): Result<{ bytes: number }> {
  const { path, keyHex, staging: into, at, target, slot, about, nativeBinding } = order;
  try {
    rmSync(into, { recursive: true, force: true });
    const copy = { path, keyHex, into, at, reason: 'asked', slot: null, nativeBinding } as const;
    const taken = takeSnapshot(copy, ({ done, total }) => tell({ done, total: 2 * total }));
    if (!taken.ok) return taken;
    const database = snapshotFile(into, taken.value.id);
    const salt = Buffer.from(order.saltHex, 'hex');
    return writeBundle(target, keyHex, { slot, salt }, { about, database }, ({ done, total }) =>
      tell({ done: total + done, total: 2 * total }),
    );
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

export interface OpenBundleOrder {
  readonly source: string;
  readonly keyHex: string;
  /** Where its database goes, for a look at it or to be taken over. */
  readonly into: string;
  readonly nativeBinding?: string | undefined;
}

/** What stands in an opened bundle. */
export interface OpenedBundle {
  /** What it says of itself, as it was given to `exportBundle`. */
  readonly about: string;
  /** Without the cases that are in the trash there. */
  readonly counts: Counts;
  /** When a case of it was last asked; null: none ever was. */
  readonly newestCheckAt: Instant | null;
  /** What the database says of its workspace (`about.ts`); null: nothing. */
  readonly workspace: string | null;
}

/**
 * Takes the database out of a bundle, reads it through and brings it up to this program's version; the bundle is not altered.
 * Nothing stays where this fails. `bundle_damaged`, `bundle_newer`: see `readBundleHead`; `database_newer`.
 */
export function takeOut(
  { source, keyHex, into, nativeBinding }: OpenBundleOrder,
  tell: Tell = () => undefined,
): Result<OpenedBundle> {
  let taken: Result<OpenedBundle> = fail('bundle_damaged');
  try {
    if (!existsSync(source)) return fail('file_failed', { detail: 'ENOENT' });
    const opened = openBundle(source, keyHex, into);
    if (!opened.ok) return opened;
    tell({ done: 1, total: STEPS });
    const key = { kind: 'raw', hex: keyHex } as const;
    const connection = openConnection({ path: into, key, mustExist: true, nativeBinding });
    try {
      taken = lookInto(connection, opened.value, (done) => tell({ done, total: STEPS }));
    } finally {
      connection.close();
    }
    return taken;
  } catch (error) {
    const told = problemOf(error);
    return !told.ok && told.problem.kind === 'database_unreadable' ? fail('bundle_damaged') : told;
  } finally {
    if (!taken.ok) removeDatabase(into);
  }
}

/** It is taken out, brought up to this version, and looked through twice. */
const STEPS = 4;

function lookInto(connection: Connection, about: string, tell: (done: number) => void): Result<OpenedBundle> {
  const version = versionOf(connection);
  if (connection.pragma('application_id') !== APPLICATION_ID) return fail('bundle_damaged');
  if (version > newest(MIGRATIONS)) {
    return fail('database_newer', { detail: `version ${version}, known ${newest(MIGRATIONS)}` });
  }
  connection.pragma('secure_delete=ON');
  migrate(connection, MIGRATIONS);
  tell(2);
  const pagesFit = connection.pragma('integrity_check') === 'ok';
  tell(3);
  if (!pagesFit || connection.pragma('foreign_key_check') !== undefined) {
    return fail('bundle_damaged', { detail: 'The database in it is not whole.' });
  }
  tell(STEPS);
  const newestCheck = connection.statement<NoParameters, { at: Instant | null }>(
    'bundle.newestCheck',
    'SELECT max(asked_at) AS at FROM cases',
  );
  return ok({
    about,
    counts: counterOf(connection, 'kept')(),
    newestCheckAt: newestCheck.get({})?.at ?? null,
    workspace: createMeta(connection).get('workspace'),
  });
}
