import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Waits until a file's content is on the disk, so that no name can ever stand before its content. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/**
 * Waits until the names in a file's folder are on the disk: what was made, renamed or removed there. Until then a power cut may
 * leave any of them undone, also an earlier one where a later one is done. Windows keeps names by itself and opens no folder, and
 * the drives of some networks know no such wait: there it is not for us to have.
 */
export function syncFolderOf(path: string): void {
  if (process.platform === 'win32') return;
  try {
    sync(dirname(path), 'r');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && UNKNOWN_THERE.has(error.code))) throw error;
  }
}

const UNKNOWN_THERE: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP']);

function sync(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
