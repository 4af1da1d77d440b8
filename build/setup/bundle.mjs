import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, run, toolEnv } from './commands.mjs';
import { hashOfTree, readIfThere, writeWhole } from './files.mjs';
import { modules, out, root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const stamp = join(out, '.stamp');
const products = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html'];

/** Everything that the built application is made from. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'build/electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * Whether the built application is the one of these sources, and whole.
 * @param {{ stamp: string | undefined, wanted: string, productsThere: boolean }} state
 * @returns {boolean}
 */
export function isFresh({ stamp, wanted, productsThere }) {
  return productsThere && stamp?.trim() === wanted;
}

/**
 * Builds the application where it is stale. The stamp goes first and comes back last, so a build that was cut short is
 * done again.
 * @param {(words: string) => void} say
 * @returns {Promise<string>}
 */
export async function buildApplication(say) {
  const wanted = hashOfTree(root, sources);
  const productsThere = products.every((name) => existsSync(join(out, name)));
  if (isFresh({ stamp: readIfThere(stamp), wanted, productsThere })) return 'up to date';
  say('electron-vite build');
  rmSync(stamp, { force: true });
  const tool = join(modules, 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await run(projectNode(), [tool, 'build', '--config', 'build/electron.vite.config.ts'], {
    env: toolEnv(),
    limitMs: 10 * 60_000,
  });
  const missing = products.filter((name) => !existsSync(join(out, name)));
  if (code !== 0 || missing.length > 0) {
    const lack = missing.length > 0 ? `\nNot made: ${missing.join(', ')}` : '';
    throw new SetupProblem('The application could not be built.', 'Mend what the build says above.', output + lack);
  }
  writeWhole(stamp, `${wanted}\n`);
  return 'built';
}
