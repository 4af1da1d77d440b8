import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConnection, type NoParameters } from '../../electron/store/connection.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import { placeOf } from '../../electron/store/holdings/files.ts';
import { countTables, kindOfTable } from '../../electron/store/holdings/tables.ts';
import { slotPath } from '../../electron/vault/recovery-slot.ts';
import { draftOf } from '../../electron/vault/replace-file.ts';
import { SECRETS_FILE } from '../../electron/vault/safe-storage.ts';
import { DAY, later } from '../../shared/clock.ts';
import type { HoldingsView } from '../../shared/contract/holdings.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noAnswer,
  noBreath,
  NOON,
  status,
  temporaryStore,
} from '../support/temporary-store.ts';
import { computer, sandbox } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';

const read = (path: string) => openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });

describe('the tables', () => {
  test('every table of the schema is told of', () => {
    const { path } = temporaryStore();
    const connection = read(path);
    const tables = connection
      .statement<NoParameters, { name: string }>('all', `SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all({});
    connection.close();
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ name }) => kindOfTable(name) === 'other')).toEqual([]);
  });

  test('one that somebody adds and forgets is seen', () => {
    const { path } = temporaryStore();
    const connection = read(path);
    connection.exec('CREATE TABLE forgotten (id INTEGER PRIMARY KEY) STRICT');
    expect(countTables(connection).find(({ kind }) => kind === 'other')).toMatchObject({ count: null, bytes: 4096 });
    connection.close();
  });

  test('what they hold is counted, and every byte of the file is somebody’s', async () => {
    const { store, path } = temporaryStore();
    const ids = [await addCase(store, 1, 'Ana'), await addCase(store, 2), await addCase(store, 3)];
    const [ana = 0, berta = 0, carla = 0] = ids;
    for (const id of ids) ask(store, id, status(content(id)));
    ask(store, ana, status(content(1, { title: { en: 'Peculiar Title Was Sent', es: null } })));
    ask(store, berta, noAnswer);
    store.cases.change(ana, { notes: 'An invented note' }, NOON, () => null);
    await store.cases.archive([berta], true, NOON, () => null, noBreath);
    await store.trash.delete([carla], NOON, noBreath);
    const connection = read(path);
    const found = countTables(connection);
    const pages = Number(connection.pragma('page_count')) * Number(connection.pragma('page_size'));
    connection.close();
    expect(Object.fromEntries(found.map(({ kind, count }) => [kind, count]))).toEqual({
      cases: 2,
      archived: 1,
      deleted: 1,
      notes: 1,
      answers: 4,
      changes: 1,
      edits: 1,
      checks: 5,
      ledger: 5,
      titles: 1,
      texts: 2,
      certificates: 0,
      holds: 0,
      facts: null,
      free: null,
    });
    expect(found.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)).toBe(pages);
  });
});

/** What the program and Chromium put into the profile folder, as far as no test makes it for real. */
const WORKSPACE = 'workspaces/0123456789abcdef';
const FILES: readonly (readonly [string, string])[] = [
  ['settings.json', 'settings'],
  ['settings.damaged-1772452800000.json', 'damaged'],
  ['logs/caseharbor.log', 'logs'],
  ['logs/caseharbor.old.log', 'logs'],
  ['Crashpad/settings.dat', 'runtime'],
  ['Crashpad/completed/0a.dmp', 'crash_dumps'],
  ['Crashpad/reports/0a.dmp', 'crash_dumps'],
  ['GPUCache/index', 'runtime'],
  ['SingletonLock', 'runtime'],
  ['workspaces/budget.db-wal', 'budget'],
  ['workspaces/budget.damaged-1772452800000.db', 'damaged'],
  ['workspaces/restoring-0a1b2c3d.db', 'unfinished'],
  [`${WORKSPACE}/cases.db`, 'database'],
  [`${WORKSPACE}/cases.db-shm`, 'log'],
  [nextPath(`${WORKSPACE}/cases.db`), 'unfinished'],
  [`${nextPath(`${WORKSPACE}/cases.db`)}.draft-journal`, 'unfinished'],
  [`${WORKSPACE}/cases.db.swap`, 'unfinished'],
  [`${WORKSPACE}/backups/20260302T120000Z-before_bulk/cases.caseharbor`, 'backups'],
  [`${WORKSPACE}/backups/.draft-20260302T120000Z-daily/cases.caseharbor`, 'unfinished'],
  [`${WORKSPACE}/damaged-20260302T120000Z/cases.db-wal`, 'damaged'],
  [`${WORKSPACE}/workspace.json`, 'record'],
  [`${WORKSPACE}/workspace.damaged-1772452800000.json`, 'damaged'],
  [slotPath(WORKSPACE), 'recovery_slot'],
  [draftOf(slotPath(WORKSPACE)), 'unfinished'],
  [`${slotPath(WORKSPACE)}.damaged-2`, 'damaged'],
  [`${WORKSPACE}/${SECRETS_FILE}`, 'secrets'],
  ['a letter.txt', 'other'],
  [`${WORKSPACE}/a letter.txt`, 'other'],
  ['workspaces/a letter.txt', 'other'],
];

test.each(FILES)('the file %s is of the kind %s', (path, kind) => {
  const workspace = path.startsWith(WORKSPACE) ? basename(WORKSPACE) : null;
  expect(placeOf(path.replaceAll('\\', '/').split('/'))).toEqual({ workspace, kind });
});

/** What the workspaces of an office make on a computer, by what the program really does. */
async function office() {
  const machine = computer();
  const profile = dirname(machine.root);
  const program = await machine.start();
  const { workspaces } = program;
  const { id } = good(await workspaces.create({ ...sandbox('Office'), secretsIn: 'safe_storage' }));
  good(await workspaces.create(sandbox('Another office')));
  good(await workspaces.open(id));
  await workspaces.current()?.addCases([{ receipt: 'ZZZ9000000001', client: 'Ana Inconfundible', label: '' }]);
  const second = join(profile, '..', 'disk');
  mkdirSync(second);
  good(await workspaces.backups.useFolder(id, second));
  good(await workspaces.backups.make(id, 'asked'));
  const count = async (): Promise<HoldingsView> => good(await workspaces.holdings.count());
  return { machine, profile, workspaces, id, folder: join(machine.root, id), second, count };
}

const kindsOf = (files: HoldingsView['files']) => files.map(({ kind }) => kind);

describe('what this computer holds', () => {
  test('every file that the program makes is told of, with its size, and nothing that is secret', async () => {
    const { machine, profile, id, second, count } = await office();
    const held = await count();
    const all = [held.files, ...held.workspaces.map(({ files }) => files)].flat();
    expect(kindsOf(all)).not.toContain('other');
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(held.bytes);
    const there = readdirSync(profile, { recursive: true, withFileTypes: true }).filter(
      (entry) => !entry.isDirectory(),
    );
    expect(all.reduce((sum, { files }) => sum + files, 0)).toBe(there.length);
    const sizes = there.map((entry) => lstatSync(join(entry.parentPath, entry.name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(held.bytes);

    expect(held).toMatchObject({ at: machine.clock.now(), folder: profile, open: { id } });
    expect(kindsOf(held.files)).toContain('budget');
    const [first, other] = held.workspaces;
    expect(kindsOf(first?.files ?? [])).toEqual(['database', 'log', 'backups', 'record', 'secrets']);
    expect(first?.backups).toMatchObject([{ reason: 'asked' }]);
    expect(first?.second).toEqual({ folder: second, backups: first?.backups });
    expect(first?.secrets.map(({ name }) => name)).toEqual(['database_key', 'credentials']);
    expect(other).toMatchObject({ secretsIn: 'keychain', second: null, backups: [] });
    expect(other?.secrets[0]).toEqual({ name: 'database_key', entry: `Caseharbor: ${other?.id}/database_key` });
    expect([...machine.entries.keys()]).toContain(`${other?.id}/database_key`);
    const text = JSON.stringify(held);
    for (const secret of [...machine.entries.values(), 'Inconfundible', 'ZZZ9000000001'])
      expect(text).not.toContain(secret);
  });

  test('a link is not followed, and a file of somebody else’s is told as such', async () => {
    const { profile, second, count } = await office();
    const before = await count();
    symlinkSync(second, join(profile, 'SingletonLock'));
    writeFileSync(join(profile, 'a letter.txt'), 'four');
    const after = await count();
    expect(after.files.find(({ kind }) => kind === 'other')).toEqual({ kind: 'other', files: 1, bytes: 4 });
    expect(after.files.find(({ kind }) => kind === 'runtime')?.files).toBe(1);
    expect(after.bytes).toBe(before.bytes + 4 + lstatSync(join(profile, 'SingletonLock')).size);
  });

  test('with no workspace open, or one whose database cannot be read, the rest is told all the same', async () => {
    const { workspaces, folder, count } = await office();
    writeFileSync(join(folder, 'secrets.json'), 'damaged');
    expect((await count()).open).toMatchObject({ problem: { kind: 'secret_lost' } });
    await workspaces.close();
    expect((await count()).open).toBeNull();
  });

  test('a disk that is away is told; a backup is deleted where it is asked for', async () => {
    const { machine, workspaces, id, second, count } = await office();
    const [backup] = (await count()).workspaces[0]?.backups ?? [];
    const which = { id, backup: backup?.id ?? '' };
    good(workspaces.holdings.removeBackup({ ...which, place: 'second' }));
    expect((await count()).workspaces[0]).toMatchObject({
      backups: [which.backup].map((each) => ({ id: each })),
      second: { backups: [] },
    });
    expect(workspaces.holdings.removeBackup({ ...which, place: 'second' })).toMatchObject({
      problem: { kind: 'not_found' },
    });
    good(workspaces.holdings.removeBackup({ ...which, place: 'first' }));
    expect(good(workspaces.backups.state(id)).backups).toEqual([]);
    good(await workspaces.backups.useFolder(id, join(second, 'deeper')));
    await machine.clock.advance(0);
    expect((await count()).workspaces[0]?.second).toMatchObject({ backups: [] });
    workspaces.backups.forgetFolder(id);
    good(await workspaces.open(id));
    expect((await count()).workspaces[0]?.second).toBeNull();
  });

  test('what is cleared goes, and nothing beside it', async () => {
    const { profile, workspaces, id, folder, count } = await office();
    const put = (...path: string[]): string => {
      const file = join(...path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'something');
      return file;
    };
    const log = put(profile, 'logs', 'caseharbor.log');
    const dump = put(profile, 'Crashpad', 'completed', 'a.dmp');
    const damaged = put(folder, 'damaged-20260302T120000Z', 'cases.db');
    const settings = put(profile, 'settings.damaged-1772452800000.json');
    const there = (): boolean[] => [log, dump, damaged, settings].map((file) => existsSync(file));
    const before = await count();

    good(await workspaces.holdings.clear('logs', null));
    expect(there()).toEqual([false, true, true, true]);
    good(await workspaces.holdings.clear('damaged', id));
    expect(there()).toEqual([false, true, false, true]);
    good(await workspaces.holdings.clear('damaged', null));
    good(await workspaces.holdings.clear('crash_dumps', null));
    expect(there()).toEqual([false, false, false, false]);
    const after = await count();
    expect(before.bytes - after.bytes).toBe(4 * 'something'.length);
    expect(await workspaces.holdings.clear('damaged', 'f'.repeat(16))).toMatchObject({
      problem: { kind: 'no_workspace' },
    });
    expect(later(before.at, DAY)).toBeGreaterThan(after.at);
  });
});

test('a workspace that lies elsewhere is counted there, with the secrets that stayed here', async () => {
  const { profile, workspaces, id, second, count } = await office();
  good(await workspaces.places.consider(id, second));
  const { folder } = good(await workspaces.places.move(id));
  const held = await count();
  const [moved] = held.workspaces;
  expect(moved?.folder).toBe(folder);
  expect(folder.startsWith(profile)).toBe(false);
  expect(kindsOf(moved?.files ?? [])).toEqual(expect.arrayContaining(['database', 'backups', 'record', 'secrets']));
  expect(kindsOf(moved?.files ?? [])).not.toContain('other');
  expect(held.open).toMatchObject({
    id,
    data: expect.arrayContaining([expect.objectContaining({ kind: 'cases', count: 1 })]) as unknown,
  });
});
