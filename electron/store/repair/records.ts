import { USABLE, type Pages } from './pages.ts';

/** A value as SQLite stores it. */
export type Value = null | number | bigint | string | Buffer;

/** A row as it lies in a page: a table's with its number, an index's (and a table's without numbers) with none. */
export interface StoredRow {
  readonly rowid: number | null;
  readonly values: readonly Value[];
}

/** What a page of a tree holds (https://www.sqlite.org/fileformat2.html, section 1.6). */
export interface TreePage {
  readonly kind: 'table' | 'index';
  readonly rows: readonly StoredRow[];
  /** The pages below, in order, each with the highest row number that can be in it; null: no end, or no numbers. */
  readonly children: readonly { readonly page: number; readonly upTo: number | null }[];
  /** Rows that run on into a page that cannot be read. */
  readonly broken: number;
}

const INTERIOR_INDEX = 0x02;
const INTERIOR_TABLE = 0x05;
const LEAF_INDEX = 0x0a;
const LEAF_TABLE = 0x0d;

/** Reads a page of a tree; null: it is none, or makes no sense. */
export function readTreePage(pages: Pages, number: number, page: Buffer): TreePage | null {
  const start = number === 1 ? 100 : 0;
  const type = page[start];
  if (type !== INTERIOR_INDEX && type !== INTERIOR_TABLE && type !== LEAF_INDEX && type !== LEAF_TABLE) return null;
  const interior = type === INTERIOR_INDEX || type === INTERIOR_TABLE;
  const kind = type === LEAF_TABLE || type === INTERIOR_TABLE ? 'table' : 'index';
  const cells = page.readUInt16BE(start + 3);
  const pointers = start + (interior ? 12 : 8);
  if (pointers + 2 * cells > USABLE) return null;
  const rows: StoredRow[] = [];
  const children: { page: number; upTo: number | null }[] = [];
  let broken = 0;
  for (let index = 0; index < cells; index += 1) {
    let at = page.readUInt16BE(pointers + 2 * index);
    if (at + 4 > USABLE) return null;
    const child = interior ? page.readUInt32BE(at) : null;
    if (interior) at += 4;
    if (type === INTERIOR_TABLE) {
      children.push({ page: child ?? 0, upTo: toNumber(varint(page, at).value) });
      continue;
    }
    if (child !== null) children.push({ page: child, upTo: null });
    const row = readCell(pages, page, at, kind);
    if (row === null) broken += 1;
    else rows.push(row);
  }
  if (interior) children.push({ page: page.readUInt32BE(start + 8), upTo: null });
  return { kind, rows, children, broken };
}

function readCell(pages: Pages, page: Buffer, from: number, kind: 'table' | 'index'): StoredRow | null {
  const size = varint(page, from);
  const length = toNumber(size.value);
  let at = size.next;
  let rowid: number | null = null;
  if (kind === 'table') {
    const id = varint(page, at);
    rowid = toNumber(id.value);
    at = id.next;
  }
  const payload = readPayload(pages, page, at, length, kind);
  const values = payload === null ? null : readRecord(payload);
  return values === null ? null : { rowid, values };
}

/** A row's bytes: what lies in the page, and what runs on into overflow pages. */
function readPayload(pages: Pages, page: Buffer, at: number, length: number, kind: 'table' | 'index'): Buffer | null {
  const most = kind === 'table' ? USABLE - 35 : Math.floor(((USABLE - 12) * 64) / 255) - 23;
  const least = Math.floor(((USABLE - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (USABLE - 4));
  const local = length <= most ? length : fitting <= most ? fitting : least;
  if (at + local > USABLE) return null;
  const parts = [page.subarray(at, at + local)];
  let left = length - local;
  let next = left > 0 ? page.readUInt32BE(at + local) : 0;
  while (left > 0) {
    const more = next === 0 || next > pages.count ? null : pages.read(next);
    if (more === null) return null;
    const part = more.subarray(4, 4 + Math.min(left, USABLE - 4));
    parts.push(part);
    left -= part.length;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** The columns of a record (file format, section 2.1); null: it makes no sense. */
function readRecord(bytes: Buffer): Value[] | null {
  const header = varint(bytes, 0);
  const end = toNumber(header.value);
  if (end > bytes.length) return null;
  const values: Value[] = [];
  let at = header.next;
  let body = end;
  while (at < end) {
    const serial = varint(bytes, at);
    at = serial.next;
    const type = toNumber(serial.value);
    const length = sizeOf(type);
    if (body + length > bytes.length) return null;
    values.push(valueOf(bytes.subarray(body, body + length), type));
    body += length;
  }
  return values;
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

const sizeOf = (type: number): number => SIZES[type] ?? Math.floor((type - 12) / 2);

function valueOf(bytes: Buffer, type: number): Value {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return narrowed(bytes.readBigInt64BE(0));
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString('utf8');
}

const narrowed = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

const toNumber = (value: bigint): number => Number(value);

/** A number of one to nine bytes, the high ones first; each byte but the ninth says whether another follows. */
function varint(bytes: Buffer, from: number): { readonly value: bigint; readonly next: number } {
  let value = 0n;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[from + index] ?? 0;
    if (index === 8) return { value: BigInt.asIntN(64, (value << 8n) | BigInt(byte)), next: from + 9 };
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  return { value, next: from + 9 };
}
