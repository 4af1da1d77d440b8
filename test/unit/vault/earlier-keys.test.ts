import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import {
  earlierKeys,
  earlierKeysPath,
  forgetEarlierKeys,
  keepEarlierKey,
} from '../../../electron/vault/earlier-keys.ts';
import { fingerprintOf } from '../../../electron/vault/recovery-slot.ts';
import { instant } from '../../../shared/clock.ts';

const WORKSPACE = '0123456789abcdef';
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64)) as [string, string, string, string];

let path = '';
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor earlier '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  path = earlierKeysPath(folder);
});

const retire = (keyHex: string, nextHex: string): void => {
  const retiring = { workspace: WORKSPACE, keyHex, nextHex, at: instant(1) };
  expect(keepEarlierKey(path, retiring, randomBytes)).toEqual({ ok: true, value: null });
};
const from = (keyHex: string): string[] => earlierKeys(path, WORKSPACE, keyHex);

it('opens every key before the present one, the newest first, and none after it', () => {
  expect(from(A)).toEqual([]);
  retire(A, B);
  retire(B, C);
  retire(C, D);
  expect(from(D)).toEqual([C, B, A]);
  expect(from(B)).toEqual([A]);
  expect(from(A)).toEqual([]);
});

it('is not put out by a change that was taken back', () => {
  retire(A, B);
  retire(A, C);
  expect(from(C)).toEqual([A]);
  expect(from(A)).toEqual([]);
});

it('holds no key in clear, and opens for no other workspace nor when it was altered', () => {
  retire(A, B);
  const text = readFileSync(path, 'utf8');
  expect(text).not.toContain(A.slice(0, 16));
  expect(text).not.toContain(Buffer.from(A, 'hex').toString('base64').slice(0, 16));
  expect(earlierKeys(path, 'fedcba9876543210', B)).toEqual([]);
  writeFileSync(path, text.replace(fingerprintOf(A), fingerprintOf(D)));
  expect(from(B)).toEqual([]);
});

it.each(['', '{"format":', '{}'])(
  'of a file that says %j nothing opens; it is kept aside when the next is written',
  (text) => {
    writeFileSync(path, text);
    expect(from(B)).toEqual([]);
    retire(A, B);
    expect(from(B)).toEqual([A]);
    expect(readdirSync(join(path, '..'))).toEqual(['earlier-keys.json', 'earlier-keys.json.damaged']);
  },
);

it('forgets what is older than the oldest that a backup needs, and what leads nowhere', () => {
  retire(A, B);
  retire(B, A.replace('a', 'f'));
  retire(B, C);
  retire(C, D);
  const needed = (...keys: string[]): void =>
    forgetEarlierKeys(path, WORKSPACE, D, new Set([D, ...keys].map(fingerprintOf)));
  needed(A);
  expect(from(D)).toEqual([C, B, A]);
  needed(B);
  expect(from(D)).toEqual([C, B]);
  needed();
  expect(from(D)).toEqual([]);
  expect(readFileSync(path, 'utf8')).not.toContain(fingerprintOf(C));
});
