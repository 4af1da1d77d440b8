import { readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { createLogKeeper } from '../../electron/store/log-keeper.ts';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import type { WriteBack } from '../../electron/store/log.ts';
import { openStore } from '../../electron/store/open.ts';
import { mayPass } from '../../electron/store/problems.ts';
import type { Store } from '../../electron/store/store.ts';
import {
  addCase,
  content,
  KEY,
  lookInto,
  noBreath,
  NOON,
  OTHER_KEY,
  receipt,
  status,
  temporaryFolder,
} from '../support/temporary-store.ts';

const WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };
const key = (hex: string) => ({ kind: 'raw', hex }) as const;

const keeperOf = (path: string) =>
  createLogKeeper(WORKER, { path, key: key(KEY) }, ({ kind }) => expect.unreachable(kind));

function databaseWithLog(writeBack?: WriteBack): { path: string; connection: Connection } {
  const path = join(temporaryFolder(), 'cases.db');
  // What no thread opens need not be encrypted: that takes most of the time.
  const connection = openConnection({
    path,
    key: writeBack === undefined ? key(KEY) : null,
    mustExist: false,
    writeBack,
  });
  onTestFinished(() => connection.close());
  connection.pragma('journal_mode=WAL');
  if (writeBack === undefined) connection.pragma('wal_autocheckpoint=0');
  connection.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, words TEXT); INSERT INTO things (words) VALUES (1)');
  return { path, connection };
}

function storeWith(path: string, writeBack: WriteBack): Store {
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true, clock: systemClock, writeBack });
  if (!opened.ok) throw new Error(opened.problem.kind);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

/** A store as the application has it, and what its thread was asked for. */
function storeInThreads(path: string): { store: Store; asked: Promise<boolean>[] } {
  const keeper = keeperOf(path);
  const asked: Promise<boolean>[] = [];
  const store = storeWith(path, (cut) => {
    const done = keeper.writeBack(cut);
    asked.push(done);
    return done;
  });
  // Before it is closed.
  onTestFinished(() => keeper.ended());
  return { store, asked };
}

test('the log is written back by the thread while the database is in use, once at a time', async () => {
  const { path, connection } = databaseWithLog();
  const keeper = keeperOf(path);
  expect(connection.log().left).toBeGreaterThan(0);
  const first = keeper.writeBack(false);
  expect(keeper.writeBack(false)).toBe(first);
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
  const keeper = keeperOf(path);
  expect(await keeper.writeBack(false)).toBe(false);
  expect(connection.log().left).toBeGreaterThan(0);
  expect(await keeper.writeBack(true)).toBe(false);
  reader.close();
  expect(await keeper.writeBack(false)).toBe(true);
  expect(connection.log().left).toBe(0);
});

test('a log that cannot be written back is told, and harms nobody', async () => {
  const { path, connection } = databaseWithLog();
  const told: string[] = [];
  await createLogKeeper(WORKER, { path, key: key(OTHER_KEY) }, ({ kind }) => told.push(kind)).writeBack(true);
  expect(told).toEqual(['database_unreadable']);
  expect(connection.log().left).toBeGreaterThan(0);
  connection.exec('INSERT INTO things (words) VALUES (2)');
});

test('a log that is cut holds nothing more, also when it is being written back already', async () => {
  const { path, connection } = databaseWithLog();
  const keeper = keeperOf(path);
  const under = keeper.writeBack(false);
  expect(await Promise.all([keeper.writeBack(true), keeper.writeBack(true), under])).toEqual([true, true, true]);
  expect(statSync(`${path}-wal`).size).toBe(0);
  connection.exec('INSERT INTO things (words) VALUES (2)');
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
});

test('where the thread fails the connection cuts the log itself', async () => {
  const { path, connection } = databaseWithLog(() => Promise.resolve(false));
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  await connection.cutLog();
  expect(statSync(`${path}-wal`).size).toBe(0);
});

