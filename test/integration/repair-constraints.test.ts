import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { exportBundle, takeOut } from '../../electron/store/copies/bundle.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { snapshotFile } from '../../electron/store/copies/snapshots.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import { mergeDatabases } from '../../electron/store/merge/merge.ts';
import { openStore } from '../../electron/store/open.ts';
import { repairDatabase } from '../../electron/store/repair/repair.ts';
import { breakRules, rowsToBreak } from '../support/broken-office.ts';
import { makeWhole } from '../support/damage.ts';
import { good } from '../support/good.ts';
import { makeOldDatabase } from '../support/old-databases.ts';
import { brokenRules } from '../support/store-rules.ts';
import { addCase, KEY, NOON, temporaryFolder, temporaryStore } from '../support/temporary-store.ts';

function openAt(path: string): Connection {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  onTestFinished(() => connection.close());
  return connection;
}

function ids(connection: Connection, table: string): unknown[] {
  return connection
    .statement<object>(`ids of ${table} ${Math.random()}`, `SELECT id FROM ${table} ORDER BY id`)
    .column({});
}

const one = (connection: Connection, sql: string): unknown =>
  connection.statement<object>(`${Math.random()} ${sql}`, sql).column({})[0];

/** Every row of the tables whose pages are damaged below, but for what the search looks through: that is worked out anew. */
const contents = (connection: Connection): unknown[] =>
  ['cases', 'changes', 'edits', 'titles'].flatMap((table) =>
    connection
      .statement<object, Record<string, unknown>>(`${table} ${Math.random()}`, `SELECT * FROM ${table}`)
      .all({})
      .map((row) => ({ ...row, folded: null })),
  );

/** As an office's database was before there were these rules, with rows that break each of them. */
function brokenOffice(): string {
  const path = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(path, 7);
  const connection = openAt(path);
  connection.exec(rowsToBreak(7) + breakRules(7));
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  return path;
}

test('a repair gives what breaks a rule of the schema its nearest value, and loses nothing with it', async () => {
  const { path, salt } = await makeWhole(temporaryFolder(), 30);
  const connection = openAt(path);
  connection.pragma('ignore_check_constraints=ON');
  connection.exec(`
    INSERT INTO titles (key, title_en, first_seen_at) VALUES ('one', 'One', 1), ('two', 'Two', 1);
    UPDATE titles SET status_group = 'lost', filed_at = 1 WHERE key = 'one';
    UPDATE cases SET cadence = 'fortnightly', status_group = 'other_or_unknown' WHERE id = 3;
    UPDATE checks SET answer = 'busy' WHERE id = 5;
    UPDATE changes SET kinds = '["gone"]' WHERE id = 4;
    UPDATE changes SET kinds = 'no list' WHERE id = 6;
    UPDATE observations SET content = json_set(content, '$.modifiedAt', 'in the spring') WHERE case_id = 3;
    INSERT INTO edits (id, case_id, field, before, after, began_at, at) VALUES
      (100, 3, 'pinned', '0', '1', 9, 9), (101, 3, 'cadence', 'automatic', 'hourly', 9, 9), (102, 3, 'pinned', '1', 'yes', 9, 9);
  `);
  const before = Object.fromEntries(
    ['cases', 'checks', 'changes', 'edits', 'observations'].map((table) => [table, ids(connection, table)]),
  );
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();

  const { remade, lost } = good(repairDatabase({ path, keyHex: KEY, backups: [], salt }));
  // What should be a list and is none is no row of ours.
  expect({ remade, lost }).toMatchObject({ remade: 0, lost: { cases: 0, answers: 0, changes: 1 } });
  const repaired = openAt(nextPath(path));
  const { changes, ...others } = before;
  for (const [table, all] of Object.entries(others)) expect(ids(repaired, table), table).toEqual(all);
  expect(ids(repaired, 'changes')).toEqual(changes?.filter((id) => id !== 6));
  expect(one(repaired, `SELECT cadence || status_group || said_on FROM cases WHERE id = 3`)).toBe(
    'automaticunclassified2026-02-20',
  );
  expect(one(repaired, 'SELECT answer FROM checks WHERE id = 5')).toBe('unreadable');
  expect(one(repaired, 'SELECT kinds FROM changes WHERE id = 4')).toBe('["text_changed"]');
  expect(one(repaired, 'SELECT group_concat(after) FROM edits WHERE id >= 100')).toBe('1,automatic,0');
  expect(one(repaired, `SELECT count(*) FROM titles WHERE status_group IS NULL`)).toBe(2);
  expect(repaired.pragma('integrity_check')).toBe('ok');
});

