// Starts the application folder named on the command line, as Electron's own default application does. It lies in
// resources/app of the registry copy of Electron, which carries no default application (docs/runtime.md).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
/** Two of its methods are Electron's own, for loaders like this one, and stand in no documentation. */
const loaded =
  /** @type {import('electron').App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (app);

/**
 * The modules to load first (`-r file`: Playwright sends one) and the application's folder: the first argument that
 * is not a switch.
 * @param {readonly string[]} args
 * @returns {{ preload: string[], folder: string | undefined }}
 */
function readArguments(args) {
  const preload = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument === '-r' || argument === '--require') {
      at += 1;
      preload.push(args[at] ?? '');
    } else if (!argument.startsWith('-')) {
      return { preload, folder: argument };
    }
  }
  return { preload, folder: undefined };
}

const { preload, folder } = readArguments(process.argv.slice(1));
if (folder === undefined) {
  process.stderr.write('Name the folder of the application to start.\n');
  loaded.exit(2);
} else {
  const home = resolve(folder);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  loaded.setName(manifest.productName ?? manifest.name);
  loaded.setVersion(manifest.version);
  loaded.setAppPath(home);
  for (const file of preload) require(file);
  // Awaited, so that Electron holds back `ready` until the application has said what it must say before it.
  await import(pathToFileURL(join(home, manifest.main)).href);
}
