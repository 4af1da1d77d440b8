import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { BACKUPS_FOLDER, listSnapshots, snapshotFile } from '../../electron/store/copies/snapshots.ts';
import type { Store } from '../../electron/store/store.ts';
import { instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { ENDED, makeOldDatabase, OFFICES, WORKED_OUT } from '../support/old-databases.ts';
import { brokenRules } from '../support/store-rules.ts';
import { KEY, noBreath, temporaryFolder } from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

type Tables = Record<string, Record<string, unknown>[]>;

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const VERSIONS = MIGRATIONS.map(({ version }) => version);
const OLDER = VERSIONS.filter((version) => version < NEWEST);
const MIGRATING = join(import.meta.dirname, '../support/migrating.mjs');

function withDatabase<Value>(path: string, use: (connection: Connection) => Value): Value {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    return use(connection);
  } finally {
    connection.close();
  }
}

/** Every row of every table, with its generated columns, and what the index of words holds. */
function tablesOf(path: string): Tables {
  return withDatabase(path, (connection) => {
    const names = connection
      .statement<object, { name: string }>(
        'tables',
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search_%' AND name NOT LIKE 'sqlite_%'`,
      )
      .all({});
    return Object.fromEntries(
      names.map(({ name }) => [
        name,
        connection.statement<object, Record<string, unknown>>(`rows of ${name}`, `SELECT * FROM ${name}`).all({}),
      ]),
    );
  });
}

const versionAt = (path: string): unknown => withDatabase(path, (connection) => connection.pragma('user_version'));

function opened(path: string): Store {
  return good(openStore({ path, keyHex: KEY, createIfMissing: false }));
}

/** Each row of before is there still, with everything that it had. A later version may have added columns and rows. */
function expectKept(before: Tables, after: Tables, version: number, path: string): void {
  for (const [table, rows] of Object.entries(before)) {
    const ended = ENDED[table];
    if (ended !== undefined && ended.by > version) {
      expect(after[table], table).toBeUndefined();
      expect(withDatabase(path, ended.found)).toEqual(ended.as);
      continue;
    }
    expect(rows.length, `${table} has rows, so that something can get lost`).toBeGreaterThan(0);
    const anew = WORKED_OUT[table];
    const columns = anew !== undefined && anew.by > version ? anew.columns : [];
    for (const row of rows) {
      const kept = Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));
      expect(after[table], table).toContainEqual(expect.objectContaining(kept));
    }
  }
}

test('there is a filled database of each version', () => {
  expect(Object.keys(OFFICES).map(Number)).toEqual(VERSIONS);
});

describe.each(OLDER)('a database of version %i', (version) => {
  function old(): { path: string; before: Tables } {
    const path = join(temporaryFolder(), 'cases.db');
    makeOldDatabase(path, version);
    return { path, before: tablesOf(path) };
  }

  test('is brought to the newest with every row in it', () => {
    const { path, before } = old();
    opened(path).close();
    expect(versionAt(path)).toBe(NEWEST);
    expectKept(before, tablesOf(path), version, path);
    expect(withDatabase(path, brokenRules)).toEqual([]);
  });

  test('is read and written by the program of today', async () => {
    const { path } = old();
    const store = opened(path);
    const detail = store.cases.detail(1);
    expect(detail).toMatchObject({
      row: { client: 'Begoña Núñez', label: 'É 1', pinned: true, unread: 1, title: { es: 'Caso Fue Aprobado' } },
      notes: 'Llamar «el lunes» 📞',
      observations: [{ id: 2 }, { id: 1 }],
      changes: [{ id: 2, read: false, kinds: ['status_changed', 'history_added'] }],
      checks: [{ id: 4 }, { id: 2 }, { id: 1 }],
    });
    expect(store.cases.rawBody(2)).toContain('Case Was Approved');
    expect(await store.cases.count({ ...WATCHED_CASES, search: 'nunez' }, instant(0), noBreath)).toBe(1);
    expect(await store.cases.count({ ...WATCHED_CASES, search: '陳大', archived: true }, instant(0), noBreath)).toBe(1);
    expect(store.outbox.take(instant(9999)).map(({ id }) => id)).toEqual([2]);
    const pull = store.pulls.openPull();
    expect(pull).toMatchObject({ id: 3, total: 3, done: 1 });
    const next = store.pulls.nextCheck(3);
    expect(next).toMatchObject({ id: 5, caseId: 1 });
    store.pulls.recordAnswer(5, { kind: 'timeout', said: {} }, instant(9999), () => null);
    expect(store.cases.detail(1)?.row).toMatchObject({ lastAnswer: 'timeout' });
    expect(store.ledger.ofCase(1, null, 1).lines).toMatchObject([{ at: 9999, answer: 'timeout' }]);
    store.close();
  });

  test('is copied first, and the copy is whole', () => {
    const { path, before } = old();
    opened(path).close();
    const backups = join(path, '..', BACKUPS_FOLDER);
    const [backup] = listSnapshots(backups, '');
    const copy = snapshotFile(backups, backup?.id ?? '');
    expect(versionAt(copy)).toBe(version);
    expect(tablesOf(copy)).toEqual(before);
    expect(withDatabase(copy, (connection) => connection.pragma('integrity_check'))).toBe('ok');
    expect(withDatabase(copy, (connection) => connection.pragma('foreign_key_check'))).toBeUndefined();
  });

  test.each(VERSIONS.filter((step) => step > version))(
    'stays usable when the program is killed in the middle of step %i, and the next start finishes it',
    async (step) => {
      const { path, before } = old();
      await killInTheMiddle(path, step);
      const reached = VERSIONS.filter((done) => done < step).at(-1);
      expect(versionAt(path)).toBe(reached);
      if (reached === version) expect(tablesOf(path)).toEqual(before);
      expect(withDatabase(path, (connection) => connection.pragma('integrity_check'))).toBe('ok');
      opened(path).close();
      expect(versionAt(path)).toBe(NEWEST);
      expectKept(before, tablesOf(path), version, path);
      expect(withDatabase(path, brokenRules)).toEqual([]);
    },
  );
});

async function killInTheMiddle(path: string, step: number): Promise<void> {
  const child = spawn(process.execPath, [MIGRATING, path, KEY, String(step)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
}

test('a database of a newer version opens nothing, makes nothing beside itself and is not altered', () => {
  const path = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(path, NEWEST);
  withDatabase(path, (connection) => {
    connection.exec('CREATE TABLE of_tomorrow (id INTEGER) STRICT');
    connection.pragma(`user_version=${NEWEST + 1}`);
    connection.pragma('wal_checkpoint(TRUNCATE)');
  });
  const bytes = readFileSync(path);
  expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toEqual({
    ok: false,
    problem: { kind: 'database_newer', detail: `version ${NEWEST + 1}, known ${NEWEST}` },
  });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['cases.db']);
});

test('nothing is migrated that could not be copied first', () => {
  const path = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(path, 1);
  const before = tablesOf(path);
  // A file stands where the folder of the copies has to be.
  writeFileSync(join(path, '..', BACKUPS_FOLDER), 'kept');
  expect(openStore({ path, keyHex: KEY, createIfMissing: false })).toMatchObject({ problem: { kind: 'file_failed' } });
  expect(versionAt(path)).toBe(1);
  expect(tablesOf(path)).toEqual(before);
  expect(readFileSync(join(path, '..', BACKUPS_FOLDER), 'utf8')).toBe('kept');
});
