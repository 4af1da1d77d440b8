import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, fail, ok } from '../../../shared/problem.ts';
import type { Keychain } from '../../../electron/vault/keychain.ts';
import type { SafeStorage } from '../../../electron/vault/safe-storage.ts';
import { createVault, type Secrets } from '../../../electron/vault/vault.ts';

/** Real encryption by a key in memory, as the operating system would do it. A wrong key makes `decrypt` throw. */
function systemEncryption(key = randomBytes(32)): SafeStorage & { real: boolean } {
  return {
    usesKeychain: false,
    real: true,
    isRealEncryption() {
      return this.real;
    },
    encrypt(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    decrypt(encrypted) {
      const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
      decipher.setAuthTag(encrypted.subarray(12, 28));
      return decipher.update(encrypted.subarray(28), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

const unused = (): never => {
  throw new Error('The keychain is not asked.');
};
const keychain: Keychain = { get: unused, set: unused, remove: unused, close: unused };

let folder: string;
let storage: ReturnType<typeof systemEncryption>;
let place: Secrets;
const open = (safeStorage: SafeStorage): Secrets =>
  createVault({ keychain, safeStorage }).open('safe_storage', 'w-1', folder);
const file = (): string => join(folder, 'secrets.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caseharbor-vault-'));
  storage = systemEncryption();
  place = open(storage);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('safe storage', () => {
  it('keeps both secrets over a restart, readable by the user alone, and neither in the clear', async () => {
    expect(await place.write('database_key', 'invented-key-7f3a')).toEqual(done);
    expect(await place.write('credentials', 'invented-secret-91c2')).toEqual(done);
    expect(await open(storage).read('database_key', true)).toEqual(ok('invented-key-7f3a'));
    expect(await open(storage).read('credentials', true)).toEqual(ok('invented-secret-91c2'));
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    const text = readFileSync(file(), 'utf8');
    for (const secret of ['invented-key-7f3a', 'invented-secret-91c2']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64'));
    }
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('loses nothing when two secrets are written at once', async () => {
    await Promise.all([place.write('database_key', 'k'), open(storage).write('credentials', 'c')]);
    expect(await place.read('database_key', true)).toEqual(ok('k'));
    expect(await place.read('credentials', true)).toEqual(ok('c'));
  });

  it('removes one secret and keeps the other', async () => {
    await place.write('database_key', 'k');
    await place.write('credentials', 'c');
    expect(await place.remove('credentials')).toEqual(ok(true));
    expect(await place.remove('credentials')).toEqual(ok(false));
    expect(await place.read('credentials', false)).toEqual(ok(null));
    expect(await place.read('database_key', true)).toEqual(ok('k'));
  });

  it('has none before one is stored, and has lost one that was', async () => {
    expect(await place.read('database_key', false)).toEqual(ok(null));
    expect(await place.read('database_key', true)).toEqual(fail('secret_lost'));
    expect(await place.remove('database_key')).toEqual(ok(false));
  });

  it('stores nothing where the encryption is not real', async () => {
    storage.real = false;
    expect(await place.write('credentials', 'c')).toEqual(fail('safe_storage_unavailable'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reads nothing where the encryption stopped being real', async () => {
    await place.write('credentials', 'c');
    storage.real = false;
    expect(await place.read('credentials', true)).toEqual(fail('safe_storage_unavailable'));
  });

  it('says lost when the key of the system is another one, and keeps the file', async () => {
    await place.write('credentials', 'c');
    const before = readFileSync(file(), 'utf8');
    expect(await open(systemEncryption()).read('credentials', true)).toEqual(
      fail('secret_lost', { detail: 'secrets.json cannot be decrypted' }),
    );
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it.each(['', '{"version":1,"secrets":{"credentials":"AA', '[]', '{"version":2,"secrets":{}}', '{"version":1}'])(
    'says lost when the file is damaged (%j), and moves it aside before it writes',
    async (damage) => {
      writeFileSync(file(), damage);
      const damaged = fail('secret_lost', { detail: 'secrets.json is damaged' });
      expect(await place.read('credentials', true)).toEqual(damaged);
      expect(await place.read('credentials', false)).toEqual(damaged);
      expect(await place.remove('credentials')).toEqual(damaged);
      expect(readFileSync(file(), 'utf8')).toBe(damage);
      writeFileSync(`${file()}.damaged`, 'an earlier one');
      expect(await place.write('credentials', 'entered again')).toEqual(done);
      expect(await place.read('credentials', true)).toEqual(ok('entered again'));
      expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe('an earlier one');
      expect(readFileSync(`${file()}.damaged-2`, 'utf8')).toBe(damage);
    },
  );

  it('is not disturbed by what a crash left half written', async () => {
    await place.write('credentials', 'old');
    writeFileSync(`${file()}.new`, '{"version":1,"sec');
    expect(await place.read('credentials', true)).toEqual(ok('old'));
    expect(await place.write('credentials', 'new')).toEqual(done);
    expect(await place.read('credentials', true)).toEqual(ok('new'));
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('tells of a disk that refuses, by its code alone', async () => {
    mkdirSync(`${file()}.new`);
    expect(await place.write('credentials', 'c')).toEqual(fail('file_failed', { detail: 'secrets.json: EISDIR' }));
  });

  it('tells of an encryption that fails', async () => {
    storage.encrypt = () => {
      throw new Error('no key today');
    };
    expect(await place.write('credentials', 'c')).toEqual(
      fail('safe_storage_unavailable', { detail: 'encryption failed' }),
    );
  });
});
