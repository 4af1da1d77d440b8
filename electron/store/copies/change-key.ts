import { existsSync, rmSync } from 'node:fs';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type DatabaseKey } from '../connection.ts';
import { inWorker, type StoreWorker } from '../in-worker.ts';
import { isDamage, problemOf } from '../problems.ts';
import { openPages } from '../repair/pages.ts';
import { finishSwap, nextPath, swapIn, type SwapStep } from './swap.ts';
import type { Tell } from '../types.ts';

/**
 * The first of these keys (64 hexadecimal digits each) that is the database's. It is only looked at, once what an ended program
 * had begun with its file is finished. A file that is damaged where it begins does not open with its key either, and needs it to
 * be repaired: there any page tells, with the `salt` that is kept elsewhere where the file's own is lost.
 * `database_unreadable`: none fits.
 */
export function keyThatFits(
  path: string,
  keys: readonly string[],
  nativeBinding: string | undefined,
  salt: string | null = null,
): Result<string> {
  try {
    finishSwap(path);
    if (!existsSync(path)) return fail('database_missing');
    const salts = salt === null ? [] : [Buffer.from(salt, 'hex')];
    const found =
      keys.find((hex) => fits(path, { kind: 'raw', hex }, nativeBinding)) ??
      keys.find((hex) => reads(path, hex, salts));
    return found === undefined ? fail('database_unreadable', { detail: 'No key that is known opens it.' }) : ok(found);
  } catch (error) {
    return problemOf(error);
  }
}

function fits(path: string, key: DatabaseKey, nativeBinding: string | undefined): boolean {
  try {
    openConnection({ path, key, readonly: true, mustExist: true, nativeBinding }).close();
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** Does any page of a file stand the test that only its own key passes? */
function reads(path: string, keyHex: string, salts: readonly Buffer[]): boolean {
  const pages = openPages(path, keyHex, salts);
  pages?.close();
  return pages !== null;
}

interface KeyChange {
  readonly path: string;
  readonly keyHex: string;
  readonly nextHex: string;
}

/**
 * Encrypts a database that nobody has open with another key: a checked copy beside it first, in the worker, which then
 * takes its place. Killed at any moment, the database opens with the one key or with the other. `at`: see `swapIn`.
 */
export async function encryptAnew(
  worker: StoreWorker,
  { path, keyHex, nextHex }: KeyChange,
  onProgress: Tell,
  at: (step: SwapStep) => void,
): Promise<Result<null>> {
  const order = {
    source: path,
    sourceKey: { kind: 'raw', hex: keyHex },
    target: nextPath(path),
    targetKey: { kind: 'raw', hex: nextHex },
    nativeBinding: worker.nativeBinding,
  } as const;
  const outcome = await inWorker(worker, 'copy', order, { onProgress });
  const copied = outcome ?? fail('unexpected', { detail: 'Nobody cancelled the copying.' });
  if (!copied.ok) return copied;
  try {
    swapIn(path, null, at);
    return done;
  } catch (error) {
    return problemOf(error);
  }
}

/** Clears away what a key change that was cut off had drafted. */
export function removeDrafts(path: string): void {
  for (const draft of [`${nextPath(path)}.draft`, `${nextPath(path)}.draft-journal`, `${path}.swap.draft`]) {
    rmSync(draft, { force: true });
  }
}
