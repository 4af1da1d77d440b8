import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { instant, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import { openConnection, type Connection } from './connection.ts';
import type { WriteBack } from './log.ts';
import { APPLICATION_ID, migrate, newest, versionOf } from './schema/migrations.ts';
import { problemOf } from './problems.ts';
import { MIGRATIONS, type Migration } from './schema/steps.ts';
import { takeSnapshot } from './copies/snapshot.ts';
import { BACKUPS_FOLDER } from './copies/snapshots.ts';
import { createStore, type Store } from './store.ts';
import { finishSwap } from './copies/swap.ts';

interface StoreOptions {
  /** The database's file. Its folder must be there. */
  readonly path: string;
  /** 32 random bytes as 64 hexadecimal digits. */
  readonly keyHex: string;
  /** The driver's native part, where it is not in its own package; undefined: the package's. */
  readonly nativeBinding?: string | undefined;
  /** False: a workspace that had a database must have it still. */
  readonly createIfMissing: boolean;
  /** The version of which the caller has just made a backup: it is migrated without another. */
  readonly savedVersion?: number | null;
  /** Measures statements and chunks of bulk writes. */
  readonly clock?: Clock | undefined;
  /** Hears of statements that took 20 ms and more, by name only. */
  readonly onSlow?: ((name: string, took: Milliseconds) => void) | undefined;
  /** Writes the log back without holding the caller up (write-back.ts); undefined: it is done in place. */
  readonly writeBack?: WriteBack | undefined;
}

/**
 * The write-ahead log is cut back to this after it was larger. A bulk write of 10,000 cases stays below: to cut a file of that
 * size takes as long as a frame.
 */
const LOG_LIMIT_BYTES = 128 * 1024 * 1024;

/**
 * Opens a workspace's database, makes it where it may, and brings it up to this program's version. Nothing is deleted, and
 * nothing is made or altered where this fails: `database_missing`, `database_unreadable` (wrong key, or damaged),
 * `database_newer` (a newer program wrote it), `file_failed` (the disk).
 */
export const openStore = (options: StoreOptions): Result<Store> => openStoreAt(options, MIGRATIONS);

/** The same with migrations of a test's own. */
export function openStoreAt(options: StoreOptions, migrations: readonly Migration[]): Result<Store> {
  try {
    finishSwap(options.path);
  } catch (error) {
    return problemOf(error);
  }
  const present = existsSync(options.path) && statSync(options.path).size > 0;
  if (!present && existsSync(`${options.path}-wal`)) {
    return fail('database_unreadable', { detail: 'There is a write-ahead log without its database.' });
  }
  if (!present && !options.createIfMissing) return fail('database_missing');
  try {
    return openChecked(options, migrations);
  } catch (error) {
    return problemOf(error);
  }
}

function openChecked(options: StoreOptions, migrations: readonly Migration[]): Result<Store> {
  const connection = connect(options, options.path);
  try {
    const opened = prepare(connection, options, migrations);
    if (!opened.ok) connection.close();
    return opened;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function prepare(connection: Connection, options: StoreOptions, migrations: readonly Migration[]): Result<Store> {
  const version = versionOf(connection);
  const known = newest(migrations);
  if (version > 0 && connection.pragma('application_id') !== APPLICATION_ID) {
    return fail('database_unreadable', { detail: 'This database belongs to another program.' });
  }
  if (version > known) return fail('database_newer', { detail: `version ${version}, known ${known}` });
  connection.pragma('journal_mode=WAL');
  connection.pragma('synchronous=FULL');
  // What is deleted is overwritten, here and in what was written over before a purge.
  connection.pragma('secure_delete=ON');
  connection.pragma(`journal_size_limit=${LOG_LIMIT_BYTES}`);
  if (version > 0 && version < known && version !== options.savedVersion) {
    const saved = saveBeforeMigration(options);
    if (!saved.ok) return saved;
  }
  migrate(connection, migrations);
  return ok(createStore(connection));
}

/** A backup as the others are, of the moment at which the database was last written. */
const saveBeforeMigration = ({ path, keyHex, nativeBinding }: StoreOptions): Result<unknown> =>
  takeSnapshot({
    path,
    keyHex,
    into: join(dirname(path), BACKUPS_FOLDER),
    at: instant(statSync(path).mtimeMs),
    reason: 'before_migration',
    slot: null,
    nativeBinding,
  });

/**
 * The version of a database that this program would migrate, so that a backup can be made first and in a thread of its own;
 * null: there is nothing to migrate, or nothing that can be opened.
 */
export function olderVersion(options: Pick<StoreOptions, 'path' | 'keyHex' | 'nativeBinding'>): number | null {
  try {
    finishSwap(options.path);
    if (!existsSync(options.path)) return null;
    const key = { kind: 'raw', hex: options.keyHex } as const;
    const connection = openConnection({ ...options, key, mustExist: true });
    try {
      const version = versionOf(connection);
      return version > 0 && version < newest(MIGRATIONS) ? version : null;
    } finally {
      connection.close();
    }
  } catch (error) {
    const told = problemOf(error);
    return told.ok ? told.value : null;
  }
}

const connect = (options: StoreOptions, path: string): Connection =>
  openConnection({
    path,
    key: { kind: 'raw', hex: options.keyHex },
    mustExist: false,
    nativeBinding: options.nativeBinding,
    writeBack: options.writeBack,
    slowLog:
      options.clock === undefined ? undefined : { clock: options.clock, onSlow: options.onSlow ?? (() => undefined) },
  });
