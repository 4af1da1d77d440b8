import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, run, toolEnv } from './commands.mjs';
import { readIfThere } from './files.mjs';
import { modules } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const home = join(modules, 'electron');

/**
 * Where the executable lies inside an unpacked Electron.
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
export function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The version that package.json pins, as the installed package says it. */
export const pinnedVersion = () => String(JSON.parse(readIfThere(join(home, 'package.json')) ?? '{}').version);

/** The folder of the official binary, where it has been downloaded whole (its `path.txt` is written last). */
export function officialPlace() {
  const dist = join(home, 'dist');
  const whole = readIfThere(join(home, 'path.txt')) === executableIn(process.platform);
  const version = readIfThere(join(dist, 'version'))?.trim().replace(/^v/, '');
  return whole && version === pinnedVersion() && existsSync(join(dist, executableIn(process.platform)))
    ? dist
    : undefined;
}

/**
 * Downloads the official binary, which the package checks against the checksums that it carries.
 * @param {(words: string) => void} say
 * @returns {Promise<string>} the folder
 */
export async function downloadOfficial(say) {
  const remedy = 'Check the connection to github.com, or set ELECTRON_OVERRIDE_DIST_PATH (docs/runtime.md).';
  const source = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com';
  say(`asking ${new URL(source).host} for Electron ${pinnedVersion()}`);
  const unreachable = await whyUnreachable(source);
  if (unreachable !== undefined)
    throw new SetupProblem(`The official Electron cannot be reached (${unreachable}).`, remedy);
  const { ELECTRON_OVERRIDE_DIST_PATH: _override, ...env } = toolEnv();
  const { code, output } = await run(projectNode(), [join(home, 'install.js')], { env, limitMs: 10 * 60_000 });
  const place = officialPlace();
  if (code === 0 && place !== undefined) return place;
  throw new SetupProblem('The official Electron could not be downloaded.', remedy, output);
}

/**
 * Asks first with a short limit: the download itself is silent and would keep a person without a way out waiting.
 * Any answer will do. Behind a proxy, which only the download knows how to use, there is nothing to ask.
 * @param {string} source
 * @returns {Promise<string | undefined>} why not, or undefined when it can be tried
 */
async function whyUnreachable(source) {
  if (process.env['ELECTRON_GET_USE_PROXY']) return undefined;
  try {
    await fetch(source, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    return undefined;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message || cause.name : String(cause);
  }
}
