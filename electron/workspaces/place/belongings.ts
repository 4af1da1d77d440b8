import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What belongs to a workspace and goes where it goes: the database with its log and what a swap has beside it, backups, the
 * recovery slot, damaged files that are kept. Its own file and its secrets stay on the computer; what else a person put
 * into the folder is not ours to carry, and still less to delete.
 */
const BELONGINGS =
  /^(cases\.db(-.+|\..+)?|backups|recovery\.json.*|recovery\.damaged.*|damaged-.+|earlier-keys\.json.*)$/;

/** The names of what belongs to a workspace in a folder; none where there is no such folder. */
export const belongingsIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => BELONGINGS.test(name)) : [];

/** Their size in bytes. */
export const bytesOf = (folder: string): number =>
  belongingsIn(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Removes what belongs to a workspace from a folder, and the folder where nothing is left in it. */
export function removeBelongings(folder: string): void {
  for (const name of belongingsIn(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
