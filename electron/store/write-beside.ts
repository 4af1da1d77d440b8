import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { publish } from './disk.ts';

/** What stands beside the file while it is written. */
export const draftOf = (target: string): string => `${target}.draft`;

/**
 * Writes a file whole or not at all: one of that name is replaced when all is on the disk, and not before. `put` takes it
 * portion by portion. Throws as `fs` does. A thread that is ended meanwhile leaves its draft, which is for its master to clear.
 */
export function writeBeside<Value>(target: string, write: (put: (part: string | Uint8Array) => void) => Value): Value {
  const draft = draftOf(target);
  try {
    const file = openSync(draft, 'w', 0o600);
    let outcome: Value;
    try {
      // Goes on until all is written: a single write may end in the middle where the disk is full, and calls that no failure.
      outcome = write((part) => writeFileSync(file, part));
    } finally {
      closeSync(file);
    }
    publish(draft, target);
    return outcome;
  } finally {
    rmSync(draft, { force: true });
  }
}
