import { existsSync } from 'node:fs';
import type { Counts, Loss, RepairOutcome } from '../../../shared/contract/backups.ts';
import { instant, type Instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection, type DatabaseKey, type NoParameters } from '../connection.ts';
import { removeDatabase } from '../disk.ts';
import { syncFile } from '../../sync.ts';
import { counterOf } from '../copies/facts.ts';
import { migrate, newest, versionOf } from '../schema/migrations.ts';
import { problemOf } from '../problems.ts';
import { MIGRATIONS } from '../schema/steps.ts';
import { nextPath } from '../copies/swap.ts';
import type { Tell } from '../types.ts';
import { createFiller } from './filler.ts';
import { knownLosses } from './losses.ts';
import type { Nameless } from './mend-ledger.ts';
import { mend } from './mend.ts';
import { openPages, saltOf, type Pages } from './pages.ts';
import { fillFromBackup, salvage, type Damage } from './salvage.ts';
import { searchIndexes, tablesOf, type Table } from './tables.ts';

export interface RepairOrder {
  readonly path: string;
  readonly keyHex: string;
  /** The backups that there are, the newest first. */
  readonly backups: readonly { readonly path: string; readonly at: Instant }[];
  /** The keys that a backup may have: the database's own, and those that it had before. Undefined: its own alone. */
  readonly backupKeys?: readonly string[] | undefined;
  /** What is known of the file's first 16 bytes, as 32 hexadecimal digits: they may be what is damaged. */
  readonly salt?: string | null | undefined;
  readonly nativeBinding?: string | undefined;
}

type Repaired = Omit<RepairOutcome, 'keptIn'>;

/**
 * Makes a new database beside a damaged one (at `nextPath`) of every row that still reads, and of the newest good backup for
 * those that do not. The damaged file is only read. `database_unreadable`: neither gave anything with this key.
 */
export function repairDatabase(order: RepairOrder, tell: Tell = () => undefined): Result<Repaired> {
  const target = nextPath(order.path);
  let done = false;
  try {
    removeDatabase(target);
    const backups = order.backups.filter(({ path }) => existsSync(path));
    const pages = existsSync(order.path)
      ? openPages(order.path, order.keyHex, [
          ...(typeof order.salt !== 'string' ? [] : [Buffer.from(order.salt, 'hex')]),
          ...backups.map(({ path }) => saltOf(path)),
        ])
      : null;
    try {
      const repaired = rebuild(order, pages, backups, target, tell);
      done = repaired.ok;
      return repaired;
    } finally {
      pages?.close();
    }
  } catch (error) {
    return problemOf(error);
  } finally {
    if (!done) removeDatabase(target);
  }
}

function rebuild(
  order: RepairOrder,
  pages: Pages | null,
  backups: RepairOrder['backups'],
  target: string,
  tell: Tell,
): Result<Repaired> {
  const key = { kind: 'raw', hex: order.keyHex } as const;
  const backup = firstGood(backups, order.backupKeys ?? [order.keyHex], order.nativeBinding);
  if (pages === null && backup === null) return fail('database_unreadable', { detail: 'Nothing in it can be read.' });
  const version = pages?.read(1)?.readUInt32BE(60) ?? backup?.version ?? newest(MIGRATIONS);
  if (version > newest(MIGRATIONS)) return fail('database_newer', { detail: `version ${version}` });
  const all = pages?.count ?? 0;
  const open = (): Connection =>
    openConnection({ path: target, key, mustExist: false, nativeBinding: order.nativeBinding });
  makeEmpty(open(), version);
  const connection = open();
  try {
    connection.pragma('synchronous=OFF');
    connection.pragma('foreign_keys=OFF');
    const indexes = searchIndexes(connection);
    const tables = tablesOf(connection, indexes);
    const names = new Set(tables.map(({ name }) => name));
    const triggers = takeTriggers(connection);
    for (const { name } of tables) connection.exec(`DELETE FROM ${name}`);
    const filler = createFiller(connection);
    const damage = connection.write(() =>
      pages === null
        ? everythingLost(tables)
        : salvage(pages, filler, tables, (page) => tell({ done: page, total: all })),
    );
    // Deleted cases too: a repair may lose none of them.
    const counted = counterOf(connection, 'all');
    const fromFile = counted();
    if (backup !== null && damage.gaps.size > 0) {
      connection.attach(backup.path, 'backup', backup.key);
      if (pages === null || numbersAgree(connection, version, backup.version)) {
        connection.write(() => fillFromBackup(connection, filler, tables, damage));
      }
      connection.exec('DETACH DATABASE backup');
    }
    const withBackup = counted();
    const { lost, others, openEnd } = knownLosses(connection, names, damage);
    const { remade, ...nameless } = connection.write(() => mend(connection, names));
    const left = counted();
    for (const name of indexes) connection.exec(`INSERT INTO ${name} (${name}) VALUES ('rebuild')`);
    for (const sql of triggers) connection.exec(sql);
    const whole = connection.pragma('integrity_check') === 'ok' && connection.pragma('foreign_key_check') === undefined;
    if (!whole) return fail('database_damaged', { detail: 'What was read does not fit together.' });
    return ok({
      parts: { all, unreadable: unreadableOf(pages) },
      fromFile,
      fromBackup: { ...differenceOf(withBackup, fromFile), at: backup === null ? null : instant(backup.at) },
      // A row that had to go because it pointed at a lost one is lost with it.
      lost: addUp(lost, differenceOf(withBackup, left)),
      others: withNameless(others, nameless),
      remade,
      openEnd,
    });
  } finally {
    connection.close();
    if (existsSync(target)) syncFile(target);
  }
}

