import { existsSync, statSync } from 'node:fs';
import type { Clock, Milliseconds } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import { openConnection, type Connection } from './connection.ts';
import { APPLICATION_ID, copyBeforeMigration, migrate, newest, versionOf } from './migrations.ts';
import { problemOf } from './problems.ts';
import { MIGRATIONS, type Migration } from './schema/steps.ts';
import { createStore, type Store } from './store.ts';
import { finishSwap } from './swap.ts';

interface StoreOptions {
  /** The database's file. Its folder must be there. */
  readonly path: string;
  /** 32 random bytes as 64 hexadecimal digits. */
  readonly keyHex: string;
  /** The driver's native part, where it is not in its own package; undefined: the package's. */
  readonly nativeBinding?: string | undefined;
  /** False: a workspace that had a database must have it still. */
  readonly createIfMissing: boolean;
  /** Measures statements and chunks of bulk writes. */
  readonly clock?: Clock | undefined;
  /** Hears of statements that took 40 ms and more, by name only. */
  readonly onSlow?: ((name: string, took: Milliseconds) => void) | undefined;
}

/** The write-ahead log is cut back to this after it was larger. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

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
  connection.pragma(`journal_size_limit=${LOG_LIMIT_BYTES}`);
  if (version > 0 && version < known) {
    const copied = copyBeforeMigration(connection, options.path, (path) => connect(options, path));
    if (!copied) return fail('database_unreadable', { detail: 'The copy before the migration is not whole.' });
  }
  migrate(connection, migrations);
  return ok(createStore(connection));
}

const connect = (options: StoreOptions, path: string): Connection =>
  openConnection({
    path,
    key: { kind: 'raw', hex: options.keyHex },
    mustExist: false,
    nativeBinding: options.nativeBinding,
    slowLog:
      options.clock === undefined ? undefined : { clock: options.clock, onSlow: options.onSlow ?? (() => undefined) },
  });
