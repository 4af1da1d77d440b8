import { createCipheriv, createDecipheriv, createHash, scrypt, type ScryptOptions } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../shared/clock.ts';
import { workspaceId } from '../../shared/contract/fields.ts';
import { done, fail, ok, type Result } from '../../shared/problem.ts';
import type { RecoveryCode } from '../../shared/recovery-code.ts';
import { draftOf, moveAside, replaceFile } from './replace-file.ts';

/** The slot's file, in the workspace's folder and beside its backups. Another program can open it: docs/keys.md. */
export const RECOVERY_FILE = 'recovery.json';

/**
 * What deriving costs: 64 MiB and about a fifth of a second. The code has 140 random bits, which nobody can try through;
 * this is for the day on which somebody finds a weakness in how one was kept.
 */
const COST = { N: 2 ** 16, r: 8, p: 1 };
/** A foreign file may not make us take more memory than this, in bytes. */
const MOST_MEMORY = 512 * 1024 * 1024;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 32;

const bytes = (size: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === size, `not ${size} bytes`);

const sealedSchema = z.object({
  /** Which key this is, without telling it (`fingerprintOf`). */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  nonce: bytes(NONCE_BYTES),
  /** AES-256-GCM: the key's 32 bytes, then the tag's 16. */
  sealed: bytes(KEY_BYTES + TAG_BYTES),
});

const slotSchema = z.object({
  format: z.literal('caseharbor-recovery'),
  version: z.literal(1),
  workspace: workspaceId,
  madeAt: z.int(),
  kdf: z
    .object({
      name: z.literal('scrypt'),
      N: z
        .int()
        .min(2 ** 14)
        .refine((cost) => (cost & (cost - 1)) === 0, 'not a power of two'),
      r: z.int().min(1).max(32),
      p: z.int().min(1).max(16),
      salt: z.base64().min(16).max(200),
    })
    .refine(({ N, r, p }) => memoryOf({ N, r, p }) <= MOST_MEMORY, 'it wants too much memory'),
  /** One key; two while the key is being changed, the new one first. */
  keys: z.array(sealedSchema).min(1).max(4),
});

/** The recovery slot: the database's key, sealed by the recovery code. It holds nothing in clear. */
export type RecoverySlot = Readonly<z.infer<typeof slotSchema>>;

/** Only what tells whether a newer program wrote it. */
const versionSchema = z.object({ format: z.literal('caseharbor-recovery'), version: z.int().min(2) });

const memoryOf = ({ N, r, p }: typeof COST): number => 128 * r * (N + p + 2);

/** A short mark of a key, by which entries are told apart. The key is random and long, so its hash gives nothing away. */
export const fingerprintOf = (keyHex: string): string =>
  createHash('sha256').update('caseharbor database key ').update(keyHex, 'hex').digest('hex').slice(0, 16);

/** What a slot is made of. */
export interface Sealing {
  readonly workspace: string;
  readonly madeAt: Instant;
  readonly code: RecoveryCode;
  /** 64 hexadecimal digits each, the newest first. */
  readonly keys: readonly string[];
}

/** Seals keys by a code. */
export async function sealSlot(
  { workspace, madeAt, code, keys }: Sealing,
  randomBytes: (size: number) => Buffer,
): Promise<RecoverySlot> {
  const kdf = { name: 'scrypt' as const, ...COST, salt: randomBytes(SALT_BYTES).toString('base64') };
  const wrapping = await derive(code, kdf);
  const sealed = keys.map((keyHex) => {
    const fingerprint = fingerprintOf(keyHex);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', wrapping, nonce);
    cipher.setAAD(associated(workspace, fingerprint));
    const text = Buffer.concat([cipher.update(keyHex, 'hex'), cipher.final(), cipher.getAuthTag()]);
    return { fingerprint, nonce: nonce.toString('base64'), sealed: text.toString('base64') };
  });
  return { format: 'caseharbor-recovery', version: 1, workspace, madeAt, kdf, keys: sealed };
}

/** The keys that a code opens, the newest first. `code_wrong`: it is not the code of this slot, or the slot was altered. */
export async function openSlot(slot: RecoverySlot, code: RecoveryCode): Promise<Result<string[]>> {
  const wrapping = await derive(code, slot.kdf);
  const keys = slot.keys.flatMap((entry) => unseal(slot.workspace, wrapping, entry) ?? []);
  return keys.length === 0 ? fail('code_wrong') : ok(keys);
}

function unseal(workspace: string, wrapping: Buffer, entry: z.infer<typeof sealedSchema>): string | null {
  const text = Buffer.from(entry.sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(entry.nonce, 'base64'));
  decipher.setAAD(associated(workspace, entry.fingerprint));
  decipher.setAuthTag(text.subarray(KEY_BYTES));
  try {
    return Buffer.concat([decipher.update(text.subarray(0, KEY_BYTES)), decipher.final()]).toString('hex');
  } catch {
    // The tag does not fit: that is what a wrong code looks like.
    return null;
  }
}

/** The slot without the entries of other keys: what a key change leaves. Null: it does not hold this key. */
export function onlyKey(slot: RecoverySlot, keyHex: string): RecoverySlot | null {
  const keys = slot.keys.filter(({ fingerprint }) => fingerprint === fingerprintOf(keyHex));
  return keys.length === 0 ? null : { ...slot, keys };
}

export const slotPath = (folder: string): string => join(folder, RECOVERY_FILE);

/** Null: there is none. `recovery_damaged`: half-written, damaged or foreign; `recovery_newer`. The file is not touched. */
export function readSlot(path: string): Result<RecoverySlot | null> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? ok(null) : fail('file_failed', { detail: `${RECOVERY_FILE}: ${code}` });
  }
  return slotIn(parse(text));
}

/** The slot that somebody read elsewhere, in a bundle for one. `recovery_damaged`: it is none; `recovery_newer`. */
export function slotIn(json: unknown): Result<RecoverySlot> {
  const slot = slotSchema.safeParse(json);
  if (slot.success) return ok(slot.data);
  return fail(versionSchema.safeParse(json).success ? 'recovery_newer' : 'recovery_damaged');
}

/** Writes the slot in place of the one before. One that cannot be read is moved aside. */
export function writeSlot(path: string, slot: RecoverySlot): Result<null> {
  try {
    const before = readSlot(path);
    if (!before.ok && before.problem.kind !== 'file_failed') moveAside(path);
    replaceFile(path, `${JSON.stringify(slot, null, 2)}\n`);
    return done;
  } catch (error) {
    return fail('file_failed', { detail: `${RECOVERY_FILE}: ${codeOf(error)}` });
  }
}

/** Clears away what a program that was killed while it wrote the slot may have left. */
export function removeSlotDraft(path: string): void {
  rmSync(draftOf(path), { force: true });
}

/** A file system's reason. Its text names folders; what has no code is a mistake of ours, and thrown. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is sealed belongs to this workspace and is this key: an entry that was moved elsewhere does not open. */
const associated = (workspace: string, fingerprint: string): Buffer =>
  Buffer.from(`caseharbor-recovery 1 ${workspace} ${fingerprint}`);

function derive(code: RecoveryCode, { N, r, p, salt }: RecoverySlot['kdf']): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: memoryOf({ N, r, p }) + 1024 };
  return new Promise((resolve, reject) => {
    scrypt(code.replaceAll('-', ''), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