test('a log that nobody writes back stays below its limit all the same', () => {
  const asked: boolean[] = [];
  const { path, connection } = databaseWithLog((cut) => {
    asked.push(cut);
    return Promise.resolve(false);
  });
  connection.pragma('synchronous=OFF');
  const write = connection.statement<{ words: string }>('write', 'REPLACE INTO things (id, words) VALUES (1, @words)');
  const mebibyte = 'w'.repeat(2 ** 20);
  let largest = 0;
  for (let written = 0; written < 220; written += 1) {
    connection.write(() => write.run({ words: mebibyte }));
    largest = Math.max(largest, statSync(`${path}-wal`).size);
  }
  expect(asked.length, 'it was asked for').toBeGreaterThan(0);
  expect(largest).toBeGreaterThan(90 * 2 ** 20);
  expect(largest, '220 MiB were written').toBeLessThan(140 * 2 ** 20);
});

test('bulk work has nothing written back while it writes, until its log is long, and then waits for that', async () => {
  const asked: boolean[] = [];
  let wroteBack: (all: boolean) => void = () => expect.unreachable('before it was asked for');
  const { connection } = databaseWithLog((cut) => {
    asked.push(cut);
    return new Promise((resolve) => {
      wroteBack = resolve;
    });
  });
  connection.pragma('synchronous=OFF');
  const write = connection.statement<{ words: string }>('write', 'REPLACE INTO things (id, words) VALUES (1, @words)');
  const mebibyte = 'w'.repeat(2 ** 20);
  let room = connection.logHasRoom();
  for (; asked.length === 0; room = connection.logHasRoom()) {
    await room;
    connection.writeAhead(() => write.run({ words: mebibyte }));
  }
  expect(connection.log().pages, 'what 10,000 new cases write').toBeGreaterThan(18_000);
  expect(asked).toEqual([false]);
  let waits = true;
  const went = room.then(() => {
    waits = false;
  });
  await Promise.resolve();
  expect(waits).toBe(true);
  wroteBack(true);
  await went;
});

test('what the disk refuses of a transaction on its way to it is thrown by the next one, and nothing is lost', async () => {
  const { path, connection } = databaseWithLog();
  const write = connection.statement<{ words: string }>('write', 'INSERT INTO things (words) VALUES (@words)');
  const add = (words: string) => () => write.run({ words });
  connection.writeSoon(add('on its way'));
  await connection.reachDisk();
  renameSync(`${path}-wal`, `${path}-away`);
  connection.writeSoon(add('refused'));
  await expect(connection.reachDisk()).rejects.toSatisfy(mayPass);
  for (const next of ['write', 'writeAhead', 'writeSoon'] as const) {
    expect(() => connection[next](add('not written')), next).toThrow('ENOENT');
    connection.write(add('told once'));
    connection.writeSoon(add('refused again'));
    await expect(connection.reachDisk()).rejects.toSatisfy(mayPass);
  }
  renameSync(`${path}-away`, `${path}-wal`);
  await connection.reachDisk();
  const count = connection.statement<object, { count: number }>('count', 'SELECT count(*) AS count FROM things');
  expect(count.get({})).toEqual({ count: 9 });
});

test('who wants all on the disk while a round is under way waits for the next one, together', async () => {
  const { connection } = databaseWithLog();
  const write = connection.statement<{ words: string }>('write', 'INSERT INTO things (words) VALUES (@words)');
  const order: string[] = [];
  const reach = (name: string) => connection.reachDisk().then(() => order.push(name));
  await connection.reachDisk();
  connection.writeAhead(() => write.run({ words: 'first' }));
  const first = [reach('first'), reach('first, too')];
  connection.writeAhead(() => write.run({ words: 'second' }));
  const second = [reach('second'), reach('second, too')];
  await Promise.all([...second, ...first]);
  expect(order).toEqual(['first', 'first, too', 'second', 'second, too']);
});

/** An answer to each case, with its own long words. */
function answerAll(store: Store, ids: readonly number[], round: number): void {
  const pull = store.pulls.beginPull('schedule', ids, NOON);
  for (let check = store.pulls.nextCheck(pull.id); check !== null; check = store.pulls.nextCheck(pull.id)) {
    const words = { en: `Invented words of ${check.caseId} in ${round}. `.repeat(200), es: null };
    store.pulls.recordAnswer(check.id, status(content(check.caseId, { description: words })), NOON, () => null);
  }
  store.pulls.finishPull(pull.id, NOON);
}

