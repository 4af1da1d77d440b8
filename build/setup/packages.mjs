import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './commands.mjs';
import { readIfThere, writeWhole } from './files.mjs';
import { modules, root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const stamp = join(modules, '.caseharbor-stamp');

/**
 * What must be the same for the installed packages to be the right ones.
 * @param {string} lockText the text of package-lock.json
 * @param {string} platform as in process.platform and process.arch: native packages differ
 * @returns {string}
 */
export function packagesStamp(lockText, platform) {
  return createHash('sha256').update(`${platform}\n${lockText}`).digest('hex');
}

/**
 * Installs the packages of the lock file where the stamp is not its own. `npm ci` empties node_modules first, the stamp
 * with it, and the stamp is written last: an installation that was cut short is done again.
 * @param {(words: string) => void} say
 * @returns {Promise<string>}
 */
export async function installPackages(say) {
  const wanted = packagesStamp(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
    `${process.platform}-${process.arch}`,
  );
  if (readIfThere(stamp)?.trim() === wanted) return 'up to date';
  say('npm ci');
  // No install scripts: the only one, keytar's, is done by the next step from source, without a download from elsewhere.
  const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    limitMs: 30 * 60_000,
  });
  if (code !== 0) {
    throw new SetupProblem(
      'The packages could not be installed.',
      'Check the connection to the npm registry, then start again.',
      output,
    );
  }
  writeWhole(stamp, `${wanted}\n`);
  return 'installed as package-lock.json says';
}
