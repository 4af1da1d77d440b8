import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm } from './commands.mjs';
import { readIfThere, writeWhole } from './files.mjs';
import { bringsHeaders, buildNative } from './native.mjs';
import { modules } from './paths.mjs';
import { wordsOf } from './problem.mjs';

const binary = join(modules, 'keytar', 'build', 'Release', 'keytar.node');

/** Beside the binary: says that it was built here, as below. */
const stamp = join(dirname(binary), '.caseharbor-stamp');

/**
 * The Node-API that keytar was written for. Built by hand under Node 24 it would take that Node's own, 10, and crash an
 * older Electron.
 */
const nodeApi = 3;

/** Whether the bridge to the system's keychain is built, and fits every Electron that may be chosen. */
export const keychainReady = () =>
  existsSync(binary) && (!bringsHeaders() || readIfThere(stamp) === `node-api-${nodeApi}\n`);

/**
 * Builds keytar, the bridge to the system's keychain. The application does without where it must (it says so, and holds
 * secrets for the session), so this warns and goes on, unless tests are to run: they need the real one.
 * @param {{ cache: string, required: boolean, say: (words: string) => void }} options
 * @returns {Promise<string>}
 */
export async function prepareKeychain({ cache, required, say }) {
  if (keychainReady()) return 'up to date';
  try {
    if (!existsSync(join(modules, 'keytar', 'package.json')))
      throw new Error('the optional package keytar is not installed');
    if (bringsHeaders()) await buildOnce(cache, say);
    else await rebuild(say);
    return 'built';
  } catch (error) {
    if (required) throw error;
    return `not built (${wordsOf(error)}): secrets will be held for the session only`;
  }
}

/**
 * Its Node-API build fits every Node and Electron, so it is kept for the next `npm ci`, which would throw it away.
 * @param {string} cache
 * @param {(words: string) => void} say
 */
async function buildOnce(cache, say) {
  const { version } = JSON.parse(readFileSync(join(modules, 'keytar', 'package.json'), 'utf8'));
  const kept = join(cache, 'native', `keytar-${version}-napi-${nodeApi}`, 'keytar.node');
  if (!existsSync(kept)) {
    say('building the bridge to the keychain');
    await buildNative({ name: 'keytar', product: 'keytar.node', place: kept, amend: fixNodeApi });
  }
  mkdirSync(dirname(binary), { recursive: true });
  const draft = `${binary}.${process.pid}.draft`;
  copyFileSync(kept, draft);
  renameSync(draft, binary);
  writeWhole(stamp, `node-api-${nodeApi}\n`);
}

/** @param {string} folder */
function fixNodeApi(folder) {
  const path = join(folder, 'binding.gyp');
  writeFileSync(path, readFileSync(path, 'utf8').replace('<(napi_build_version)', String(nodeApi)));
}

/** @param {(words: string) => void} say */
async function rebuild(say) {
  say('npm rebuild keytar');
  const { code, output } = await npm(['rebuild', 'keytar', '--loglevel=error'], { limitMs: 10 * 60_000 });
  if (code !== 0 || !keychainReady())
    throw new Error(`npm rebuild keytar failed: ${output.trim().split('\n').at(-1) ?? ''}`);
}
