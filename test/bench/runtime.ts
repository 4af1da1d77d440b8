import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readRuntime } from '../../electron/desktop/runtime.ts';

export const root = resolve(import.meta.dirname, '../..');

/** The Electron that the set-up found. */
export function executable(): string {
  return (JSON.parse(readFileSync(join(root, 'out/runtime.json'), 'utf8')) as { executable: string }).executable;
}

/** The database's native part for that Electron; undefined: the one in its package fits. */
export const sqliteBinding = (): string | undefined =>
  readRuntime(join(dirname(executable()), 'resources'), '', '').sqliteBinding;

/** The switches that both the application and the bare window start with. */
export const SWITCHES: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--lang=en-US',
  '--log-level=3',
];
