import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../../electron/workspaces/record.ts';
import { instant, MINUTE, SECOND } from '../../../shared/clock.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { fail, ok } from '../../../shared/problem.ts';
import { computer, PASSPHRASE, sandbox, type Computer, type Program } from './computer.ts';
import { good } from '../../support/good.ts';

const RECEIPTS = ['EAC9999103403', 'LIN9999106498'];
const addCases = (program: Program, receipts = RECEIPTS): Promise<unknown> => {
  const open = program.workspaces.current();
  if (open === null) throw new Error('no workspace is open');
  return open.addCases(receipts.map((receipt) => ({ receipt, client: '', label: '' })));
};
const receiptsIn = ({ workspaces }: Program): string[] =>
  (
    workspaces.current()?.store.cases.page(
      {
        filter: WATCHED_CASES,
        sort: { by: 'receipt', descending: false },
        offset: 0,
        limit: 100,
      },
      instant(0),
    ) ?? []
  ).map(({ receipt }) => receipt);

let host: Computer;
let program: Program;
const create = async (name: string): Promise<string> => good(await program.workspaces.create(sandbox(name))).id;
beforeEach(async () => {
  host = computer();
  program = await host.start();
});

describe('making and opening', () => {
  it('makes a folder and keychain entries of its own, and opens with the same data', async () => {
    const id = await create('Office');
    await addCases(program);
    expect([...host.entries.keys()].sort()).toEqual([`${id}/credentials`, `${id}/database_key`]);
    expect(existsSync(databasePath(join(host.root, id)))).toBe(true);
    program = await host.start();
    expect(program.workspaces.shown()).toBeNull();
    expect(await program.workspaces.open(id)).toEqual(ok(null));
    expect(receiptsIn(program)).toEqual(RECEIPTS);
  });

  // A file that is opened and closed beside SQLite takes its locks along: https://sqlite.org/howtocorrupt.html, 2.2.
  it.runIf(process.platform === 'linux')("leaves SQLite's hold on the open database as it is", async () => {
    const id = await create('Office');
    await addCases(program);
    program = await host.start();
    good(await program.workspaces.open(id));
    const { ino } = statSync(databasePath(join(host.root, id)));
    const held = readFileSync('/proc/locks', 'utf8').split('\n');
    expect(held.filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `))).not.toEqual([]);
  });

  it('shows its own cases only', async () => {
    const first = await create('First');
    await addCases(program, ['EAC9999103403']);
    const second = await create('Second');
    await addCases(program, ['LIN9999106498']);
    expect(receiptsIn(program)).toEqual(['LIN9999106498']);
    await program.workspaces.open(first);
    expect(receiptsIn(program)).toEqual(['EAC9999103403']);
    expect(program.workspaces.current(second)).toBeNull();
  });

  it('refuses a name that is taken, and an address that this runtime may not ask, leaving nothing', async () => {
    await create('Office');
    expect(await program.workspaces.create(sandbox('Office'))).toEqual(fail('name_taken'));
    const remote = { tokenUrl: 'https://api-int.uscis.gov/oauth/accesstoken', apiBase: 'https://api-int.uscis.gov' };
    expect(await program.workspaces.create({ ...sandbox('Remote'), endpoints: remote })).toEqual(
      fail('endpoint_needs_verified_runtime'),
    );
    const byDefault = { name: 'Remote', environment: 'production', secretsIn: 'keychain', credentials: null } as const;
    expect(await program.workspaces.create(byDefault)).toEqual(fail('endpoint_needs_verified_runtime'));
    expect(host.folders()).toHaveLength(1);
    expect(host.entries.size).toBe(2);
  });

  it('changes to no address that this runtime may not ask', async () => {
    const id = await create('Office');
    const [view] = program.workspaces.list();
    if (view === undefined) throw new Error('it was not made');
    const { endpoints, limits, hours } = view;
    const remote = { ...endpoints, apiBase: 'https://127.0.0.1.example.org' };
    expect(await program.workspaces.change(id, { endpoints: remote, limits, hours, credentials: null })).toEqual(
      fail('endpoint_needs_verified_runtime'),
    );
    expect(program.workspaces.list()[0]?.endpoints).toEqual(endpoints);
  });

  it('leaves nothing when the credentials cannot be stored', async () => {
    host.lock({ kind: 'keychain_locked' });
    expect(await program.workspaces.create(sandbox('Office'))).toMatchObject(fail('keychain_locked'));
    expect(program.workspaces.list()).toEqual([]);
    expect(host.folders()).toEqual([]);
  });
});

describe('secrets that are not there', () => {
  it.each([{ kind: 'keychain_locked' } as const, 'silently' as const])(
    'never make a new key while the keychain is locked (%j), and open with all data after it',
    async (how) => {
      const id = await create('Office');
      await addCases(program);
      const before = new Map(host.entries);
      program = await host.start();
      host.lock(how);
      const opened = await program.workspaces.open(id);
      expect(opened).toMatchObject(fail(how === 'silently' ? 'secret_lost' : 'keychain_locked'));
      expect(program.workspaces.shown()).toMatchObject({ id, problem: { kind: opened.ok ? '' : opened.problem.kind } });
      host.lock(null);
      expect(host.entries).toEqual(before);
      expect(await program.workspaces.open(id)).toEqual(ok(null));
      expect(receiptsIn(program)).toEqual(RECEIPTS);
    },
  );

  it('end with the session they were held for; starting afresh keeps the old workspace', async () => {
    const name = 'N'.repeat(80);
    const id = good(await program.workspaces.create({ ...sandbox(name), secretsIn: 'session' })).id;
    await addCases(program);
    expect(host.entries.size).toBe(0);
    program = await host.start();
    expect(await program.workspaces.open(id)).toMatchObject(fail('session_ended'));
    const fresh = good(await program.workspaces.startAfresh(id, 'keychain')).id;
    expect(program.workspaces.shown()).toEqual({ id: fresh, problem: null });
    expect(receiptsIn(program)).toEqual([]);
    expect(program.workspaces.list().map((one) => one.id)).toEqual([id, fresh]);
    expect(program.workspaces.list()[1]).toMatchObject({ name, hasCredentials: false });
    expect(program.workspaces.list()[0]?.name).toMatch(/ \(1\)$/);
    expect(existsSync(databasePath(join(host.root, id)))).toBe(true);
  });

  it('a database that is gone is a loss, not a beginning', async () => {
    const id = await create('Office');
    program = await host.start();
    rmSync(databasePath(join(host.root, id)));
    expect(await program.workspaces.open(id)).toMatchObject(fail('database_missing'));
    expect(existsSync(databasePath(join(host.root, id)))).toBe(false);
  });
});

describe('a keychain that is locked while the cases are watched', () => {
  it('is waited for and said so, and the watch goes on when it is open again', async () => {
    await create('Office');
    const open = program.workspaces.current();
    host.lock({ kind: 'keychain_locked' });
    await addCases(program);
    await host.clock.advance(10 * SECOND);
    expect(open?.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'vault' },
      trouble: { answer: 'keychain_locked' },
    });
    host.lock(null);
    await host.clock.advance(2 * MINUTE);
    // It asked: no network here, which is another trouble.
    expect(open?.pulls.activity()).toMatchObject({ trouble: { answer: 'network' } });
  });
});

describe('removing', () => {
  it('deletes the folder and the secrets, and opens another workspace', async () => {
    const first = await create('First');
    const second = await create('Second');
    expect(await program.workspaces.remove(second)).toEqual(ok(null));
    expect(existsSync(join(host.root, second))).toBe(false);
    expect([...host.entries.keys()].every((key) => key.startsWith(first))).toBe(true);
    expect(program.workspaces.shown()).toEqual({ id: first, problem: null });
  });

  it.each([{ kind: 'keychain_locked' } as const, 'silently' as const])(
    'deletes nothing while the keychain is locked (%j)',
    async (how) => {
      const id = await create('Office');
      host.lock(how);
      const removed = await program.workspaces.remove(id);
      expect(removed.ok).toBe(false);
      expect(host.entries.size).toBe(2);
      expect(existsSync(databasePath(join(host.root, id)))).toBe(true);
      host.lock(null);
      expect(await program.workspaces.remove(id)).toEqual(ok(null));
      expect(host.entries.size).toBe(0);
    },
  );

  it('removes a workspace whose secrets are truly lost', async () => {
    const id = await create('Office');
    host.entries.clear();
    expect(await program.workspaces.remove(id)).toEqual(ok(null));
    expect(program.workspaces.list()).toEqual([]);
  });
});

describe('backups', { timeout: 60_000 }, () => {
  const backup = (): string => join(host.root, '..', '..', 'office.caseharbor');
  const backUp = async (id: string): Promise<void> => {
    good(await program.workspaces.backUp(id, backup(), PASSPHRASE));
  };
  const restore = (passphrase = PASSPHRASE) =>
    program.workspaces.restore(backup(), { passphrase, secretsIn: 'keychain' });

  it('bring a removed workspace back under its name, paused, without credentials', async () => {
    const id = await create('Old name');
    await addCases(program);
    program.workspaces.rename(id, 'Office');
    await backUp(id);
    await program.workspaces.remove(id);
    const restored = good(await restore());
    expect(receiptsIn(program)).toEqual(RECEIPTS);
    expect(program.workspaces.list()).toMatchObject([
      { id: restored.id, name: 'Office', environment: 'sandbox', paused: true, hasCredentials: false },
    ]);
    expect(host.folders()).toEqual([restored.id]);
    program = await host.start();
    expect(await program.workspaces.open(restored.id)).toEqual(ok(null));
    expect(receiptsIn(program)).toEqual(RECEIPTS);
  });

  it('restored beside the workspace itself, get a name of their own', async () => {
    await backUp(await create('Office'));
    good(await restore());
    expect(program.workspaces.list().map(({ name }) => name)).toEqual(['Office', 'Office (1)']);
  });

  it('are refused with another passphrase or from another file, leaving nothing', async () => {
    const id = await create('Office');
    await backUp(id);
    const wrong = await restore(`${PASSPHRASE}!`);
    expect(wrong).toMatchObject(fail('backup_unopened'));
    writeFileSync(backup(), 'not a backup');
    expect(await restore()).toMatchObject(fail('backup_unopened'));
    expect(host.folders()).toEqual([id]);
  });

  it('leave nothing when their key cannot be stored', async () => {
    const id = await create('Office');
    await backUp(id);
    host.lock({ kind: 'keychain_locked' });
    expect(await restore()).toMatchObject(fail('keychain_locked'));
    expect(host.folders()).toEqual([id]);
    expect(program.workspaces.list()).toHaveLength(1);
  });
});
