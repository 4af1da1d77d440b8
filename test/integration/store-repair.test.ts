import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { repairDatabase } from '../../electron/store/repair/repair.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { snapshotFile } from '../../electron/store/copies/snapshots.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  OTHER_KEY,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

test('what a killed program had only in its log is read from there, and the search finds it', async () => {
  const { store, path, reopen } = temporaryStore();
  for (let number = 0; number < 40; number += 1) await addCase(store, number, `Client ${number}`);
  const again = reopen();
  const id = await addCase(again, 99, 'Clienta Tardía');
  ask(again, id, status(content(99)));
  // As a power cut leaves it: the file, and the log beside it; then the file's first page is lost too.
  const copy = join(temporaryFolder(), 'cases.db');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
  const bytes = readFileSync(copy);
  bytes.fill(0, 16, 4096);
  writeFileSync(copy, bytes);

  const repaired = repairDatabase({ path: copy, keyHex: KEY, backups: [] });
  expect(repaired).toMatchObject({ value: { fromFile: { cases: 41, answers: 1 }, lost: { cases: 0 }, remade: 0 } });
  const opened = openStore({ path: nextPath(copy), keyHex: KEY, createIfMissing: false });
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(await opened.value.cases.count(WATCHED_CASES, NOON, noBreath)).toBe(41);
  expect(await opened.value.cases.count({ ...WATCHED_CASES, search: 'tardia' }, NOON, noBreath)).toBe(1);
  expect(opened.value.cases.detail(id)?.row.recognition).toBe('recognised');
  // It goes on as any other.
  ask(opened.value, id, status(content(99, { title: { en: 'Case Was Approved', es: null } })));
  expect(opened.value.cases.detail(id)?.changes).toHaveLength(1);
  opened.value.close();
});

test('another key than the file has reads nothing, and makes nothing', async () => {
  const { store, path, close } = temporaryStore();
  await addCase(store, 1);
  close();
  expect(repairDatabase({ path, keyHex: OTHER_KEY, backups: [] })).toMatchObject({
    problem: { kind: 'database_unreadable' },
  });
});

test('what was deleted is not brought back from the pages that it left', async () => {
  const { store, path, close } = temporaryStore();
  const id = await addCase(store, 1);
  close();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  connection.exec(`
    INSERT INTO pulls (id, reason, started_at, finished_at) VALUES (1, 'schedule', 1, 2);
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)
    INSERT INTO checks (pull_id, case_id, position, reason, asked_at, answer)
    SELECT 1, ${id}, n, 'schedule', n, 'timeout' FROM numbers;
    DELETE FROM checks;
  `);
  expect(Number(connection.pragma('freelist_count'))).toBeGreaterThan(0);
  const [root] = connection
    .statement<object, { rootpage: number }>('root', `SELECT rootpage FROM sqlite_schema WHERE name = 'checks'`)
    .all({});
  connection.close();
  const bytes = readFileSync(path);
  const from = ((root?.rootpage ?? 1) - 1) * 4096;
  bytes.fill(0, from, from + 4096);
  writeFileSync(path, bytes);
  expect(repairDatabase({ path, keyHex: KEY, backups: [] })).toMatchObject({
    value: { parts: { unreadable: 1 }, fromFile: { cases: 1, answers: 0 }, lost: { cases: 0, answers: 0 } },
  });
  const repaired = openConnection({ path: nextPath(path), key: { kind: 'raw', hex: KEY }, mustExist: true });
  const left = repaired.statement<object, { count: number }>('left', 'SELECT count(*) AS count FROM checks').get({});
  expect(left).toEqual({ count: 0 });
  repaired.close();
});

test('the ledger goes on after its last line, where its ends are from an older backup or from nowhere', async () => {
  for (const backedUp of [true, false]) {
    const { store, path, close } = temporaryStore();
    const id = await addCase(store, 1);
    ask(store, id, status(content(1)));
    const into = join(path, '..', 'backups');
    const saved = takeSnapshot({ path, keyHex: KEY, into, at: NOON, reason: 'daily', slot: null });
    for (const title of ['One', 'Two', 'Three']) ask(store, id, status(content(1, { title: { en: title, es: null } })));
    close();
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    const [ends] = connection
      .statement<object, { rootpage: number }>('root', `SELECT rootpage FROM sqlite_schema WHERE name = 'ledger_ends'`)
      .all({});
    connection.close();
    const bytes = readFileSync(path);
    const from = ((ends?.rootpage ?? 1) - 1) * 4096;
    bytes.fill(0, from, from + 4096);
    writeFileSync(path, bytes);
    const backups = backedUp && saved.ok ? [{ path: snapshotFile(into, saved.value.id), at: NOON }] : [];
    expect(repairDatabase({ path, keyHex: KEY, backups })).toMatchObject({ value: { fromFile: { answers: 4 } } });
    const opened = openStore({ path: nextPath(path), keyHex: KEY, createIfMissing: false });
    if (!opened.ok) throw new Error(opened.problem.kind);
    ask(opened.value, id, status(content(1, { title: { en: 'Four', es: null } })));
    expect(opened.value.cases.detail(id)?.changes).toHaveLength(4);
    opened.value.close();
  }
});
