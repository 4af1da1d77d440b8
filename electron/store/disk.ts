import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The files that SQLite keeps beside a database, and the database itself last. */
export const filesOf = (path: string): readonly string[] => [`${path}-wal`, `${path}-shm`, `${path}-journal`, path];

/** Waits until a file's content is on the disk, so that no name can ever stand before its content. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Waits until the names in a file's folder are on the disk. Windows keeps names by itself and opens no folder. */
export function syncFolderOf(path: string): void {
  if (process.platform !== 'win32') sync(dirname(path), 'r');
}

function sync(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives a finished draft its name, in place of what has it. When this returns both are on the disk. */
export function publish(draft: string, path: string): void {
  syncFile(draft);
  renameSync(draft, path);
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
