import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { publish } from '../disk.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';
import { draftOf } from '../write-beside.ts';

/**
 * A bundle: a workspace's database in one file, for another installation. A line of JSON in clear (the format, the recovery
 * slot, a salt), then what AES-256-GCM makes of the rest under a key that follows from the database's and the salt, with
 * that line as associated data: four bytes with the length of a JSON text about the bundle, that text, the database; last
 * the tag. docs/bundles.md describes it for other programs.
 */
const FORMAT = 'caseharbor-bundle';
const VERSION = 1;

/** What is read in clear. The slot is the vault's to judge. */
export interface BundleHead {
  readonly slot: unknown;
  /** The line as it stands, with its end: it is authenticated. */
  readonly line: Buffer;
  readonly salt: Buffer;
}

const headSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  slot: z.unknown(),
  salt: z.base64().length(44),
});

/** A line that is longer is none of ours: a slot takes less than 2 KiB. */
const LONGEST_LINE = 64 * 1024;
const LONGEST_ABOUT = 64 * 1024;
const TAG = 16;
const PORTION = 1024 * 1024;

export interface BundleContent {
  /** What it says of itself: JSON. */
  readonly about: string;
  /** The database's file, closed. */
  readonly database: string;
}

/**
 * Writes a bundle beside `target`, reads it back as another installation would, and only then gives it its name. `salt`: 32
 * random bytes, of this bundle alone: no two may share one, because the nonce follows from it.
 */
export function writeBundle(
  target: string,
  keyHex: string,
  { slot, salt }: { readonly slot: unknown; readonly salt: Buffer },
  { about, database }: BundleContent,
  tell: Tell = () => undefined,
): Result<{ bytes: number }> {
  const draft = draftOf(target);
  const line = Buffer.from(
    `${JSON.stringify({ format: FORMAT, version: VERSION, slot, salt: salt.toString('base64') })}\n`,
  );
  const total = 2 * statSync(database).size;
  try {
    rmSync(draft, { force: true });
    const written = seal(draft, keyHex, { slot, line, salt }, { about, database }, (done) => tell({ done, total }));
    const hash = createHash('sha256');
    const read = unseal(draft, keyHex, (part) => {
      hash.update(part);
    });
    if (!read.ok) return read;
    if (read.value !== about || !hash.digest().equals(written)) {
      return fail('file_failed', { detail: 'What was written does not read back.' });
    }
    publish(draft, target);
    tell({ done: total, total });
    return ok({ bytes: statSync(target).size });
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Reads what stands in clear. `bundle_foreign`: it is no bundle; `bundle_newer`: of a newer program. */
export function readBundleHead(source: string): Result<BundleHead> {
  try {
    const file = openSync(source, 'r');
    try {
      const start = Buffer.alloc(LONGEST_LINE);
      const got = readSync(file, start, 0, LONGEST_LINE, 0);
      const end = start.subarray(0, got).indexOf('\n');
      return end === -1 ? fail('bundle_foreign') : headIn(start.subarray(0, end + 1));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return problemOf(error);
  }
}

function headIn(line: Buffer): Result<BundleHead> {
  const head = headSchema.safeParse(parse(line.toString('utf8')));
  if (!head.success) return fail('bundle_foreign');
  if (head.data.version > VERSION) return fail('bundle_newer');
  return ok({ slot: head.data.slot, line, salt: Buffer.from(head.data.salt, 'base64') });
}

/**
 * Writes the database that a bundle holds into the file `into`, which counts for nothing until this gave its value: what
 * the bundle says of itself. `bundle_damaged`: it is not what was written, or the key is another's.
 */
export function openBundle(source: string, keyHex: string, into: string): Result<string> {
  try {
    const file = openSync(into, 'w', 0o600);
    try {
      const read = unseal(source, keyHex, (part) => writeAll(file, part));
      fsyncSync(file);
      return read;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return problemOf(error);
  }
}

/** Gives the hash of the database that went in. */
function seal(
  draft: string,
  keyHex: string,
  { line, salt }: BundleHead,
  { about, database }: BundleContent,
  tell: (done: number) => void,
): Buffer {
  const { key, nonce } = keyOf(keyHex, salt);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(line);
  const text = Buffer.from(about);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const hash = createHash('sha256');
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeAll(file, line);
    writeAll(file, cipher.update(Buffer.concat([length, text])));
    let done = 0;
    for (const part of portionsOf(database, 0, statSync(database).size)) {
      hash.update(part);
      writeAll(file, cipher.update(part));
      done += part.length;
      tell(done);
    }
    writeAll(file, cipher.final());
    writeAll(file, cipher.getAuthTag());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return hash.digest();
}

/** Gives what the bundle says of itself, once everything in it was seen to be what was written. */
function unseal(source: string, keyHex: string, take: (part: Buffer) => void): Result<string> {
  const head = readBundleHead(source);
  if (!head.ok) return head;
  const { line, salt } = head.value;
  const end = statSync(source).size - TAG;
  if (end < line.length + 4) return fail('bundle_damaged', { detail: 'It ends too early.' });
  const { key, nonce } = keyOf(keyHex, salt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(line);
  let about: string | null = null;
  let held = Buffer.alloc(0);
  for (const part of portionsOf(source, line.length, end)) {
    const plain = decipher.update(part);
    if (about !== null) {
      take(plain);
      continue;
    }
    held = Buffer.concat([held, plain]);
    const length = held.length < 4 ? LONGEST_ABOUT : held.readUInt32BE(0);
    if (length > LONGEST_ABOUT && held.length >= 4)
      return fail('bundle_damaged', { detail: 'It is not what was written.' });
    if (held.length < 4 + length) continue;
    about = held.subarray(4, 4 + length).toString('utf8');
    take(held.subarray(4 + length));
  }
  const [tag = Buffer.alloc(0)] = portionsOf(source, end, end + TAG);
  decipher.setAuthTag(tag);
  try {
    decipher.final();
  } catch {
    // The tag does not fit: that is what a changed byte, or another key, looks like.
    return fail('bundle_damaged', { detail: 'It is not what was written.' });
  }
  return about === null ? fail('bundle_damaged', { detail: 'It ends too early.' }) : ok(about);
}

/** A key and a nonce of this bundle's own. */
function keyOf(keyHex: string, salt: Buffer): { key: Buffer; nonce: Buffer } {
  const derived = Buffer.from(hkdfSync('sha256', Buffer.from(keyHex, 'hex'), salt, `${FORMAT} ${VERSION}`, 44));
  return { key: derived.subarray(0, 32), nonce: derived.subarray(32) };
}

function* portionsOf(path: string, from: number, to: number): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    for (let at = from; at < to;) {
      const part = Buffer.alloc(Math.min(PORTION, to - at));
      const got = readSync(file, part, 0, part.length, at);
      if (got === 0) return;
      at += got;
      yield part.subarray(0, got);
    }
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
