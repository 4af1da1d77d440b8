// Makes a bare clone ready to start or to be tested: node build/setup.mjs <start|test|packages>
// Plain JavaScript and Node's own modules only: it runs before anything is installed, on the machine's own Node.
import { join } from 'node:path';
import { buildApplication } from './setup/bundle.mjs';
import { prepareKeychain, keychainReady } from './setup/keytar.mjs';
import { takeLock } from './setup/lock.mjs';
import { installPackages } from './setup/packages.mjs';
import { cacheFolder, out } from './setup/paths.mjs';
import { mayBuildRuntime, prepareRuntime } from './setup/runtime.mjs';
import { SetupProblem } from './setup/problem.mjs';
import { explain, step } from './setup/steps.mjs';
import { installSystemPackages, packagesFor } from './setup/system.mjs';

const purpose = process.argv[2];
const cache = cacheFolder(process.env);

/** @param {'start' | 'test'} purpose */
async function prepareAll(purpose) {
  const hasScreen = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const needsBuild = !keychainReady() || mayBuildRuntime(cache);
  // Before the packages: keytar is built against a system library.
  await step('system', (say) =>
    installSystemPackages({ wanted: packagesFor(purpose, { hasScreen, needsBuild }), say }),
  );
  await step('packages', installPackages);
  await step('keychain', (say) => prepareKeychain({ cache, required: purpose === 'test', say }));
  await step('runtime', (say) => prepareRuntime({ cache, say }));
  await step('build', (say) => (purpose === 'start' ? buildApplication(say) : buildOrLeave(say)));
}

/**
 * Before tests a build that fails is no end: the test run builds again and counts it among its failures.
 * @param {(words: string) => void} say
 * @returns {Promise<string>}
 */
async function buildOrLeave(say) {
  try {
    return await buildApplication(say);
  } catch (error) {
    if (error instanceof SetupProblem) return 'failed: the test run will show why';
    throw error;
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => process.exit(1));

if (purpose !== 'start' && purpose !== 'test' && purpose !== 'packages') {
  process.stderr.write('Usage: node build/setup.mjs <start|test|packages>\n');
  process.exit(2);
}
try {
  const free = await takeLock(join(out, '.setup-lock'), (holder) =>
    process.stdout.write(`Another set-up is at work (process ${holder}): waiting for it.\n`),
  );
  if (purpose === 'packages') await step('packages', installPackages);
  else await prepareAll(purpose);
  free();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
