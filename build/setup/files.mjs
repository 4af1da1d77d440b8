import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file so that a reader sees the old one or the new one, never half of it.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/**
 * The text of a file, or undefined where there is none.
 * @param {string} path
 * @returns {string | undefined}
 */
export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * A file's JSON, or undefined where it is missing or damaged (it is then made again).
 * @param {string} path
 * @returns {Record<string, unknown> | undefined}
 */
export function readNote(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The hash of a file, read in pieces.
 * @param {string} path
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @returns {Promise<string>}
 */
export async function hashOfFile(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
}

/**
 * One hash over the names and contents of files and folders: it changes when anything in them does. Times are not
 * looked at, because a checkout or a copy changes them without changing anything.
 * @param {string} base the folder that names are relative to
 * @param {readonly string[]} paths files and folders below it; one that is not there counts as absent
 * @returns {string} sha256, hexadecimal
 */
export function hashOfTree(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(base, path))) {
      const content = readFileSync(file);
      hash.update(`${relative(base, file).split(sep).join('/')}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/**
 * Every file at or below a path, in a stable order.
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  const names = readDirectory(path);
  if (names === undefined) return [path];
  return names.sort().flatMap((name) => filesUnder(join(path, name)));
}

/**
 * @param {string} path
 * @returns {string[] | undefined} undefined for a file
 */
function readDirectory(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Puts a finished folder in its place in one move. When another process was first, its folder stays and this one goes.
 * @param {string} draft
 * @param {string} place
 */
export function settleFolder(draft, place) {
  mkdirSync(dirname(place), { recursive: true });
  try {
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}
