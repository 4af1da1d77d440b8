import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { openStore, openStoreAt } from '../../electron/store/open.ts';
import { listSnapshots, snapshotFile } from '../../electron/store/copies/snapshots.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  OTHER_KEY,
  receipt,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const raw = (path: string, hex = KEY): Connection =>
  openConnection({ path, key: { kind: 'raw', hex }, mustExist: true });

const NOW = MIGRATIONS.at(-1)?.version ?? 0;
const NEXT = NOW + 1;
const LATER = [
  ...MIGRATIONS,
  { version: NEXT, sql: `ALTER TABLE cases ADD COLUMN colour TEXT NOT NULL DEFAULT 'none'` },
];

test('the steps of the schema are numbered without a gap', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_step, index) => index + 1));
});

describe('a new database', () => {
  test('is made only where it may be', () => {
    const path = join(temporaryFolder(), 'cases.db');
    const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
    expect(opened).toEqual({ ok: false, problem: { kind: 'database_missing' } });
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  test('is not made beside the log of a lost one', () => {
    const path = join(temporaryFolder(), 'cases.db');
    writeFileSync(`${path}-wal`, 'answers that were not yet in the database');
    expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toMatchObject({
      problem: { kind: 'database_unreadable' },
    });
    expect(readdirSync(join(path, '..'))).toEqual(['cases.db-wal']);
  });

  test('has the newest version, and stands after a restart', async () => {
    const { store, path, reopen } = temporaryStore();
    const id = await addCase(store, 1, 'Ana');
    expect(reopen().cases.detail(id)?.row.client).toBe('Ana');
    const connection = raw(path);
    expect(connection.pragma('user_version')).toBe(NOW);
    expect(connection.pragma('journal_mode')).toBe('wal');
    expect(connection.pragma('integrity_check')).toBe('ok');
    connection.close();
  });

  test('lets SQLite merge the index of words by itself again where a bulk write was killed', () => {
    const { path, reopen } = temporaryStore();
    const settings = (): unknown => {
      const connection = raw(path);
      try {
        return connection
          .statement<object, object>('settings', `SELECT k, v FROM case_search_config WHERE k LIKE '%merge' ORDER BY k`)
          .all({});
      } finally {
        connection.close();
      }
    };
    const killed = raw(path);
    for (const [option, value] of [
      ['automerge', 0],
      ['crisismerge', 1999],
    ]) {
      killed.exec(`INSERT INTO case_search (case_search, rank) VALUES ('${option}', ${value})`);
    }
    killed.close();
    reopen();
    expect(settings()).toEqual([
      { k: 'automerge', v: 4 },
      { k: 'crisismerge', v: 16 },
    ]);
  });

  test('can be finished after the program was killed before its first table', async () => {
    const path = join(temporaryFolder(), 'cases.db');
    writeFileSync(path, '');
    const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
    expect(opened.ok && (await opened.value.cases.count(WATCHED_CASES, NOON, noBreath))).toBe(0);
    if (opened.ok) opened.value.close();
  });
});

test('nothing on the disk can be read without the key', async () => {
  const { store, path, reopen } = temporaryStore();
  const id = await addCase(store, 7, 'Clienta Inconfundible', 'Etiqueta Singular');
  store.cases.change(id, { notes: 'Una nota reservada' }, NOON, () => null);
  ask(store, id, status(content(7, { title: { en: 'Peculiar Title Was Sent', es: null } })));
  const told = [
    receipt(7),
    'Inconfundible',
    'inconfundible',
    'Singular',
    'reservada',
    'Peculiar',
    'SQLite format 3',
    KEY,
  ];
  const look = (): void => {
    for (const name of readdirSync(join(path, '..')).filter((file) => !file.endsWith('-shm'))) {
      const bytes = readFileSync(join(path, '..', name));
      for (const word of told) expect(bytes.includes(word), `${word} in ${name}`).toBe(false);
    }
  };
  expect(readdirSync(join(path, '..'))).toContain('cases.db-wal');
  look();
  reopen();
  look();
});

describe('a database that cannot be opened is left as it is', () => {
  async function closedDatabase(): Promise<string> {
    const path = join(temporaryFolder(), 'cases.db');
    const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
    if (!opened.ok) throw new Error(opened.problem.kind);
    for (let number = 0; number < 50; number += 1) await addCase(opened.value, number);
    opened.value.close();
    return path;
  }

  test('another key', async () => {
    const path = await closedDatabase();
    const before = readFileSync(path);
    for (const createIfMissing of [true, false]) {
      expect(openStore({ path, keyHex: OTHER_KEY, createIfMissing })).toEqual({
        ok: false,
        problem: { kind: 'database_unreadable', detail: 'SQLITE_NOTADB' },
      });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(join(path, '..'))).toEqual(['cases.db']);
  });

  test('a damaged beginning', async () => {
    const path = await closedDatabase();
    const bytes = readFileSync(path);
    bytes.fill(7, 100, 200);
    writeFileSync(path, bytes);
    expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toMatchObject({
      problem: { kind: 'database_unreadable' },
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('cut off in the middle', async () => {
    const path = await closedDatabase();
    truncateSync(path, 5000);
    expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toMatchObject({
      problem: { kind: 'database_unreadable' },
    });
    expect(readFileSync(path).length).toBe(5000);
  });

  test('written by a newer program', () => {
    const path = join(temporaryFolder(), 'cases.db');
    const newer = openStoreAt({ path, keyHex: KEY, createIfMissing: true }, LATER);
    if (newer.ok) newer.value.close();
    const before = readFileSync(path);
    expect(openStore({ path, keyHex: KEY, createIfMissing: false })).toEqual({
      ok: false,
      problem: { kind: 'database_newer', detail: `version ${NEXT}, known ${NOW}` },
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('of another program', () => {
    const path = join(temporaryFolder(), 'cases.db');
    const other = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
    other.exec('CREATE TABLE things (id INTEGER); PRAGMA user_version = 1;');
    other.close();
    expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toMatchObject({
      problem: { kind: 'database_unreadable' },
    });
  });

  test('a folder in its place', () => {
    const path = temporaryFolder();
    expect(openStore({ path, keyHex: KEY, createIfMissing: true })).toMatchObject({ problem: { kind: 'file_failed' } });
  });
});

describe('an older database', () => {
  test('is copied, then migrated with everything in it', async () => {
    const { store, path, close } = temporaryStore();
    const id = await addCase(store, 3, 'Ben');
    ask(store, id, status(content(3)));
    close();
    const later = openStoreAt({ path, keyHex: KEY, createIfMissing: false }, LATER);
    expect(later.ok && later.value.cases.detail(id)?.row).toMatchObject({ client: 'Ben', recognition: 'recognised' });
    if (later.ok) later.value.close();
    const [backup] = listSnapshots(join(path, '..', 'backups'), '');
    expect(backup).toMatchObject({ reason: 'before_migration', counts: { cases: 1, answers: 1 } });
    const saved = snapshotFile(join(path, '..', 'backups'), backup?.id ?? '');
    const kept = openStore({ path: saved, keyHex: KEY, createIfMissing: false });
    expect(kept.ok && kept.value.cases.detail(id)?.row.client).toBe('Ben');
    if (kept.ok) kept.value.close();
  });

  test('stays at its version when a step fails', async () => {
    const { store, path, reopen, close } = temporaryStore();
    const id = await addCase(store, 3, 'Ben');
    close();
    const broken = [...MIGRATIONS, { version: NEXT, sql: 'DROP TABLE outbox; DROP TABLE never_was;' }];
    expect(() => openStoreAt({ path, keyHex: KEY, createIfMissing: false }, broken)).toThrow('never_was');
    const again = reopen();
    expect(again.outbox.take(NOON)).toEqual([]);
    expect(again.cases.detail(id)?.row.client).toBe('Ben');
    expect(listSnapshots(join(path, '..', 'backups'), '')).toHaveLength(1);
  });
});
