import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../electron/store/open.ts';
import { databasePath } from '../../../electron/workspaces/record.ts';
import { keyByCode } from '../../../electron/workspaces/keys/recovery.ts';
import { DAY, instant, SECOND } from '../../../shared/clock.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { fail, ok, type Problem } from '../../../shared/problem.ts';
import { codeOf, readRecoveryCode, type RecoveryCode } from '../../../shared/recovery-code.ts';
import { computer, PASSPHRASE, sandbox, type Computer, type Program } from './computer.ts';
import { good } from '../../support/good.ts';

/** Codes take their time by design, and a key change starts threads. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const RECEIPT = 'EAC9999103403';
const OTHER_CODE = codeOf(Array.from({ length: 28 }, (_nothing, place) => place));

let host: Computer;
let program: Program;
let id: string;

const slot = (of = host): string => join(of.root, id, 'recovery.json');
const recovery = (): unknown => program.workspaces.list().find((each) => each.id === id)?.recovery;
/** As the workspace's own file has it. */
const wrongCodes = (): unknown =>
  (JSON.parse(readFileSync(join(host.root, id, 'workspace.json'), 'utf8')) as Record<string, unknown>)['wrongCodes'];
const receipts = (): string[] =>
  (
    program.workspaces.current()?.store.cases.page(
      {
        filter: WATCHED_CASES,
        sort: { by: 'receipt', descending: false },
        offset: 0,
        limit: 10,
      },
      instant(0),
    ) ?? []
  ).map(({ receipt }) => receipt);

/** Shows a code and gives it with the groups that were asked for. */
function shown(): { code: RecoveryCode; typed: string[] } {
  const { groups, asked } = good(program.workspaces.keys.newCode(id));
  const read = readRecoveryCode(groups.join(' '));
  if (read.kind !== 'good') throw new Error('the code that is shown is none');
  return { code: read.code, typed: asked.map((index) => groups[index] ?? '') };
}

async function confirmed(): Promise<RecoveryCode> {
  const { code, typed } = shown();
  good(await program.workspaces.keys.confirmCode(id, typed));
  return code;
}

const openWith = (code: string, secretsIn: 'keychain' | 'safe_storage' | 'session' = 'keychain') =>
  program.workspaces.keys.openWithCode({ id, code, secretsIn });
const opened = ok({ outcome: 'opened', wait: 0 });

async function begin(secretsIn: 'keychain' | 'session' = 'keychain'): Promise<void> {
  host = computer();
  program = await host.start();
  id = good(await program.workspaces.create({ ...sandbox('Office'), secretsIn })).id;
  await program.workspaces.current()?.addCases([{ receipt: RECEIPT, client: '', label: '' }]);
}

async function restart(): Promise<void> {
  program = await host.start();
}

beforeEach(() => begin());