test('a backup from before there were these rules gives every row, as the migration had settled it', () => {
  const path = brokenOffice();
  const into = join(path, '..', 'backups');
  const saved = good(takeSnapshot({ path, keyHex: KEY, into, at: NOON, reason: 'daily', slot: null }));
  good(openStore({ path, keyHex: KEY, createIfMissing: false })).close();
  const connection = openAt(path);
  const settled = contents(connection);
  const pages = ['cases', 'changes', 'edits', 'titles'].map((table) =>
    Number(one(connection, `SELECT rootpage FROM sqlite_schema WHERE name = '${table}'`)),
  );
  connection.close();
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(0, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);

  const backups = [{ path: snapshotFile(into, saved.id), at: NOON }];
  good(repairDatabase({ path, keyHex: KEY, backups }));
  const repaired = openAt(nextPath(path));
  expect(contents(repaired)).toEqual(settled);
  expect(repaired.pragma('integrity_check')).toBe('ok');
});

test('such a database is repaired at its own version with every row, and brought to the newest when it is opened', () => {
  const path = brokenOffice();
  const before = openAt(path);
  const [cases, changes] = [ids(before, 'cases'), ids(before, 'changes')];
  before.close();
  good(repairDatabase({ path, keyHex: KEY, backups: [] }));
  expect(openAt(nextPath(path)).pragma('user_version')).toBe(7);
  good(openStore({ path: nextPath(path), keyHex: KEY, createIfMissing: false })).close();
  const repaired = openAt(nextPath(path));
  expect(ids(repaired, 'cases')).toEqual(cases);
  expect(ids(repaired, 'changes')).toEqual(changes);
  expect(repaired.pragma('integrity_check')).toBe('ok');
});

test('a bundle from before there were these rules is merged with every row', async () => {
  const path = brokenOffice();
  const there = openAt(path);
  const [changes, checks] = [
    ids(there, 'changes').length,
    one(there, 'SELECT count(*) FROM checks WHERE answer IS NOT NULL'),
  ];
  there.close();
  const folder = temporaryFolder();
  const [target, bundle] = [join(folder, 'office.caseharbor-bundle'), join(folder, 'bundle.db')];
  good(
    exportBundle({
      path,
      keyHex: KEY,
      staging: join(folder, 'staging'),
      at: NOON,
      target,
      slot: null,
      saltHex: '0'.repeat(64),
      about: '{}',
    }),
  );
  good(takeOut({ source: target, keyHex: KEY, into: bundle }));

  const { store, path: ours, close } = temporaryStore();
  await addCase(store, 99);
  close();
  const origin = { workspace: 'c'.repeat(16), name: 'Northside' };
  const merged = good(mergeDatabases({ path: ours, keyHex: KEY, bundle, bundleKeyHex: KEY, origin, at: NOON }));
  expect(merged).toMatchObject({ cases: 3, changes, checks });
  expect(brokenRules(openAt(nextPath(ours))).filter((rule) => !/newest edit|purge|counts|log$/.test(rule))).toEqual([]);
});

test('a case that is made anew is asked for at once, whatever date its last content bears', async () => {
  const { path, salt } = await makeWhole(temporaryFolder(), 3);
  const connection = openAt(path);
  connection.exec(`UPDATE observations SET content = json_set(content, '$.modifiedAt', 'in the spring')`);
  const page = Number(one(connection, `SELECT rootpage FROM sqlite_schema WHERE name = 'cases'`));
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, (page - 1) * 4096, page * 4096));
  expect(good(repairDatabase({ path, keyHex: KEY, backups: [], salt })).remade).toBe(3);
  const store = good(openStore({ path: nextPath(path), keyHex: KEY, createIfMissing: false }));
  expect(store.pulls.nextDueAt()).toBeLessThan(NOON);
  expect(store.pulls.dueCases(NOON, null, 100)).toHaveLength(3);
  store.close();
});
