import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync, inflateSync, gunzipSync } from 'node:zlib';
import { groupsOfCode, readRecoveryCode } from '../../shared/recovery-code.ts';

/** Something that must stand nowhere in clear, in every form in which a program might write it. */
export interface Forbidden {
  readonly what: string;
  readonly forms: readonly Buffer[];
}

/** A text, in the ways that programs write texts. */
export const textForms = (text: string): Buffer[] => {
  const bytes = Buffer.from(text, 'utf8');
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(bytes.toString('base64url').slice(0, -1)),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
    Buffer.from(encodeURIComponent(text)),
  ];
};

/** A key of 256 bits, from its 64 hexadecimal digits: as bytes, as digits, in base 64, and as SQLCipher's pragma has it. */
export const keyForms = (hex: string): Buffer[] => {
  const bytes = Buffer.from(hex, 'hex');
  return [
    bytes,
    ...textForms(hex),
    ...textForms(hex.toUpperCase()),
    Buffer.from(bytes.toString('base64').slice(0, 42)),
    Buffer.from(bytes.toString('base64url').slice(0, 42)),
  ];
};

/** A recovery code, whole; and two groups in a row, which are as much as anybody needs to see that it was written. */
export function codeForms(code: string): Buffer[] {
  const read = readRecoveryCode(code);
  if (read.kind !== 'good') throw new Error('it is a code');
  const groups = groupsOfCode(read.code);
  const runs = ['-', ' ', ''].flatMap((gap) => [groups.join(gap), groups.join(gap).toLowerCase()]);
  const pairs = groups
    .slice(1)
    .flatMap((group, index) => [`${groups[index] ?? ''}-${group}`, `${groups[index] ?? ''}${group}`]);
  return [...runs, ...pairs].flatMap(textForms);
}

/** Every file below a folder; what is no file (a socket, a lock that is a link) holds nothing. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Which of these things stand in a file's bytes, also where all of it is packed. */
export function foundIn(bytes: Buffer, forbidden: readonly Forbidden[]): string[] {
  const readings = [bytes, ...unpacked(bytes)];
  return forbidden
    .filter(({ forms }) => forms.some((form) => readings.some((reading) => reading.includes(form))))
    .map(({ what }) => what);
}

/** What a packed file holds: an answer's exact text is kept deflated, and a cache can be packed too. */
function unpacked(bytes: Buffer): Buffer[] {
  return [gunzipSync, inflateSync, inflateRawSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return [];
      throw error;
    }
  });
}

/** Searches all files below these folders. Gives what was found, and where; a file that goes meanwhile holds nothing. */
export function searchFolders(folders: readonly string[], forbidden: readonly Forbidden[]): string[] {
  return folders.flatMap(filesBelow).flatMap((path) => {
    const bytes = readIfThere(path);
    return bytes === null ? [] : foundIn(bytes, forbidden).map((what) => `${what} in ${path}`);
  });
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
