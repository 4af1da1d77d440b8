import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The pages of a database in SQLCipher 4's format, read without SQLite, so that one damaged page costs that page and no
 * more. Each page ends with 80 bytes of its own: the 16 of AES-256-CBC's start, and the 64 of an HMAC-SHA512 over what is
 * encrypted, the start and the page's number. Page 1 begins with the salt. A raw key is not derived from it, but the HMAC's
 * key is: without the salt every page could be decrypted and not one could be told from rubbish.
 * (https://www.zetetic.net/sqlcipher/design/)
 */
const PAGE = 4096;
const RESERVED = 80;
/** What is left of a page for SQLite. */
export const USABLE = PAGE - RESERVED;
const SALT = 16;
const IV_END = USABLE + 16;
const HMAC_MASK = 0x3a;
const HMAC_ROUNDS = 2;

const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 'SQLite format 3\0';

/** A database's pages, numbered from 1. */
export interface Pages {
  /** How many the file has, or said that it has. */
  readonly count: number;
  /** A page in clear; null: it is damaged or beyond the file's end. */
  read(number: number): Buffer | null;
  close(): void;
}

/**
 * Opens the pages of a file and of the write-ahead log beside it, as of the last transaction in the log. `salts`: the
 * file's own may be damaged; the workspace keeps it, and its backups have the same. Null: not one page can be read with this
 * key.
 */
export function openPages(path: string, keyHex: string, salts: readonly Buffer[]): Pages | null {
  const file = openSync(path, 'r');
  const wal = existsSync(`${path}-wal`) ? openSync(`${path}-wal`, 'r') : null;
  const close = (): void => {
    closeSync(file);
    if (wal !== null) closeSync(wal);
  };
  const key = Buffer.from(keyHex, 'hex');
  const size = Math.ceil(fstatSync(file).size / PAGE);
  const log = wal === null ? { frames: new Map<number, number>(), count: 0 } : lastTransaction(wal);
  const readers = [saltOf(path), ...salts].map((salt) => pageReader(file, wal, log.frames, key, salt));
  const sample = Array.from({ length: Math.min(size, 64) }, (_each, index) => 1 + Math.floor((index * size) / 64));
  const readable = readers.map((read) => sample.filter((number) => read(Math.min(number, size)) !== null).length);
  const best = readable.indexOf(Math.max(0, ...readable));
  const read = readers[best];
  if (read === undefined || (readable[best] ?? 0) === 0) {
    close();
    return null;
  }
  const first = read(1);
  const said = first === null ? 0 : first.readUInt32BE(28);
  return { count: log.count > 0 ? log.count : Math.max(size, said), read, close };
}

/** The first bytes of a file: its salt. */
export function saltOf(path: string): Buffer {
  const salt = Buffer.alloc(SALT);
  const file = openSync(path, 'r');
  try {
    readSync(file, salt, 0, SALT, 0);
  } finally {
    closeSync(file);
  }
  return salt;
}

function pageReader(
  file: number,
  wal: number | null,
  frames: ReadonlyMap<number, number>,
  key: Buffer,
  salt: Buffer,
): Pages['read'] {
  const masked = Buffer.from(salt.map((byte) => byte ^ HMAC_MASK));
  const hmacKey = pbkdf2Sync(key, masked, HMAC_ROUNDS, 32, 'sha512');
  const decipher = (bytes: Buffer, number: number): Buffer | null => {
    const start = number === 1 ? SALT : 0;
    const mark = Buffer.alloc(4);
    mark.writeUInt32LE(number);
    const hmac = createHmac('sha512', hmacKey).update(bytes.subarray(start, IV_END)).update(mark).digest();
    if (!timingSafeEqual(hmac, bytes.subarray(IV_END))) return null;
    const cipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(USABLE, IV_END)).setAutoPadding(false);
    const clear = Buffer.concat([cipher.update(bytes.subarray(start, USABLE)), cipher.final()]);
    return number === 1 ? Buffer.concat([Buffer.from(MAGIC), clear]) : clear;
  };
  const from = (source: number, at: number, number: number): Buffer | null => {
    const bytes = Buffer.alloc(PAGE);
    return readSync(source, bytes, 0, PAGE, at) === PAGE ? decipher(bytes, number) : null;
  };
  return (number) => {
    const frame = frames.get(number);
    const newest = frame === undefined || wal === null ? null : from(wal, frame, number);
    return newest ?? from(file, (number - 1) * PAGE, number);
  };
}

/**
 * Where in the log the newest copy of each page stands, up to the last transaction that was finished. Frames of an earlier
 * life of the log have another salt; whether a page is sound its own HMAC tells.
 */
function lastTransaction(wal: number): { frames: ReadonlyMap<number, number>; count: number } {
  const size = fstatSync(wal).size;
  const header = Buffer.alloc(WAL_HEADER);
  const frames = new Map<number, number>();
  let count = 0;
  if (readSync(wal, header, 0, WAL_HEADER, 0) < WAL_HEADER) return { frames, count };
  const open = new Map<number, number>();
  const frame = Buffer.alloc(FRAME_HEADER);
  for (let at = WAL_HEADER; at + FRAME_HEADER + PAGE <= size; at += FRAME_HEADER + PAGE) {
    readSync(wal, frame, 0, FRAME_HEADER, at);
    if (!frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
    open.set(frame.readUInt32BE(0), at + FRAME_HEADER);
    const pagesAfter = frame.readUInt32BE(4);
    if (pagesAfter === 0) continue;
    for (const [number, where] of open) frames.set(number, where);
    open.clear();
    count = pagesAfter;
  }
  return { frames, count };
}
