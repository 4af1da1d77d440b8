import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../../electron/workspaces/record.ts';
import { fail, ok } from '../../../shared/problem.ts';
import { computer, CREDENTIALS, ENDPOINTS, PASSPHRASE, sandbox, type Computer, type Program } from './computer.ts';
import { good } from '../../support/good.ts';

let host: Computer;
let program: Program;
let id: string;
const recordFile = (): string => join(host.root, id, 'workspace.json');
const record = (): Record<string, unknown> => JSON.parse(readFileSync(recordFile(), 'utf8')) as Record<string, unknown>;
const begin = async (verified: boolean): Promise<void> => {
  host = computer({ verified });
  program = await host.start();
  id = good(await program.workspaces.create(sandbox('Office'))).id;
};
beforeEach(() => begin(false));

describe('stored credentials', () => {
  const elsewhere = { tokenUrl: 'https://example.invalid/token', apiBase: 'https://example.invalid' };
  const view = () => {
    const found = program.workspaces.list().find((one) => one.id === id);
    if (found === undefined) throw new Error('it is gone');
    return found;
  };
  const change = (endpoints: typeof elsewhere, credentials: typeof CREDENTIALS | null) =>
    program.workspaces.change(id, { endpoints, limits: view().limits, hours: view().hours, credentials });
  const stored = (): unknown => JSON.parse(host.entries.get(`${id}/credentials`) ?? 'null');

  it('are tested at the address of their own workspace, whatever address is named', async () => {
    await begin(true);
    await program.workspaces.testConnection({ id, endpoints: elsewhere, credentials: null });
    expect(host.asked.length).toBeGreaterThan(0);
    expect(host.asked.filter((url) => !url.startsWith('http://127.0.0.1:9/'))).toEqual([]);
  });

  it.each(['tokenUrl', 'apiBase'] as const)('do not move to another host with %s alone', async (field) => {
    await begin(true);
    const moved = { ...ENDPOINTS, [field]: elsewhere[field] };
    expect(await change(moved, null)).toEqual(fail('credentials_needed'));
    expect(view().endpoints).toEqual(ENDPOINTS);
    const typed = { clientId: 'typed-again', clientSecret: 'typed-secret' };
    expect(await change(moved, typed)).toEqual(ok(null));
    expect(view().endpoints).toEqual(moved);
    expect(stored()).toEqual(typed);
  });

  it('stay where the host does: another port of this computer, another path', async () => {
    const near = { tokenUrl: 'http://localhost:1234/token', apiBase: 'http://127.0.0.1:1234/v1' };
    expect(await change(near, null)).toEqual(ok(null));
    expect(view().endpoints).toEqual(near);
    expect(stored()).toEqual(CREDENTIALS);
  });

  it('that cannot be stored move nothing', async () => {
    await begin(true);
    host.lock({ kind: 'keychain_locked' });
    expect(await change(elsewhere, CREDENTIALS)).toEqual(fail('keychain_locked'));
    expect(view().endpoints).toEqual(ENDPOINTS);
  });
});

it('no key is made for a database that is there, whatever the markers say', async () => {
  await program.workspaces.close();
  writeFileSync(recordFile(), JSON.stringify({ ...record(), hasDatabaseKey: false, hasDatabase: false }));
  host.entries.delete(`${id}/database_key`);
  program = await host.start();
  expect(await program.workspaces.open(id)).toMatchObject(fail('secret_lost'));
  expect(host.entries.has(`${id}/database_key`)).toBe(false);
});

it('what a killed restore left is taken away', async () => {
  for (const name of ['restoring-0a1b2c3d.db', 'restoring-0a1b2c3d.db-wal', 'restoring-0a1b2c3d.db.draft'])
    writeFileSync(join(host.root, name), 'left');
  writeFileSync(join(host.root, 'restoring my notes.db'), 'mine');
  program = await host.start();
  const others = readdirSync(host.root).filter((name) => !name.startsWith('budget.db'));
  expect(others.sort()).toEqual([id, 'restoring my notes.db'].sort());
});

describe('a backup', { timeout: 60_000 }, () => {
  it('is written to no place within the profile: there it could replace a database', async () => {
    const other = id;
    id = good(await program.workspaces.create(sandbox('Second'))).id;
    const database = databasePath(join(host.root, other));
    const before = readFileSync(database);
    const link = join(host.root, '..', '..', `link-${other}`);
    symlinkSync(join(host.root, other), link);
    for (const target of [database, join(link, 'cases.db'), join(host.root, '..', 'office.caseharbor')]) {
      expect(await program.workspaces.backUp(id, target, PASSPHRASE)).toMatchObject(fail('place_within'));
    }
    rmSync(link);
    expect(readFileSync(database).equals(before)).toBe(true);
  });
});

describe('a removal that fails half way', () => {
  it('remembers what went, opens no other workspace, and can be done again', async () => {
    const other = good(await program.workspaces.create(sandbox('Second'))).id;
    await program.workspaces.open(id);
    host.lock({ kind: 'keychain_locked' }, 'database_key');
    expect(await program.workspaces.remove(id)).toMatchObject(fail('keychain_locked'));
    expect(record()).toMatchObject({ hasCredentials: false, hasDatabaseKey: true });
    expect(program.workspaces.shown()).toMatchObject({ id, problem: { kind: 'keychain_locked' } });
    expect(existsSync(databasePath(join(host.root, id)))).toBe(true);
    host.lock(null);
    expect(await program.workspaces.remove(id)).toEqual(ok(null));
    expect(program.workspaces.shown()).toEqual({ id: other, problem: null });
  });
});

it('bulk work that is under way when its workspace closes ends in order, and says what it did', async () => {
  const entered = Array.from({ length: 2000 }, (_, at) => ({
    receipt: `EAC99${90000000 + at}`,
    client: '',
    label: '',
  }));
  const adding = program.workspaces.current()?.addCases(entered);
  await program.workspaces.close();
  const added = (await adding)?.added.length;
  expect(added).toBeGreaterThan(0);
  await program.workspaces.open(id);
  expect(program.workspaces.current()?.inboxSummary().cases).toBe(added);
});