describe('the recovery code of a new workspace', () => {
  it('is wanted until it was confirmed, and counts from then on', async () => {
    expect(recovery()).toBe('wanted');
    const { code, typed } = shown();
    expect(typed).toHaveLength(2);
    const [first = '', second = ''] = typed;
    for (const wrong of [[], [first], [second, first], [first, second.replace(/.$/, 'U')], ['', '']]) {
      expect(await program.workspaces.keys.confirmCode(id, wrong)).toEqual(fail('code_unconfirmed'));
    }
    expect(existsSync(slot())).toBe(false);
    expect(recovery()).toBe('wanted');
    expect(await program.workspaces.keys.confirmCode(id, [` ${first.toLowerCase()} `, second])).toEqual(ok(null));
    expect(recovery()).toBe('made');
    expect(good(program.workspaces.keys.view(id))).toMatchObject({
      secretsIn: 'keychain',
      recovery: { kind: 'made', madeAt: host.clock.now() },
      wait: 0,
      keyChange: null,
    });
    await restart();
    expect(recovery()).toBe('made');
    expect(await openWith(code)).toEqual(opened);
  });

  it('is asked for anew when the window was closed before: the one that was shown is void', async () => {
    const { code, typed } = shown();
    await restart();
    expect(recovery()).toBe('wanted');
    expect(await program.workspaces.keys.confirmCode(id, typed)).toEqual(fail('code_unconfirmed'));
    expect(await openWith(code)).toEqual(fail('recovery_missing'));
    const another = await confirmed();
    expect(another).not.toBe(code);
    expect(await openWith(code)).toEqual(ok({ outcome: 'wrong', wait: SECOND }));
  });

  it('is not wanted in a demonstration, nor in one that was restored: that has none', async () => {
    const demonstration = await program.workspaces.create({
      name: 'Demonstration',
      environment: 'demonstration',
      secretsIn: 'keychain',
      credentials: null,
    });
    const backup = join(host.root, '..', '..', 'a.caseharbor');
    good(await program.workspaces.backUp(id, backup, PASSPHRASE));
    const restored = await program.workspaces.restore(backup, { passphrase: PASSPHRASE, secretsIn: 'keychain' });
    const views = program.workspaces.list();
    for (const made of [good(demonstration).id, good(restored).id]) {
      expect(views.find((each) => each.id === made)?.recovery).toBe('none');
    }
  });

  it('is not wanted in a workspace from before there were codes', async () => {
    const path = join(host.root, id, 'workspace.json');
    const { recoveryWanted, keyChanging, ...before } = JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      unknown
    >;
    expect([recoveryWanted, keyChanging]).toEqual([true, false]);
    await program.workspaces.close();
    writeFileSync(path, JSON.stringify(before));
    await restart();
    expect(program.damaged).toEqual([]);
    expect(recovery()).toBe('none');
    expect(await program.workspaces.open(id)).toEqual(ok(null));
  });

  it('voids the one before only when it was confirmed', async () => {
    const first = await confirmed();
    const { code: second, typed } = shown();
    expect(await openWith(first)).toEqual(opened);
    good(await program.workspaces.keys.confirmCode(id, typed));
    expect(await openWith(second)).toEqual(opened);
    expect(await openWith(first)).toMatchObject(ok({ outcome: 'wrong' }));
  });

  it('leaves nothing beside it where the program was killed while it was written', async () => {
    await confirmed();
    writeFileSync(`${slot()}.new`, '{');
    program = await host.start();
    good(await program.workspaces.open(id));
    expect(existsSync(`${slot()}.new`)).toBe(false);
    expect(recovery()).toBe('made');
  });

  it('is asked for again by nobody who knows what was typed once', async () => {
    const { typed } = shown();
    good(await program.workspaces.keys.confirmCode(id, typed));
    expect(await program.workspaces.keys.confirmCode(id, typed)).toEqual(fail('code_unconfirmed'));
    shown();
    program.workspaces.keys.forgetCode(id);
    expect(await program.workspaces.keys.confirmCode(id, typed)).toEqual(fail('code_unconfirmed'));
  });
});

