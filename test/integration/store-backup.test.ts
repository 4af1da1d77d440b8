import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readBackup, writeBackup } from '../../electron/store/copies/backup.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  OTHER_KEY,
  status,
  temporaryStore,
} from '../support/temporary-store.ts';

const WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };
const PASSPHRASE = `it's a "long" passphrase, café`;
const OPENS = { kind: 'passphrase', text: PASSPHRASE } as const;

async function backedUp(): Promise<{ folder: string; target: string; id: number; path: string }> {
  const { store, path } = temporaryStore();
  const id = await addCase(store, 1, 'Clienta Inconfundible');
  ask(store, id, status(content(1)));
  store.meta.set('workspace', 'about');
  const odd = await addCase(store, 2);
  ask(store, odd, status(content(2, { title: { en: 'Case Was Put Into A Drawer', es: null } })));
  store.titles.file('case was put into a drawer', 'interview', NOON);
  const folder = dirname(path);
  const target = join(folder, 'office.caseharbor');
  expect(await writeBackup(WORKER, { path, keyHex: KEY, target, passphrase: PASSPHRASE })).toEqual({
    ok: true,
    value: null,
  });
  return { folder, target, id, path };
}

test('a backup of an open database, read back under a new key, holds the same', async () => {
  const { folder, target, id } = await backedUp();
  const bytes = readFileSync(target);
  for (const word of ['SQLite format 3', 'Inconfundible', 'passphrase']) expect(bytes.includes(word)).toBe(false);
  const path = join(folder, 'restored.db');
  // The same words, typed on a keyboard that composes accents in another way.
  const passphrase = PASSPHRASE.normalize('NFD');
  expect(
    (
      await readBackup(WORKER, {
        source: target,
        opens: { kind: 'passphrase', text: passphrase },
        path,
        keyHex: OTHER_KEY,
      })
    ).ok,
  ).toBe(true);
  const restored = openStore({ path, keyHex: OTHER_KEY, createIfMissing: false });
  if (!restored.ok) throw new Error(restored.problem.kind);
  expect(restored.value.cases.detail(id)).toMatchObject({
    row: { client: 'Clienta Inconfundible', title: content(1).title },
    observations: [{}],
  });
  expect(restored.value.meta.get('workspace')).toBe('about');
  expect(restored.value.titles.list()).toMatchObject([{ filed: { group: 'interview', at: NOON } }]);
  const found = { search: 'inconf', stage: null, group: null, only: 'all', archived: false } as const;
  expect(await restored.value.cases.count(found, NOON, noBreath)).toBe(1);
  restored.value.close();
  expect(readFileSync(target).equals(bytes)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual([
    'cases.db',
    'cases.db-shm',
    'cases.db-wal',
    'office.caseharbor',
    'restored.db',
  ]);
});

test('the database keeps its own key while it is backed up', async () => {
  const { path } = await backedUp();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  expect(connection.pragma('integrity_check')).toBe('ok');
  connection.close();
});

test('another passphrase, a damaged and a lost backup are told and make nothing', async () => {
  const { folder, target } = await backedUp();
  const path = join(folder, 'restored.db');
  const wrong = await readBackup(WORKER, {
    source: target,
    opens: { kind: 'passphrase', text: 'not this one' },
    path,
    keyHex: OTHER_KEY,
  });
  expect(wrong).toMatchObject({ problem: { kind: 'database_unreadable' } });
  const bytes = readFileSync(target);
  bytes.fill(1, 20_000, 20_400);
  writeFileSync(target, bytes);
  const damaged = await readBackup(WORKER, { source: target, opens: OPENS, path, keyHex: OTHER_KEY });
  expect(damaged).toMatchObject({ problem: { kind: 'database_unreadable' } });
  const lost = await readBackup(WORKER, { source: `${target}x`, opens: OPENS, path, keyHex: OTHER_KEY });
  expect(lost).toMatchObject({ problem: { kind: 'database_missing' } });
  expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual([]);
});

test('a backup that cannot be written says so and leaves the older one', async () => {
  const { folder, target, path } = await backedUp();
  const before = readFileSync(target);
  const nowhere = join(folder, 'no such folder', 'b.caseharbor');
  expect(await writeBackup(WORKER, { path, keyHex: KEY, target: nowhere, passphrase: PASSPHRASE })).toMatchObject({
    problem: { kind: 'file_failed' },
  });
  expect(await writeBackup(WORKER, { path, keyHex: OTHER_KEY, target, passphrase: PASSPHRASE })).toMatchObject({
    problem: { kind: 'database_unreadable' },
  });
  expect(readFileSync(target).equals(before)).toBe(true);
});

test('a copy never takes the place of a database that is in use', async () => {
  const { target, path } = await backedUp();
  const order = { source: target, opens: OPENS, path, keyHex: OTHER_KEY };
  expect(await readBackup(WORKER, order)).toMatchObject({ problem: { kind: 'file_failed' } });
});
