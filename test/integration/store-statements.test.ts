import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Connection, openConnection } from '../../electron/store/connection.ts';
import { snapshotFile } from '../../electron/store/copies/snapshots.ts';
import { countTables } from '../../electron/store/holdings/tables.ts';
import { openStore } from '../../electron/store/open.ts';
import { reading } from '../../electron/store/reading.ts';
import { WORK } from '../../electron/store/work.ts';
import { instant, later, MINUTE } from '../../shared/clock.ts';
import type { LedgerScope } from '../../shared/contract/ledger.ts';
import { good } from '../support/good.ts';
import { readOrder } from '../support/ledger.ts';
import { makeOldDatabase } from '../support/old-databases.ts';
import { IN_THREAD, planOf, scansInLoops, statementsOfStore } from '../support/statements.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noAnswer,
  NOON,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';

const PAGE = 4096;

/** An office with a backup, and cases and answers since. */
async function office(): Promise<{ path: string; backup: string }> {
  const { store, path, close } = temporaryStore();
  const into = join(dirname(path), 'backups');
  const ids = [];
  for (let number = 1; number <= 60; number += 1) ids.push(await addCase(store, number, `Client ${number}`));
  for (const [index, id] of ids.entries()) {
    if (index === 30) good(WORK.snapshot({ path, keyHex: KEY, into, at: NOON, reason: 'asked', slot: null }));
    ask(store, id, index % 9 === 8 ? noAnswer : status(content(index + 1)), later(NOON, index * MINUTE));
  }
  close();
  return { path, backup: snapshotFile(into, '20260302T120000Z-asked') };
}

/** Everything that the store's thread can be told to do, and every step of the schema. */
async function workThrough(): Promise<void> {
  const old = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(old, 1);
  good(openStore({ path: old, keyHex: KEY, createIfMissing: false })).close();
  const { path, backup } = await office();
  const tell = (): void => undefined;
  good(WORK.check({ path, keyHex: KEY }));
  good(WORK.compare({ path, backup, keyHex: KEY }));
  good(WORK.verify_ledger(readOrder(path), tell));
  const scopes: LedgerScope[] = [{ of: 'all' }, { of: 'cases', ids: [1] }, { of: 'client', client: 'Client 2' }];
  for (const scope of scopes) {
    good(WORK.report_ledger({ ...readOrder(path), scope, listed: 5 }, tell));
    good(
      WORK.export_ledger({ ...readOrder(path), scope, zone: 'UTC', target: join(dirname(path), 'ledger.csv') }, tell),
    );
  }
  const form = { language: 'en', zone: 'UTC', notes: true } as const;
  const casesIn = join(dirname(path), 'cases.csv');
  good(WORK.export_cases({ ...readOrder(path), scope: { of: 'all' }, at: NOON, form, target: casesIn }, tell));
  good(reading(readOrder(path), countTables));
  const target = join(dirname(path), 'office.caseharbor-bundle');
  const staging = join(dirname(path), 'bundle-draft');
  const saltHex = '01'.repeat(32);
  good(WORK.export_bundle({ path, keyHex: KEY, staging, at: NOON, target, slot: {}, saltHex, about: '{}' }));
  good(WORK.open_bundle({ source: target, keyHex: KEY, into: join(dirname(path), 'opened.db') }));
  // A row points at a case that is gone, and pages of its middle are lost: there is something to fill and to mend.
  alter(
    path,
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (999, 'notes', '', 'A note', 1, 1)`,
  );
  const bytes = readFileSync(path);
  for (let page = 8; page < bytes.length / PAGE; page += 6) bytes.fill(0, page * PAGE, (page + 1) * PAGE);
  writeFileSync(path, bytes);
  good(WORK.repair({ path, keyHex: KEY, backups: [{ path: backup, at: instant(NOON) }] }));
  // Every page reads, but a case has only its answers left, and no backup has the rest.
  const lacking = (await office()).path;
  alter(lacking, 'DELETE FROM cases WHERE id = 3');
  good(WORK.repair({ path: lacking, keyHex: KEY, backups: [] }));
}

/** Does what the schema's rules would not let anybody do. */
function alter(path: string, sql: string): void {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  connection.pragma('foreign_keys=OFF');
  connection.exec(sql);
  connection.close();
}

/** The newest schema, with another database of it under every name that a statement knows one by. */
function everySchema(): Connection {
  const folder = temporaryFolder();
  const paths = ['main', 'other', 'backup'].map((name) => join(folder, `${name}.db`));
  for (const path of paths) good(openStore({ path, keyHex: KEY, createIfMissing: true })).close();
  const [main = '', other = '', backup = ''] = paths;
  const key = { kind: 'raw', hex: KEY } as const;
  const connection = openConnection({ path: main, key, mustExist: true });
  onTestFinished(() => connection.close());
  // A repair has them off: what an insertion would look for then is not looked for.
  connection.pragma('foreign_keys=OFF');
  connection.attach(other, 'other', key);
  connection.attach(backup, 'backup', key);
  return connection;
}

test('every statement of the store is looked at: those of its thread here, where none reads a table over and over', async () => {
  const spy = vi.spyOn(Connection.prototype, 'statement');
  onTestFinished(() => spy.mockRestore());
  await workThrough();
  const used = new Map(spy.mock.calls);
  spy.mockRestore();

  const inThread = statementsOfStore().filter(({ file }) => IN_THREAD.test(file));
  expect(inThread.length).toBeGreaterThan(25);
  const unseen = inThread.filter(({ names }) => ![...used.keys()].some((name) => names.test(name)));
  expect(unseen, 'workThrough has to use them').toEqual([]);

  const connection = everySchema();
  const scans = [...used]
    .filter(([name]) => inThread.some(({ names }) => names.test(name)))
    .flatMap(([name, sql]) => scansInLoops(planOf(connection, name, sql)).map((line) => `${name}: ${line}`));
  expect(scans).toEqual([]);
});

test('this test would see a table that is read once for each row of another', () => {
  const connection = everySchema();
  const scansIn = (sql: string): string[] => scansInLoops(planOf(connection, 'a loop', sql));
  expect(scansIn('SELECT count(*) FROM cases WHERE notes IN (SELECT notes FROM cases)')).toEqual([]);
  expect(scansIn('SELECT (SELECT count(*) FROM edits WHERE at > cases.created_at) FROM cases')).toEqual(['SCAN edits']);
  expect(scansIn('SELECT count(*) FROM cases CROSS JOIN edits ON edits.at > cases.created_at')).toEqual(['SCAN edits']);
});
