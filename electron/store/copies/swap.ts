import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { filesOf, makeFolder, removeDatabase, writeWhole } from '../disk.ts';
import { syncFile, syncFolderOf } from '../../sync.ts';

/** Where the file that is to take a database's place is built and checked: beside it, on the same disk. */
export const nextPath = (path: string): string => `${path}.next`;

const notePath = (path: string): string => `${path}.swap`;

const noteSchema = z.object({ keepIn: z.string().nullable() });

/**
 * Puts the checked file at `nextPath` in the place of a database that nobody has open. The old one goes, with its `-wal`
 * and `-shm`, which must never meet the new one: into the folder `keepIn`, or (null) away. Killed at any moment, what is
 * opened next is the old database or the new one whole: once the note is written the swap will be finished
 * (`finishSwap`), and until then nothing was touched. `at` hears of each step: a test kills the process there.
 */
export function swapIn(path: string, keepIn: string | null, at: (step: SwapStep) => void = () => undefined): void {
  syncFile(nextPath(path));
  at('ready');
  writeWhole(notePath(path), JSON.stringify({ keepIn }));
  at('noted');
  goThrough(path, keepIn, at);
}

/** The moments between which a swap can be cut off. */
export const SWAP_STEPS = [
  'ready',
  'noted',
  'log_gone',
  'index_gone',
  'journal_gone',
  'old_gone',
  'placed',
  'done',
] as const;
export type SwapStep = (typeof SWAP_STEPS)[number];

/**
 * Finishes the swap that an ended program had begun, or clears away one that it had not yet begun. To be called before
 * a database is opened.
 */
export function finishSwap(path: string): void {
  if (existsSync(notePath(path))) {
    const { keepIn } = noteSchema.parse(JSON.parse(readFileSync(notePath(path), 'utf8')));
    goThrough(path, keepIn, () => undefined);
  } else {
    removeDatabase(nextPath(path));
    removeDatabase(`${nextPath(path)}.draft`);
    rmSync(`${notePath(path)}.draft`, { force: true });
  }
}

/** While the new file has not its place, whatever has the database's name is the old one. */
function goThrough(path: string, keepIn: string | null, at: (step: SwapStep) => void): void {
  if (existsSync(nextPath(path))) {
    if (keepIn !== null) makeFolder(keepIn);
    const gone = ['log_gone', 'index_gone', 'journal_gone', 'old_gone'] as const;
    for (const [index, file] of filesOf(path).entries()) {
      if (keepIn === null) rmSync(file, { force: true });
      else if (existsSync(file)) renameSync(file, join(keepIn, basename(file)));
      at(gone[index] ?? 'old_gone');
    }
    if (keepIn !== null) syncFolderOf(join(keepIn, 'any'));
    // A power cut may not bring the old log back beside the new file.
    syncFolderOf(path);
    renameSync(nextPath(path), path);
    syncFolderOf(path);
    at('placed');
  }
  rmSync(notePath(path), { force: true });
  syncFolderOf(path);
  at('done');
}
