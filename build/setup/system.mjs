import { existsSync } from 'node:fs';
import { run } from './commands.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * Debian's packages by what they are for. `a|b`: either will do (Debian 13 and Ubuntu 24.04 renamed some).
 */
const packageLists = {
  /** Electron's own libraries. */
  run: `libgtk-3-0|libgtk-3-0t64 libnss3 libnspr4 libasound2|libasound2t64 libgbm1 libdrm2 libatk1.0-0|libatk1.0-0t64
    libatk-bridge2.0-0|libatk-bridge2.0-0t64 libatspi2.0-0|libatspi2.0-0t64 libcups2|libcups2t64 libxkbcommon0
    libxcomposite1 libxdamage1 libxfixes3 libxrandr2 libxss1 libxtst6 libxcb-dri3-0 libnotify4 libsecret-1-0 libuuid1
    xdg-utils`,
  /** A screen where there is none. */
  screen: 'xvfb xauth',
  /** What builds keytar and the database of the registry's Electron. */
  build: 'libsecret-1-dev pkg-config|pkgconf python3 make g++',
  /** A private desktop. */
  test: 'dbus dbus-x11 gnome-keyring libsecret-tools dunst libnotify-bin python3-dbusmock',
};

/**
 * @param {string} list names between spaces, with alternatives as `a|b`
 * @returns {string[][]} for each package its possible names, the first one first
 */
export function parsePackageList(list) {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split('|'));
}

/**
 * The packages of which no name is installed.
 * @param {readonly string[][]} wanted
 * @param {ReadonlySet<string>} installed
 * @returns {string[][]}
 */
export function missingPackages(wanted, installed) {
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
}

/**
 * The names that are installed whole, from what `dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\n'` prints.
 * @param {string} text
 * @returns {Set<string>}
 */
export function parseInstalled(text) {
  const rows = text.split('\n').map((line) => line.split('\t'));
  return new Set(rows.flatMap(([status, name]) => (status?.startsWith('ii') && name !== undefined ? [name] : [])));
}

/**
 * The lists that a command needs.
 * @param {'start' | 'test'} purpose
 * @param {{ hasScreen: boolean, needsBuild: boolean }} machine
 * @returns {string[][]}
 */
export function packagesFor(purpose, { hasScreen, needsBuild }) {
  const lists = [packageLists.run];
  if (purpose === 'test' || !hasScreen) lists.push(packageLists.screen);
  if (purpose === 'test' || needsBuild) lists.push(packageLists.build);
  if (purpose === 'test') lists.push(packageLists.test);
  return parsePackageList(lists.join(' '));
}

/**
 * Installs the missing system packages on Debian as root; elsewhere says what is needed.
 * @param {{ wanted: string[][], say: (words: string) => void }} options
 * @returns {Promise<string>}
 */
export async function installSystemPackages({ wanted, say }) {
  if (process.platform !== 'linux') return 'nothing needed here';
  if (!existsSync('/usr/bin/dpkg-query') || !existsSync('/usr/bin/apt-get')) {
    return 'not Debian: what Electron needs is listed in docs/runtime.md';
  }
  const missing = missingPackages(wanted, await installedPackages());
  if (missing.length === 0) return 'up to date';
  const root = process.getuid?.() === 0;
  // Without lists apt knows no package; a container image comes without them.
  if (root && (await knownNames(missing)).some((name) => name === undefined)) {
    say('apt-get update');
    await apt(['update']);
  }
  const names = (await knownNames(missing)).map((name, at) => name ?? missing[at]?.[0] ?? '');
  if (!root) {
    throw new SetupProblem(
      `These system packages are missing: ${names.join(' ')}`,
      `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  say(`apt-get install ${names.join(' ')}`);
  await apt(['install', '-y', '--no-install-recommends', ...names]);
  return `installed ${names.length}`;
}

/** @returns {Promise<Set<string>>} */
async function installedPackages() {
  const { code, stdout, output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}\\t${Package}\\n']);
  if (code !== 0)
    throw new SetupProblem('dpkg-query could not list the installed packages.', 'See its message above.', output);
  return parseInstalled(stdout);
}

/**
 * For each package the first of its names that apt can install.
 * @param {readonly string[][]} missing
 * @returns {Promise<(string | undefined)[]>}
 */
async function knownNames(missing) {
  const { stdout } = await run('apt-cache', ['policy', ...missing.flat()], { env: { ...process.env, LC_ALL: 'C' } });
  const known = parseCandidates(stdout);
  return missing.map((names) => names.find((name) => known.has(name)));
}

/**
 * The packages that have a version to install, from what `apt-cache policy` prints.
 * @param {string} text
 * @returns {Set<string>}
 */
export function parseCandidates(text) {
  const known = new Set();
  let name = '';
  for (const line of text.split('\n')) {
    const heading = /^(\S+):$/.exec(line)?.[1];
    if (heading !== undefined) name = heading;
    if (/^\s+Candidate:\s+(?!\(none\))\S/.test(line)) known.add(name);
  }
  return known;
}

/** @param {string[]} args */
async function apt(args) {
  const { code, output } = await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    limitMs: 20 * 60_000,
  });
  if (code === 0) return;
  throw new SetupProblem(
    `apt-get ${args[0] ?? ''} failed.`,
    'See its message above; then start again.',
    output.split('\n').slice(-30).join('\n'),
  );
}
