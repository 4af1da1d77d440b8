import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { syncFolderOf } from '../sync.ts';

/** Where a file is written before it takes its place: what a killed program may leave. */
export const draftOf = (path: string): string => `${path}.new`;

/**
 * Replaces a small file that only its owner may read. It is written beside and renamed over, each step on the disk before
 * the next: a crash leaves the old or the new.
 */
export function replaceFile(path: string, text: string): void {
  const fresh = draftOf(path);
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
  syncFolderOf(path);
}

/** Moves a file that cannot be used aside, under a name that no other has: it is never overwritten, by a power cut neither. */
export function moveAside(path: string): void {
  const wanted = `${path}.damaged`;
  let name = wanted;
  for (let turn = 2; existsSync(name); turn += 1) name = `${wanted}-${turn}`;
  renameSync(path, name);
  syncFolderOf(path);
}
