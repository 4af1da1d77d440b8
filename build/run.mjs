// Starts Caseharbor from its source folder: node build/run.mjs [arguments of the application]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { readNote } from './setup/files.mjs';
import { root, runtimeNote } from './setup/paths.mjs';
import { wordsOf } from './setup/problem.mjs';
import { hasScreen, startVirtualScreen } from './virtual-screen.mjs';

/**
 * @param {string} words
 * @returns {never}
 */
function giveUp(words) {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

/** The Electron that the set-up has found. */
function findExecutable() {
  const executable = readNote(runtimeNote)?.['executable'];
  if (typeof executable !== 'string' || !existsSync(executable)) {
    giveUp('There is no Electron yet: run `npm start`, which sets everything up, or `node build/setup.mjs start`.');
  }
  return executable;
}

/**
 * What Electron must be told on this machine, before the application's folder.
 * @returns {string[]}
 */
function switches() {
  if (process.platform !== 'linux') return [];
  const list = [];
  if (process.getuid?.() === 0) {
    tell('Started as root, where Chromium has no sandbox: passing --no-sandbox. Do not work like this every day.');
    list.push('--no-sandbox');
  }
  // Chromium reports every desktop service that a bare machine lacks as an error; the application has its own log.
  list.push('--log-level=3');
  return list;
}

/** @param {string} words */
function tell(words) {
  process.stderr.write(`${words}\n`);
}

const executable = findExecutable();
const env = { ...process.env };
// Set by some editors' terminals; it would make Electron a plain Node.
delete env['ELECTRON_RUN_AS_NODE'];
let stopScreen = () => {};
if (!hasScreen(process.platform, env)) {
  try {
    const screen = await startVirtualScreen();
    tell(`There is no display here: using a virtual one (${screen.display}). Its windows cannot be seen.`);
    env['DISPLAY'] = screen.display;
    stopScreen = screen.stop;
  } catch (error) {
    giveUp(wordsOf(error));
  }
}
const child = spawn(executable, [...switches(), root, ...process.argv.slice(2)], { env, stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  stopScreen();
  giveUp(`Electron could not be started: ${error.message}`);
});
child.on('exit', (code, signal) => {
  stopScreen();
  process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
});
