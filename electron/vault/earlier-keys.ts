import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../shared/clock.ts';
import { workspaceId } from '../../shared/contract/fields.ts';
import { done, fail, type Result } from '../../shared/problem.ts';
import { fingerprintOf } from './recovery-slot.ts';
import { moveAside, replaceFile } from './replace-file.ts';

/** The keys that a database had before, each sealed by the one that came after it: for the backups of their time. */
export const earlierKeysPath = (folder: string): string => join(folder, 'earlier-keys.json');

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);

const entrySchema = z.object({
  fingerprint,
  /** The key that this one is sealed by. */
  by: fingerprint,
  retiredAt: z.int(),
  nonce: z.base64(),
  /** AES-256-GCM: the key's 32 bytes, then the tag's 16. */
  sealed: z.base64(),
});
type Entry = z.infer<typeof entrySchema>;

const fileSchema = z.object({
  format: z.literal('caseharbor-earlier-keys'),
  version: z.literal(1),
  workspace: workspaceId,
  keys: z.array(entrySchema).max(1000),
});

export interface Retiring {
  readonly workspace: string;
  readonly keyHex: string;
  /** The key that takes its place. */
  readonly nextHex: string;
  readonly at: Instant;
}

/**
 * Keeps a key that is about to be given up, sealed by the one that takes its place. Where that never comes about the entry
 * opens for nobody, and does no harm.
 */
export function keepEarlierKey(
  path: string,
  { workspace, keyHex, nextHex, at }: Retiring,
  randomBytes: (size: number) => Buffer,
): Result<null> {
  const names = { fingerprint: fingerprintOf(keyHex), by: fingerprintOf(nextHex) };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingOf(nextHex), nonce);
  cipher.setAAD(associated(workspace, names));
  const sealed = Buffer.concat([cipher.update(keyHex, 'hex'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  const entry: Entry = { ...names, retiredAt: at, nonce: nonce.toString('base64'), sealed };
  try {
    write(path, workspace, [...read(path), entry]);
    return done;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return fail('file_failed', { detail: String(error.code) });
    throw error;
  }
}

/** The earlier keys that a key opens, one through the other, the newest first; each 64 hexadecimal digits. */
export function earlierKeys(path: string, workspace: string, keyHex: string): string[] {
  const entries = read(path).toReversed();
  const found: string[] = [];
  for (let by: string | undefined = keyHex, turn = 0; by !== undefined; by = found[turn], turn += 1) {
    const key = by;
    for (const entry of entries.filter((each) => each.by === fingerprintOf(key))) {
      const opened = unseal(workspace, key, entry);
      if (opened !== null && opened !== keyHex && !found.includes(opened)) found.push(opened);
    }
  }
  return found;
}

/** Forgets the keys that no backup needs any more: all that are older than the oldest of `needed` (fingerprints). */
export function forgetEarlierKeys(path: string, workspace: string, keyHex: string, needed: ReadonlySet<string>): void {
  const entries = read(path);
  const known = earlierKeys(path, workspace, keyHex).map(fingerprintOf);
  const kept = known.slice(0, 1 + Math.max(-1, ...known.map((key, index) => (needed.has(key) ? index : -1))));
  const left = entries.filter((entry) => kept.includes(entry.fingerprint));
  if (left.length < entries.length) write(path, workspace, left);
}

function unseal(workspace: string, byHex: string, entry: Entry): string | null {
  const text = Buffer.from(entry.sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingOf(byHex), Buffer.from(entry.nonce, 'base64'));
    decipher.setAAD(associated(workspace, entry));
    decipher.setAuthTag(text.subarray(KEY_BYTES));
    return Buffer.concat([decipher.update(text.subarray(0, KEY_BYTES)), decipher.final()]).toString('hex');
  } catch {
    // It was altered, or belongs to another workspace: it opens nothing.
    return null;
  }
}

/** The database's key itself encrypts pages; what it seals here has a key of its own. */
const wrappingOf = (keyHex: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(keyHex, 'hex'), '', 'caseharbor earlier keys', KEY_BYTES));

const associated = (workspace: string, { fingerprint: key, by }: Pick<Entry, 'fingerprint' | 'by'>): Buffer =>
  Buffer.from(`caseharbor-earlier-keys 1 ${workspace} ${key} ${by}`);

/** A file that cannot be understood holds no keys; it is moved aside when the next one is written. */
function read(path: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return parse(text) ?? [];
}

function parse(text: string): Entry[] | null {
  try {
    return fileSchema.safeParse(JSON.parse(text)).data?.keys ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function write(path: string, workspace: string, keys: readonly Entry[]): void {
  if (isForeign(path)) moveAside(path);
  const file = { format: 'caseharbor-earlier-keys', version: 1, workspace, keys };
  replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
}

function isForeign(path: string): boolean {
  try {
    return parse(readFileSync(path, 'utf8')) === null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