test('while answers come the window’s own connection writes nothing back: it asks for it', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  let asked = 0;
  const store = storeWith(path, () => {
    asked += 1;
    return Promise.resolve(true);
  });
  const ids: number[] = [];
  for (let number = 0; number < 40; number += 1) ids.push(await addCase(store, number));
  const before = readFileSync(path);
  for (let round = 0; asked === 0; round += 1) answerAll(store, ids, round);
  expect(readFileSync(path).equals(before), 'all of it stands in the log').toBe(true);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(2000 * 4096);
});

test('what is asked for is done by the thread, and the log begins anew', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const { store, asked } = storeInThreads(path);
  const ids: number[] = [];
  for (let number = 0; number < 40; number += 1) ids.push(await addCase(store, number));
  for (let round = 0; asked.length === 0; round += 1) answerAll(store, ids, round);
  expect(await asked[0]).toBe(true);
  const size = statSync(`${path}-wal`).size;
  answerAll(store, ids, -1);
  expect(statSync(`${path}-wal`).size, 'written over its own beginning').toBe(size);
  await store.tidy();
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(lookInto(path, 'SELECT count(*) FROM ledger')).toBeGreaterThan(80);
});

test('an import is whole when it is told, and leaves the index of words as it was set', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const { store } = storeInThreads(path);
  const cases = Array.from({ length: 3000 }, (_, number) => ({
    receipt: receipt((number * 7919) % 3000),
    client: `Client ${number}`,
    label: '',
  }));
  const { added, lines } = await store.cases.add(cases, NOON, noBreath);
  expect(new Set(added).size).toBe(3000);
  expect(lines.map(({ entered }) => entered)).toEqual(cases.map((one) => one.receipt));
  expect(lookInto(path, 'SELECT count(*) FROM cases')).toBe(3000);
  const size = statSync(path).size;
  await store.tidy();
  expect(statSync(path).size, 'the file has taken it in').toBeGreaterThan(size);
  expect(lookInto(path, `SELECT count(*) FROM case_search WHERE case_search MATCH '"client 299"'`)).toBe(11);
  expect(lookInto(path, `SELECT v FROM case_search_config WHERE k = 'automerge'`)).toBe(4);
  expect(lookInto(path, `SELECT count(*) FROM case_search WHERE case_search MATCH '"client"'`)).toBe(3000);
});

test('an import leaves the index of words at every breath in about the parts of which SQLite merges 16 in one go', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const { store } = storeInThreads(path);
  const cases = Array.from({ length: 5000 }, (_, number) => ({
    receipt: receipt((number * 7919) % 5000),
    client: `Client ${number}`,
    label: '',
  }));
  const parts: unknown[] = [];
  await store.cases.add(cases, NOON, () => {
    parts.push(lookInto(path, 'SELECT count(DISTINCT segid) FROM case_search_idx'));
    return Promise.resolve();
  });
  expect(Math.max(...parts.map(Number))).toBeGreaterThan(8);
  // The new ones, and those that were merged already.
  expect(Math.max(...parts.map(Number))).toBeLessThan(12 + 6);
});

test('a purge leaves the index of words as it was set, in one part, and right', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const { store } = storeInThreads(path);
  const cases = Array.from({ length: 400 }, (_, number) => ({
    receipt: receipt(number),
    client: `Client ${number}`,
    label: '',
  }));
  const { added } = await store.cases.add(cases, NOON, noBreath);
  const gone = await store.trash.delete(added.slice(0, 150), NOON, noBreath);
  expect(await store.trash.purge(gone, NOON, noBreath)).toMatchObject({ cases: 150 });
  const inIndex = (sql: string): unknown => lookInto(path, `SELECT ${sql}`);
  expect(inIndex(`v FROM case_search_config WHERE k = 'secure-delete'`)).toBe(1);
  expect(inIndex(`v FROM case_search_config WHERE k = 'automerge'`)).toBe(4);
  expect(inIndex(`count(DISTINCT segid) FROM case_search_idx`)).toBe(1);
  expect(inIndex(`count(*) FROM case_search WHERE case_search MATCH '"client"'`)).toBe(250);
  expect(inIndex(`count(*) FROM case_search WHERE case_search MATCH '"client 14"'`)).toBe(0);
});
