import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { createLogKeeper } from '../../electron/store/log-keeper.ts';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { KEY, lookInto, NOON, OTHER_KEY, receipt, temporaryFolder } from '../support/temporary-store.ts';

const WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };
const key = (hex: string) => ({ kind: 'raw', hex }) as const;

function databaseWithLog(): { path: string; connection: Connection } {
  const path = join(temporaryFolder(), 'cases.db');
  const connection = openConnection({ path, key: key(KEY), mustExist: false });
  onTestFinished(() => connection.close());
  connection.pragma('journal_mode=WAL');
  connection.pragma('wal_autocheckpoint=0');
  connection.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, words TEXT); INSERT INTO things (words) VALUES (1)');
  return { path, connection };
}

test('the log is written back by the thread while the database is in use, once at a time', async () => {
  const { path, connection } = databaseWithLog();
  const keeper = createLogKeeper(WORKER, { path, key: key(KEY) }, ({ kind }) => expect.unreachable(kind));
  expect(connection.log().left).toBeGreaterThan(0);
  const first = keeper.writeBack();
  expect(keeper.writeBack()).toBe(first);
  await keeper.ended();
  expect(connection.log().left).toBe(0);
  connection.exec('INSERT INTO things (words) VALUES (2)');
  expect(connection.log().left).toBeGreaterThan(0);
});

test('what a reader still sees is left for the next time', async () => {
  const { path, connection } = databaseWithLog();
  const reader = openConnection({ path, key: key(KEY), readonly: true, mustExist: true });
  reader.exec('BEGIN; SELECT * FROM things');
  connection.exec('INSERT INTO things (words) VALUES (2)');
  const keeper = createLogKeeper(WORKER, { path, key: key(KEY) }, ({ kind }) => expect.unreachable(kind));
  await keeper.writeBack();
  expect(connection.log().left).toBeGreaterThan(0);
  reader.close();
  await keeper.writeBack();
  expect(connection.log().left).toBe(0);
});

test('a log that cannot be written back is told, and harms nobody', async () => {
  const { path, connection } = databaseWithLog();
  const told: string[] = [];
  await createLogKeeper(WORKER, { path, key: key(OTHER_KEY) }, ({ kind }) => told.push(kind)).writeBack();
  expect(told).toEqual(['database_unreadable']);
  expect(connection.log().left).toBeGreaterThan(0);
  connection.exec('INSERT INTO things (words) VALUES (2)');
});

test('an import is written back elsewhere, whole when it is told, and leaves the index of words as it was set', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  let asked = 0;
  const keeper = createLogKeeper(WORKER, { path, key: key(KEY) }, ({ kind }) => expect.unreachable(kind));
  const writeBack = (): Promise<void> => {
    asked += 1;
    return keeper.writeBack();
  };
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true, clock: systemClock, writeBack });
  if (!opened.ok) throw new Error(opened.problem.kind);
  onTestFinished(async () => {
    await keeper.ended();
    opened.value.close();
  });
  const cases = Array.from({ length: 3000 }, (_, number) => ({
    receipt: receipt((number * 7919) % 3000),
    client: `Client ${number}`,
    label: '',
  }));
  const { added, lines } = await opened.value.cases.add(cases, NOON, () => Promise.resolve());
  expect(new Set(added).size).toBe(3000);
  expect(lines.map(({ entered }) => entered)).toEqual(cases.map((one) => one.receipt));
  expect(asked, 'at least once, before the last chunk').toBeGreaterThan(0);
  expect(lookInto(path, 'SELECT count(*) FROM cases')).toBe(3000);
  const size = statSync(path).size;
  await opened.value.tidy();
  expect(statSync(path).size, 'the file has taken it in').toBeGreaterThanOrEqual(size);
  expect(lookInto(path, `SELECT count(*) FROM case_search WHERE case_search MATCH '"client 299"'`)).toBe(11);
  expect(lookInto(path, `SELECT v FROM case_search_config WHERE k = 'automerge'`)).toBe(4);
  expect(lookInto(path, `SELECT count(*) FROM case_search WHERE case_search MATCH '"client"'`)).toBe(3000);
});