/** Makes a database of a version with nothing in it, and closes it. */
function makeEmpty(connection: Connection, version: number): void {
  try {
    connection.pragma('synchronous=OFF');
    migrate(
      connection,
      MIGRATIONS.filter((step) => step.version <= version),
    );
  } finally {
    connection.close();
  }
}

/** A line that does not say of which case it is has lost the best of it. */
function withNameless(others: readonly Loss[], { lines, otherLines }: Nameless): Loss[] {
  const more = { lines, other_lines: otherLines };
  return (['lines', 'other_lines'] as const).reduce<Loss[]>(
    (all, what) => {
      const told = all.find((loss) => loss.what === what);
      if (more[what] === 0 || told?.atMost === null) return all;
      return [...all.filter((loss) => loss !== told), { what, atMost: (told?.atMost ?? 0) + more[what] }];
    },
    [...others],
  );
}

/** Merges came with this version of the schema. */
const MERGES_SINCE = 6;

/**
 * Do the rows of the backup, attached as `backup`, have the numbers that they have here? A merge gives some of them others: a
 * gap would be filled with rows that stand elsewhere already. Where the list of merges is lost, what came with one tells.
 */
function numbersAgree(connection: Connection, version: number, backupVersion: number): boolean {
  if (version < MERGES_SINCE) return true;
  const last = (database: 'main' | 'backup'): number =>
    connection
      .statement<NoParameters, { last: number }>(
        `repair.merges.${database}`,
        `SELECT ifnull(max(id), 0) AS last FROM (SELECT id FROM ${database}.merges
           UNION ALL SELECT merge_id FROM ${database}.edits UNION ALL SELECT merge_id FROM ${database}.chains)`,
      )
      .get({})?.last ?? 0;
  return last('main') === (backupVersion < MERGES_SINCE ? 0 : last('backup'));
}

interface GoodBackup {
  readonly path: string;
  readonly at: Instant;
  readonly key: DatabaseKey;
  readonly version: number;
}

/** The newest backup that is whole. */
function firstGood(
  backups: RepairOrder['backups'],
  keys: readonly string[],
  nativeBinding: string | undefined,
): GoodBackup | null {
  const tries = backups.flatMap((backup) => keys.map((hex) => ({ ...backup, key: { kind: 'raw', hex } as const })));
  for (const { path, at, key } of tries) {
    try {
      const connection = openConnection({ path, key, readonly: true, mustExist: true, nativeBinding });
      try {
        if (connection.pragma('integrity_check') === 'ok') return { path, at, key, version: versionOf(connection) };
      } finally {
        connection.close();
      }
    } catch (error) {
      if (problemOf(error).ok) throw error;
    }
  }
  return null;
}

/** Rows are put in as they were: nothing may follow from it. Gives what makes the triggers again. */
function takeTriggers(connection: Connection): string[] {
  const found = connection
    .statement<NoParameters, { name: string; sql: string }>(
      'repair.triggers',
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
    )
    .all({});
  for (const { name } of found) connection.exec(`DROP TRIGGER ${name}`);
  return found.map(({ sql }) => sql);
}

const everythingLost = (tables: readonly Table[]): Damage => ({
  gaps: new Map(tables.map(({ name }) => [name, [{ after: null, upTo: null }]])),
});

function unreadableOf(pages: Pages | null): number {
  if (pages === null) return 0;
  let unreadable = 0;
  for (let number = 1; number <= pages.count; number += 1) if (pages.read(number) === null) unreadable += 1;
  return unreadable;
}

const combine = (a: Counts, b: Counts, how: (one: number, other: number) => number): Counts => ({
  cases: how(a.cases, b.cases),
  answers: how(a.answers, b.answers),
  changes: how(a.changes, b.changes),
  notes: how(a.notes, b.notes),
});
const addUp = (a: Counts, b: Counts): Counts => combine(a, b, (one, other) => one + other);
const differenceOf = (a: Counts, b: Counts): Counts => combine(a, b, (one, other) => Math.max(0, one - other));
