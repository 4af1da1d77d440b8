import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { syncFile, syncFolderOf } from '../sync.ts';

/** The files that SQLite keeps beside a database, and the database itself last. */
export const filesOf = (path: string): readonly string[] => [`${path}-wal`, `${path}-shm`, `${path}-journal`, path];

/** Gives a finished draft its name, in place of what has it. When this returns both are on the disk. */
export function publish(draft: string, path: string): void {
  syncFile(draft);
  renameSync(draft, path);
  syncFolderOf(path);
}

/** Makes a folder for its owner alone, whose name is on the disk before anything is put into it. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  syncFolderOf(path);
}

/** Writes a small file so that it is there whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.draft`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    publish(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a database that nobody wants, with what lies beside it. */
export function removeDatabase(path: string): void {
  for (const file of filesOf(path)) rmSync(file, { force: true });
}
