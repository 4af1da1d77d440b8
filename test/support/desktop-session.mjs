// A whole desktop of its own for a test run: a screen, a session bus, a keyring that is open, a notification daemon and
// a home folder, all gone afterwards. Nothing of the person's own desktop is touched or seen.
//
//   node test/support/desktop-session.mjs <command> [arguments]
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheFolder } from '../../build/setup/paths.mjs';
import { keyringPassword } from './keyring.mjs';
import { dunstConfig } from './notifications.mjs';

const root = resolve(import.meta.dirname, '../..');

/**
 * @typedef {object} DesktopSession
 * @property {string} folder everything that the session wrote, logs included
 * @property {Record<string, string>} env the environment in which programs belong to this desktop
 * @property {() => Promise<void>} stop ends every process of the session and removes the folder
 */

/**
 * Starts the desktop. Linux only: it is made of Xvfb, dbus-daemon, gnome-keyring-daemon and dunst.
 * @returns {Promise<DesktopSession>}
 */
export async function startDesktopSession() {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor-desktop-'));
  const env = privateEnvironment(folder);
  /** @type {import('node:child_process').ChildProcess[]} */
  const parts = [];
  const stop = () => stopAll(parts, folder);
  try {
    const screen = startPart(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-noreset'],
      env,
      folder,
    );
    parts.push(screen.child);
    env['DISPLAY'] = `:${await screen.firstLine}`;
    const bus = startPart('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], env, folder);
    parts.push(bus.child);
    env['DBUS_SESSION_BUS_ADDRESS'] = await bus.firstLine;
    const keyring = startPart(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets'],
      env,
      folder,
    );
    parts.push(keyring.child);
    keyring.child.stdin?.end(keyringPassword);
    const config = join(folder, 'dunstrc');
    writeFileSync(config, dunstConfig(folder));
    parts.push(startPart('dunst', ['-config', config], env, folder).child);
    await nameOnBus('org.freedesktop.secrets', env);
    await nameOnBus('org.freedesktop.Notifications', env);
  } catch (error) {
    const logs = readLogs(folder);
    await stop();
    throw new Error(`The private desktop did not start.\n${logs}`, { cause: error });
  }
  return { folder, env, stop };
}

/**
 * @param {string} folder
 * @returns {Record<string, string>}
 */
function privateEnvironment(folder) {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(XDG_|WAYLAND_|GNOME_|KDE_|DESKTOP_|DBUS_|XAUTHORITY$|SESSION_MANAGER$)/.test(key))
      env[key] = value;
  }
  const home = join(folder, 'home');
  const runtime = join(folder, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  for (const name of ['.config', '.cache', '.local/share', '.local/state'])
    mkdirSync(join(home, name), { recursive: true });
  return {
    ...env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_RUNTIME_DIR: runtime,
    // The set-up's own cache (the runtime) stays the person's: it is read, and costs minutes to make.
    CASEHARBOR_CACHE: cacheFolder(process.env),
    // Marks every process of this session, so that none outlives it.
    CASEHARBOR_DESKTOP: folder,
    NO_AT_BRIDGE: '1',
    PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
  };
}

/**
 * Starts one program of the desktop in a process group of its own, its words going to a log.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {string} folder
 */
function startPart(program, args, env, folder) {
  const log = openSync(join(folder, `${program}.log`), 'a');
  const child = spawn(program, args, { env, cwd: folder, detached: true, stdio: ['pipe', log, log, 'pipe'] });
  child.stdin?.on('error', () => undefined);
  /** @type {Promise<string>} */
  const firstLine = new Promise((resolve, reject) => {
    let text = '';
    child.on('error', (error) => reject(new Error(`${program}: ${error.message} (npm test installs it on Debian)`)));
    child.on('exit', (code) => reject(new Error(`${program} ended with ${String(code)}`)));
    child.stdio[3]?.on('data', (piece) => {
      text += String(piece);
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
  // Read by those who wait for a line; for the others an early end shows as a name missing on the bus.
  firstLine.catch(() => undefined);
  return { child, firstLine };
}

/**
 * Waits until a service answers to its name on the session bus.
 * @param {string} name
 * @param {Record<string, string>} env
 */
async function nameOnBus(name, env) {
  const args = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  ];
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await answerOf('dbus-send', args, env)).includes('boolean true')) return;
    await pause(50);
  }
  throw new Error(`${name} did not appear on the session bus within 10 s.`);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<string>}
 */
function answerOf(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (piece) => (text += String(piece)));
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

/** @param {string} folder */
function readLogs(folder) {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.map((name) => `--- ${name}\n${readFileSync(join(folder, name), 'utf8')}`).join('\n');
}

/**
 * @param {import('node:child_process').ChildProcess[]} parts
 * @param {string} folder
 */
async function stopAll(parts, folder) {
  for (const child of [...parts].reverse()) signalGroup(child, 'SIGTERM');
  await Promise.race([Promise.all(parts.map(ended)), pause(2000)]);
  killMarked(folder);
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      // A process that is just ending may still write; it is gone in a moment.
      await pause(100);
    }
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function ended(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', resolve));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already, which is what was wanted.
  }
}

/**
 * Ends whatever still carries the session's mark in its environment: services that the bus started, or an application
 * whose test was killed.
 * @param {string} folder
 */
function killMarked(folder) {
  const mark = `CASEHARBOR_DESKTOP=${folder}`;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(mark)) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile, or it is not ours to read.
    }
  }
}

/**
 * Runs one command on a private desktop and gives back its exit code.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>}
 */
async function runInSession(program, args) {
  const session = await startDesktopSession();
  const child = spawn(program, args, { env: session.env, detached: true, stdio: 'inherit' });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => signalGroup(child, signal));
  process.on('exit', () => killMarked(session.folder));
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  signalGroup(child, 'SIGKILL');
  await session.stop();
  return code;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) {
    process.stderr.write('Usage: node test/support/desktop-session.mjs <command> [arguments]\n');
    process.exit(2);
  }
  process.exit(await runInSession(program, args));
}
