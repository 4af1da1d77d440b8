import { createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { newRecoveryCode } from '../../../electron/vault/recovery-code.ts';
import {
  onlyKey,
  openSlot,
  readSlot,
  sealSlot,
  slotPath,
  writeSlot,
  type RecoverySlot,
} from '../../../electron/vault/recovery-slot.ts';
import { instant } from '../../../shared/clock.ts';
import { done, fail, ok } from '../../../shared/problem.ts';

const WORKSPACE = '0123456789abcdef';
const KEY = '11'.repeat(32);
const NEXT = '22'.repeat(32);
const code = newRecoveryCode(randomBytes);
const other = newRecoveryCode(randomBytes);
const seal = (keys: readonly string[]): Promise<RecoverySlot> =>
  sealSlot({ workspace: WORKSPACE, madeAt: instant(1_790_000_000_000), code, keys }, randomBytes);

let slot: RecoverySlot;
let folder: string;
beforeAll(async () => {
  slot = await seal([NEXT, KEY]);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caseharbor slot '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('the recovery slot', () => {
  it('opens with its code, the newest key first, and with no other', async () => {
    expect(await openSlot(slot, code)).toEqual(ok([NEXT, KEY]));
    expect(await openSlot(slot, other)).toEqual(fail('code_wrong'));
  });

  it('states a cost of at least 2^16·8, and holds neither key nor code', () => {
    expect(slot.kdf.N * slot.kdf.r).toBeGreaterThanOrEqual(2 ** 16 * 8);
    const text = JSON.stringify(slot);
    for (const secret of [KEY, NEXT, code, code.replaceAll('-', ''), Buffer.from(KEY, 'hex').toString('base64')]) {
      expect(text).not.toContain(secret);
    }
  });

  it('opens as docs/keys.md says, with nothing of ours', () => {
    const [entry] = slot.keys;
    if (entry === undefined) throw new Error('it has an entry');
    const { N, r, p, salt } = slot.kdf;
    const wrapping = scryptSync(code.replaceAll('-', ''), Buffer.from(salt, 'base64'), 32, {
      N,
      r,
      p,
      maxmem: 2 ** 27,
    });
    const text = Buffer.from(entry.sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(entry.nonce, 'base64'));
    decipher.setAAD(Buffer.from(`caseharbor-recovery 1 ${slot.workspace} ${entry.fingerprint}`));
    decipher.setAuthTag(text.subarray(32));
    expect(Buffer.concat([decipher.update(text.subarray(0, 32)), decipher.final()]).toString('hex')).toBe(NEXT);
  });

  it('belongs to its workspace, and each entry to its key', async () => {
    expect(await openSlot({ ...slot, workspace: 'fedcba9876543210' }, code)).toEqual(fail('code_wrong'));
    const [next, key] = slot.keys;
    if (next === undefined || key === undefined) throw new Error('it has two entries');
    const exchanged = [
      { ...next, fingerprint: key.fingerprint },
      { ...key, fingerprint: next.fingerprint },
    ];
    expect(await openSlot({ ...slot, keys: exchanged }, code)).toEqual(fail('code_wrong'));
  });

  it('drops a key without the code', async () => {
    const kept = onlyKey(slot, NEXT);
    if (kept === null) throw new Error('it holds the key');
    expect(kept.keys).toHaveLength(1);
    expect(await openSlot(kept, code)).toEqual(ok([NEXT]));
    expect(onlyKey(kept, KEY)).toBeNull();
  });
});

describe("the slot's file", () => {
  it('is written beside and renamed, for its owner only, and read back', () => {
    const path = slotPath(folder);
    expect(readSlot(path)).toEqual(ok(null));
    expect(writeSlot(path, slot)).toEqual(done);
    expect(readdirSync(folder)).toEqual(['recovery.json']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readSlot(path)).toEqual(ok(slot));
  });

  it('is damaged at every length but its own, and stays as it is', () => {
    const path = slotPath(folder);
    const text = JSON.stringify(slot);
    for (let length = 0; length < text.length; length += 7) {
      writeFileSync(path, text.slice(0, length));
      expect(readSlot(path)).toEqual(fail('recovery_damaged'));
      expect(readFileSync(path, 'utf8')).toBe(text.slice(0, length));
    }
    writeFileSync(path, text);
    expect(readSlot(path)).toEqual(ok(slot));
  });

  it.each([
    ['another program’s', { hello: 'world' }],
    ['one that wants all memory', { kdf: { N: 2 ** 30 } }],
    ['one that costs nothing', { kdf: { N: 2 } }],
    ['one whose cost is no power of two', { kdf: { N: 2 ** 16 + 1 } }],
    ['one with a short key', { keys: [{ sealed: 'AAAA' }] }],
    ['one without keys', { keys: [] }],
  ])('is damaged: %s', (_what, change) => {
    const path = slotPath(folder);
    const spoiled = {
      ...('hello' in change ? {} : slot),
      ...change,
      ...('kdf' in change ? { kdf: { ...slot.kdf, ...change.kdf } } : {}),
    };
    writeFileSync(path, JSON.stringify(spoiled));
    expect(readSlot(path)).toEqual(fail('recovery_damaged'));
  });

  it('of a newer program says so', () => {
    writeFileSync(slotPath(folder), JSON.stringify({ ...slot, version: 2, more: true }));
    expect(readSlot(slotPath(folder))).toEqual(fail('recovery_newer'));
  });

  it('never replaces one that cannot be read: that is kept aside', () => {
    const path = slotPath(folder);
    for (const spoiled of ['half', 'another half']) {
      writeFileSync(path, spoiled);
      expect(writeSlot(path, slot)).toEqual(done);
    }
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('half');
    expect(readFileSync(`${path}.damaged-2`, 'utf8')).toBe('another half');
    expect(readSlot(path)).toEqual(ok(slot));
  });

  it('tells of a folder that is gone, and leaves nothing half-written', () => {
    const gone = join(folder, 'gone');
    expect(writeSlot(slotPath(gone), slot)).toEqual(fail('file_failed', { detail: 'recovery.json: ENOENT' }));
    expect(existsSync(gone)).toBe(false);
  });
});
