import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import type { Keychain } from '../../../electron/vault/keychain.ts';
import type { SafeStorage } from '../../../electron/vault/safe-storage.ts';
import { readCredentials, readDatabaseKey, writeCredentials } from '../../../electron/vault/secrets.ts';
import { createVault, type Secrets, type Vault } from '../../../electron/vault/vault.ts';

let entries: Map<string, string>;
let keychain: Keychain;
let vault: Vault;
let place: Secrets;

/** A keychain in memory that works; each test breaks what it is about. */
const memoryKeychain = (): Keychain => ({
  get: (service, account) => Promise.resolve(ok(entries.get(`${service} ${account}`) ?? null)),
  set(service, account, secret) {
    entries.set(`${service} ${account}`, secret);
    return Promise.resolve(done);
  },
  remove: (service, account) => Promise.resolve(ok(entries.delete(`${service} ${account}`))),
  close: () => undefined,
});

const noSafeStorage: SafeStorage = {
  usesKeychain: true,
  isRealEncryption: () => false,
  encrypt: () => Buffer.alloc(0),
  decrypt: () => '',
};

const answering =
  <Value>(result: Result<Value>) =>
  () =>
    Promise.resolve(result);

beforeEach(() => {
  entries = new Map();
  keychain = memoryKeychain();
  vault = createVault({ keychain, safeStorage: noSafeStorage });
  place = vault.open('keychain', 'w-1', '/nowhere');
});

describe('the keychain as a place', () => {
  it('keeps each secret of each workspace apart', async () => {
    await place.write('database_key', 'one');
    await vault.open('keychain', 'w-2', '/nowhere').write('database_key', 'two');
    expect([...entries.keys()]).toEqual(['Caseharbor w-1/database_key', 'Caseharbor w-2/database_key']);
    expect(await place.read('database_key', true)).toEqual(ok('one'));
    expect(await place.remove('database_key')).toEqual(ok(true));
    expect(await place.remove('database_key')).toEqual(ok(false));
    expect(entries.size).toBe(1);
  });

  it('takes null for "locked or lost" where one was stored, and for none only where none was', async () => {
    expect(await place.read('database_key', true)).toEqual(fail('secret_lost'));
    expect(await place.read('credentials', true)).toEqual(fail('secret_lost'));
    expect(await place.read('database_key', false)).toEqual(ok(null));
  });

  it('hands its problems through', async () => {
    keychain.get = answering(fail('keychain_timeout'));
    keychain.set = answering(fail('keychain_locked'));
    keychain.remove = answering(fail('keychain_missing'));
    expect(await place.read('database_key', true)).toEqual(fail('keychain_timeout'));
    expect(await place.write('database_key', 'x')).toEqual(fail('keychain_locked'));
    expect(await place.remove('database_key')).toEqual(fail('keychain_missing'));
  });

  it.each([null, 'something else'])('is found out when it swallows a secret and gives back %s', async (value) => {
    keychain.get = answering(ok(value));
    expect(await place.write('credentials', 'secret')).toEqual(
      fail('keychain_missing', { detail: 'it did not keep what it was given' }),
    );
  });
});

describe('the session as a place', () => {
  it('keeps secrets while the vault lives, and says that an earlier session is over', async () => {
    const session = vault.open('session', 'w-1', '/nowhere');
    expect(await session.read('credentials', false)).toEqual(ok(null));
    expect(await session.read('credentials', true)).toEqual(fail('session_ended'));
    expect(await session.write('credentials', 'x')).toEqual(done);
    expect(await vault.open('session', 'w-1', '/nowhere').read('credentials', true)).toEqual(ok('x'));
    expect(await vault.open('session', 'w-2', '/nowhere').read('credentials', false)).toEqual(ok(null));
    expect(await session.remove('credentials')).toEqual(ok(true));
    expect(await session.read('credentials', true)).toEqual(fail('session_ended'));
    expect(entries.size).toBe(0);
  });
});

