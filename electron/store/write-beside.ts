import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** What stands beside the file while it is written. */
export const draftOf = (target: string): string => `${target}.draft`;

/**
 * Writes a file whole or not at all: one of that name is replaced when all is on the disk, and not before. `put` takes it
 * portion by portion. Throws as `fs` does. A thread that is ended meanwhile leaves its draft, which is for its master to clear.
 */
export function writeBeside<Value>(target: string, write: (put: (text: string) => void) => Value): Value {
  const draft = draftOf(target);
  try {
    const file = openSync(draft, 'w', 0o600);
    let outcome: Value;
    try {
      outcome = write((text) => writeSync(file, text));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
    return outcome;
  } finally {
    rmSync(draft, { force: true });
  }
}