describe('a key that is gone', () => {
  it('is put back by the code; the credentials that went with it have to be entered again', async () => {
    const code = await confirmed();
    const key = host.entries.get(`${id}/database_key`);
    await program.workspaces.close();
    host.entries.clear();
    expect(await program.workspaces.open(id)).toEqual(fail('secret_lost'));
    expect(await openWith(code.toLowerCase().replaceAll('-', '  '))).toEqual(opened);
    expect(receipts()).toEqual([RECEIPT]);
    expect([...host.entries]).toEqual([[`${id}/database_key`, key]]);
    expect(program.workspaces.list()[0]?.hasCredentials).toBe(false);
    await restart();
    expect(await program.workspaces.open(id)).toEqual(ok(null));
  });

  it('opens on another computer', async () => {
    const code = await confirmed();
    await program.workspaces.close();
    const other = computer();
    mkdirSync(other.root, { recursive: true });
    cpSync(host.root, other.root, { recursive: true });
    host = other;
    await restart();
    expect(await program.workspaces.open(id)).toEqual(fail('secret_lost'));
    expect(await openWith(code)).toEqual(opened);
    expect(receipts()).toEqual([RECEIPT]);
    expect(host.entries.get(`${id}/database_key`)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Problem | 'silently', Problem['kind']]>([
    ['locked, and says so', { kind: 'keychain_locked' }, 'keychain_locked'],
    ['locked, and answers null', 'silently', 'keychain_missing'],
    ['hanging', { kind: 'keychain_timeout', detail: 'no answer within 10000 ms' }, 'keychain_timeout'],
    ['gone', { kind: 'keychain_missing' }, 'keychain_missing'],
  ])('is put where the person chooses when the keychain is %s', async (_how, how, kind) => {
    const code = await confirmed();
    await program.workspaces.close();
    host.lock(how);
    expect((await program.workspaces.open(id)).ok).toBe(false);
    expect(await openWith(code)).toMatchObject({ ok: false, problem: { kind } });
    expect(program.workspaces.current()).toBeNull();
    expect(await openWith(code, 'session')).toEqual(opened);
    expect(receipts()).toEqual([RECEIPT]);
    expect(program.workspaces.list()[0]).toMatchObject({ secretsIn: 'session', hasCredentials: false });
  });

  it('that a session ended with is opened by the code', async () => {
    await begin('session');
    const code = await confirmed();
    await restart();
    expect(await program.workspaces.open(id)).toEqual(fail('session_ended'));
    expect(await openWith(code, 'session')).toEqual(opened);
    expect(receipts()).toEqual([RECEIPT]);
  });

  it('takes its credentials along to another place, where they can still be read', async () => {
    const code = await confirmed();
    expect(await openWith(code, 'safe_storage')).toEqual(opened);
    expect(program.workspaces.list()[0]).toMatchObject({ secretsIn: 'safe_storage', hasCredentials: true });
  });

  it('has no way back without a slot, and a slot that cannot be used is kept', async () => {
    const code = await confirmed();
    const sound = readFileSync(slot(), 'utf8');
    rmSync(slot());
    expect(await openWith(code)).toEqual(fail('recovery_missing'));
    for (const half of [sound.slice(0, 100), '', '{"hello":"world"}']) {
      writeFileSync(slot(), half);
      expect(await openWith(code)).toEqual(fail('recovery_damaged'));
      expect(readFileSync(slot(), 'utf8')).toBe(half);
    }
    expect(good(program.workspaces.keys.view(id)).recovery).toEqual({
      kind: 'unusable',
      problem: { kind: 'recovery_damaged' },
    });
    writeFileSync(slot(), sound);
    expect(await openWith(code)).toEqual(opened);
  });

  it('says when the code is right and the database another one', async () => {
    const code = await confirmed();
    const first = id;
    id = good(await program.workspaces.create(sandbox('Another'))).id;
    cpSync(join(host.root, first, 'recovery.json'), slot());
    expect(await openWith(code)).toMatchObject({ ok: false, problem: { kind: 'database_unreadable' } });
  });
});

describe('a key in the keychain that is not the right one', () => {
  const files = (): Record<string, string> => {
    const folder = join(host.root, id);
    return Object.fromEntries(
      ['cases.db', 'recovery.json'].map((name) => [name, readFileSync(join(folder, name), 'base64')]),
    );
  };

  it.each([
    ['another key', 'f'.repeat(64), 'database_unreadable'],
    ['no key at all', 'somebody typed this', 'secret_lost'],
    ['nothing', '', 'secret_lost'],
  ] as const)(
    '%s opens nothing and alters nothing, and the code puts the right one back',
    async (_what, other, kind) => {
      const code = await confirmed();
      const key = host.entries.get(`${id}/database_key`);
      await program.workspaces.close();
      const before = files();
      host.entries.set(`${id}/database_key`, other);
      await restart();
      expect(await program.workspaces.open(id)).toMatchObject({ ok: false, problem: { kind } });
      expect(program.workspaces.current()).toBeNull();
      expect(host.entries.get(`${id}/database_key`)).toBe(other);
      expect(files()).toEqual(before);
      expect(await openWith(code)).toEqual(opened);
      expect(host.entries.get(`${id}/database_key`)).toBe(key);
      expect(receipts()).toEqual([RECEIPT]);
    },
  );
});

describe('a database that is damaged where it begins, and whose key is gone too', () => {
  /** Its salt is kept when it is opened as it stands on the disk. */
  const openOnceMore = async (): Promise<void> => {
    await restart();
    good(await program.workspaces.open(id));
    await program.workspaces.close();
  };

  it.each([
    ['a byte of its first page', 100, 101],
    ['its first page', 0, 4096],
  ])('%s: the code puts the key back, and the file is repaired', async (_what, from, to) => {
    const code = await confirmed();
    await openOnceMore();
    const path = databasePath(join(host.root, id));
    const bytes = readFileSync(path);
    for (let at = from; at < to; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 7;
    writeFileSync(path, bytes);
    const key = host.entries.get(`${id}/database_key`);
    host.entries.delete(`${id}/database_key`);
    await restart();
    expect(await openWith(OTHER_CODE)).toEqual(ok({ outcome: 'wrong', wait: SECOND }));
    await host.clock.advance(SECOND);
    expect(await openWith(code)).toMatchObject({ ok: false, problem: { kind: 'database_unreadable' } });
    expect(host.entries.get(`${id}/database_key`)).toBe(key);
    expect(good(await program.workspaces.backups.repair(id))).toMatchObject({ lost: { cases: 0 } });
    expect(receipts()).toEqual([RECEIPT]);
  });

  it('is repaired in the middle of a key change, too', async () => {
    await confirmed();
    await openOnceMore();
    const path = databasePath(join(host.root, id));
    const bytes = readFileSync(path);
    bytes.fill(0, 0, 4096);
    writeFileSync(path, bytes);
    const file = join(host.root, id, 'workspace.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...record, keyChanging: true }));
    host.entries.set(`${id}/next_database_key`, 'f'.repeat(64));
    await restart();
    expect(await program.workspaces.open(id)).toMatchObject({ ok: false });
    expect(good(await program.workspaces.backups.repair(id))).toMatchObject({ lost: { cases: 0 } });
    expect(receipts()).toEqual([RECEIPT]);
  });
});

describe('a wrong code', () => {
  it('that is mistyped costs nothing: nothing is tried', async () => {
    const code = await confirmed();
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await openWith(code.slice(1))).toEqual(fail('code_unreadable'));
    }
    expect(await openWith(code)).toEqual(opened);
  });

  it('is slowed down more and more, up to half a minute, and nobody is locked out', async () => {
    const code = await confirmed();
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      expect(await openWith(OTHER_CODE)).toEqual(ok({ outcome: 'wrong', wait: seconds * SECOND }));
      await host.clock.advance(seconds * SECOND - 1);
      expect(await openWith(code)).toEqual(ok({ outcome: 'wait', wait: 1 }));
      expect(good(program.workspaces.keys.view(id)).wait).toBe(1);
      await host.clock.advance(1);
    }
    expect(await openWith(code)).toEqual(opened);
    expect(await openWith(OTHER_CODE)).toEqual(ok({ outcome: 'wrong', wait: SECOND }));
  });

  it('is not hurried by starting the program anew, nor by ending it while a code is tried', async () => {
    const code = await confirmed();
    for (const seconds of [1, 2, 4]) {
      expect(await openWith(OTHER_CODE)).toEqual(ok({ outcome: 'wrong', wait: seconds * SECOND }));
      await restart();
      expect(good(program.workspaces.keys.view(id)).wait).toBe(seconds * SECOND);
      expect(await openWith(code)).toEqual(ok({ outcome: 'wait', wait: seconds * SECOND }));
      await host.clock.advance(seconds * SECOND);
    }
    const cutOff = openWith(OTHER_CODE);
    await host.clock.advance(0);
    expect(wrongCodes()).toBe(4);
    await cutOff;
    await host.clock.advance(8 * SECOND);
    expect(await openWith(code)).toEqual(opened);
    expect(wrongCodes()).toBe(0);
    await restart();
    expect(await openWith(code)).toEqual(opened);
  });

  it('is told, and tried again, where the file of the workspace cannot be written', async () => {
    const code = await confirmed();
    await program.workspaces.close();
    const file = join(host.root, id, 'workspace.json');
    renameSync(file, `${file}.away`);
    mkdirSync(join(file, 'in the way'), { recursive: true });
    expect(await openWith(OTHER_CODE)).toEqual(ok({ outcome: 'wrong', wait: SECOND }));
    rmSync(file, { recursive: true });
    renameSync(`${file}.away`, file);
    await host.clock.advance(SECOND);
    expect(await openWith(code)).toEqual(opened);
  });

  it('is not hurried by setting the clock', async () => {
    const code = await confirmed();
    await openWith(OTHER_CODE);
    host.clock.setWall('2036-01-01T00:00:00Z');
    expect(await openWith(code)).toEqual(ok({ outcome: 'wait', wait: SECOND }));
  });
});

describe('locking', () => {
  it('closes the workspace, and it opens again with the keychain or the code', async () => {
    const code = await confirmed();
    expect(await program.workspaces.keys.lock()).toEqual(ok(null));
    expect(program.workspaces.current()).toBeNull();
    expect(program.workspaces.shown()).toEqual({ id, problem: { kind: 'locked' } });
    await host.clock.advance(DAY);
    expect(host.asked).toEqual([]);
    expect(await program.workspaces.open(id)).toEqual(ok(null));
    expect(receipts()).toEqual([RECEIPT]);
    await program.workspaces.keys.lock();
    expect(await openWith(code)).toEqual(opened);
  });

  it('drops a key that is in memory only, once a code can open it again', async () => {
    await begin('session');
    expect(await program.workspaces.keys.lock()).toEqual(fail('lock_needs_code'));
    expect(receipts()).toEqual([RECEIPT]);
    const code = await confirmed();
    expect(await program.workspaces.keys.lock()).toEqual(ok(null));
    expect(await program.workspaces.open(id)).toEqual(fail('session_ended'));
    expect(await openWith(code, 'session')).toEqual(opened);
    expect(program.workspaces.list()[0]?.hasCredentials).toBe(true);
  });

  it('has nothing to lock where nothing is open', async () => {
    await program.workspaces.close();
    expect(await program.workspaces.keys.lock()).toEqual(ok(null));
  });
});

describe('another key', () => {
  const keyNow = (): string => host.entries.get(`${id}/database_key`) ?? '';
  const opens = (keyHex: string): boolean => {
    const store = openStore({ path: databasePath(join(host.root, id)), keyHex, createIfMissing: false });
    if (store.ok) store.value.close();
    return store.ok;
  };

  it('takes the place of the old one everywhere, with a code of its own', async () => {
    const before = await confirmed();
    const old = keyNow();
    const { code, typed } = shown();
    expect(await program.workspaces.keys.change(id, ['', ''])).toEqual(fail('code_unconfirmed'));
    expect(keyNow()).toBe(old);
    expect(await program.workspaces.keys.change(id, typed)).toEqual(ok(null));
    expect(receipts()).toEqual([RECEIPT]);
    expect(keyNow()).not.toBe(old);
    expect([...host.entries.keys()].sort()).toEqual([`${id}/credentials`, `${id}/database_key`]);
    expect(recovery()).toBe('made');
    expect(good(program.workspaces.keys.view(id)).keyChange).toBeNull();
    await program.workspaces.close();
    expect([opens(old), opens(keyNow())]).toEqual([false, true]);
    const database = databasePath(join(host.root, id));
    expect(await keyByCode(database, slot(), code, undefined)).toEqual(ok(keyNow()));
    expect(await keyByCode(database, slot(), before, undefined)).toEqual(fail('code_wrong'));
    expect((JSON.parse(readFileSync(slot(), 'utf8')) as { keys: unknown[] }).keys).toHaveLength(1);
  });

  it('is not taken when the vault refuses it: the old one stays', async () => {
    await confirmed();
    const old = keyNow();
    const { typed } = shown();
    host.lock({ kind: 'keychain_locked' }, 'next_database_key');
    expect(await program.workspaces.keys.change(id, typed)).toEqual(fail('keychain_locked'));
    host.lock(null);
    await restart();
    expect(await program.workspaces.open(id)).toEqual(ok(null));
    expect(keyNow()).toBe(old);
    expect(receipts()).toEqual([RECEIPT]);
  });

  it.each<[string, Problem | 'silently']>([
    ['locked, and says so', { kind: 'keychain_locked' }],
    ['swallowing what it is given', 'silently'],
    ['hanging', { kind: 'keychain_timeout', detail: 'no answer within 10000 ms' }],
    ['gone', { kind: 'keychain_missing' }],
  ])('is not lost when the keychain is %s before the new one is the only one', async (_how, how) => {
    await confirmed();
    const old = keyNow();
    const { code, typed } = shown();
    const changing = program.workspaces.keys.change(id, typed);
    await vi.waitFor(() => expect(host.entries.has(`${id}/next_database_key`)).toBe(true), { timeout: 10_000 });
    const next = host.entries.get(`${id}/next_database_key`) ?? '';
    host.lock(how, '/database_key');
    expect(await changing).toEqual(ok(null));
    expect(receipts()).toEqual([RECEIPT]);
    expect(host.entries.get(`${id}/next_database_key`)).toBe(next);
    // With a keychain that is locked altogether nothing opens, and nothing is taken back either.
    host.lock(how);
    await restart();
    expect((await program.workspaces.open(id)).ok).toBe(false);
    host.lock(null);
    expect(await program.workspaces.open(id)).toEqual(ok(null));
    expect(receipts()).toEqual([RECEIPT]);
    expect(keyNow()).toBe(next);
    expect(next).not.toBe(old);
    expect([...host.entries.keys()].sort()).toEqual([`${id}/credentials`, `${id}/database_key`]);
    expect(await openWith(code)).toEqual(opened);
  });

  it('is not taken when the database cannot be copied, and the code that was confirmed opens the old one', async () => {
    await confirmed();
    const old = keyNow();
    const { code, typed } = shown();
    // As if a copy of that name were in use.
    writeFileSync(join(host.root, id, 'cases.db.next-wal'), '');
    expect(await program.workspaces.keys.change(id, typed)).toMatchObject({
      ok: false,
      problem: { kind: 'file_failed' },
    });
    await restart();
    expect(await program.workspaces.open(id)).toEqual(ok(null));
    expect(keyNow()).toBe(old);
    expect(host.entries.has(`${id}/next_database_key`)).toBe(false);
    expect(await openWith(code)).toEqual(opened);
    expect(receipts()).toEqual([RECEIPT]);
  });
});