describe('safe storage, whose key is in the same keychain', () => {
  const decrypting = { calls: 0 };
  const safeStorage: SafeStorage = {
    usesKeychain: true,
    isRealEncryption: () => true,
    encrypt: (text) => Buffer.from(text),
    decrypt(bytes) {
      decrypting.calls += 1;
      return bytes.toString();
    },
  };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'caseharbor-vault-'));
    decrypting.calls = 0;
    vault = createVault({ keychain, safeStorage });
    place = vault.open('safe_storage', 'w-1', folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['keychain_timeout', 'keychain_locked'] as const)(
    'is not called while the keychain answers %s: its calls have no deadline',
    async (kind) => {
      expect(await place.write('credentials', 'c')).toEqual(done);
      const before = decrypting.calls;
      keychain.set = answering(fail(kind));
      expect(await place.read('credentials', true)).toEqual(fail(kind));
      expect(await place.write('database_key', 'k')).toEqual(fail(kind));
      expect(decrypting.calls).toBe(before);
      Object.assign(keychain, memoryKeychain());
      expect(await place.read('credentials', true)).toEqual(ok('c'));
    },
  );

  it('needs no keychain where there is none', async () => {
    keychain.set = answering(fail('keychain_missing'));
    expect(await place.write('credentials', 'c')).toEqual(done);
    expect(await place.read('credentials', true)).toEqual(ok('c'));
  });
});

describe('credentials and the database key', () => {
  it('are stored and read as what they are', async () => {
    const key = vault.newDatabaseKey();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(vault.newDatabaseKey()).not.toBe(key);
    await place.write('database_key', key);
    expect(await readDatabaseKey(place, true)).toEqual(ok(key));
    expect(await readCredentials(place, false)).toEqual(ok(null));
    expect(await writeCredentials(place, { clientId: 'invented-id', clientSecret: 'invented-secret' })).toEqual(done);
    expect(await readCredentials(place, true)).toEqual(
      ok({ clientId: 'invented-id', clientSecret: 'invented-secret' }),
    );
  });

  it('come from the source of bytes that the vault was given', () => {
    const fixed = createVault({
      keychain,
      safeStorage: noSafeStorage,
      randomBytes: (size) => Buffer.alloc(size, 0xab),
    });
    expect(fixed.newDatabaseKey()).toBe('ab'.repeat(32));
  });

  it.each(['', 'not JSON', '{"clientId":"only"}', '{"clientId":"","clientSecret":""}'])(
    'are lost when the place gives back %j, and the problem does not quote it',
    async (text) => {
      keychain.get = answering(ok(text));
      expect(await readCredentials(place, true)).toEqual(
        fail('secret_lost', { detail: 'the stored credentials are unreadable' }),
      );
      expect(await readDatabaseKey(place, true)).toEqual(
        fail('secret_lost', { detail: 'the stored database key is unreadable' }),
      );
    },
  );

  it('say locked or lost where they were stored', async () => {
    expect(await readCredentials(place, true)).toEqual(fail('secret_lost'));
    expect(await readDatabaseKey(place, true)).toEqual(fail('secret_lost'));
  });
});

describe('what this computer offers', () => {
  it('is the same for two screens that ask at once', async () => {
    const both = await Promise.all([vault.offers(), vault.offers()]);
    expect(both.map((offers) => offers.keychain)).toEqual([done, done]);
    expect(entries.size).toBe(0);
  });

  it('is a keychain that was tried out, with nothing left behind', async () => {
    expect(await vault.offers()).toEqual({ keychain: done, safeStorage: false });
    expect(entries.size).toBe(0);
  });

  it.each(['set', 'get', 'remove'] as const)('is no keychain when %s fails', async (step) => {
    Object.assign(keychain, { [step]: answering(fail('keychain_timeout')) });
    expect((await vault.offers()).keychain).toEqual(fail('keychain_timeout'));
  });

  it('is no keychain when that swallows what it is given', async () => {
    keychain.set = answering(done);
    expect((await vault.offers()).keychain).toMatchObject({ ok: false, problem: { kind: 'keychain_missing' } });
  });

  it('is safe storage only where the encryption is real', async () => {
    const real = createVault({ keychain, safeStorage: { ...noSafeStorage, isRealEncryption: () => true } });
    expect((await real.offers()).safeStorage).toBe(true);
  });

  it.each([
    ['keychain_missing', true, true],
    ['keychain_locked', true, false],
    ['keychain_timeout', true, false],
    ['keychain_locked', false, true],
    ['keychain_timeout', false, true],
  ] as const)(
    'with %s, and safe storage on the same keychain %s: safe storage %s',
    async (kind, usesKeychain, offered) => {
      keychain.set = answering(fail(kind));
      let asked = false;
      const isRealEncryption = (): boolean => (asked = true);
      const safe = createVault({ keychain, safeStorage: { ...noSafeStorage, usesKeychain, isRealEncryption } });
      expect((await safe.offers()).safeStorage).toBe(offered);
      expect(asked).toBe(offered);
    },
  );
});
