import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** The project's own folder. */
export const root = resolve(import.meta.dirname, '../..');

/** Where `npm ci` puts packages. */
export const modules = join(root, 'node_modules');

/** Where the built application and the notes of the set-up live. */
export const out = join(root, 'out');

/** The file that says which Electron to start; written by the set-up, read by `build/run.mjs` and by the tests. */
export const runtimeNote = join(out, 'runtime.json');

/**
 * The user's cache folder for Caseharbor: what costs long to get and belongs to no single clone.
 * @param {Record<string, string | undefined>} env the environment (CASEHARBOR_CACHE names the folder itself;
 *   XDG_CACHE_HOME counts when it is absolute, as its specification says)
 * @param {string} [home] the home folder
 * @returns {string} an absolute path, which may not exist yet
 */
export function cacheFolder(env, home = homedir()) {
  if (env['CASEHARBOR_CACHE']) return resolve(env['CASEHARBOR_CACHE']);
  const base = env['XDG_CACHE_HOME'];
  return join(base?.startsWith('/') ? base : join(home, '.cache'), 'caseharbor');
}

/**
 * An environment in which `node` and every installed tool are the project's own, whatever the machine has.
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string | undefined>} a copy with `node_modules/.bin` first on PATH
 */
export function withProjectTools(env) {
  return { ...env, PATH: [join(modules, '.bin'), env['PATH']].filter(Boolean).join(delimiter) };
}
