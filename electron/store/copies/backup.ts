import { fail, type Result } from '../../../shared/problem.ts';
import type { DatabaseKey } from '../connection.ts';
import type { CopyOrder } from './copy.ts';
import { inWorker, type StoreWorker } from '../in-worker.ts';

/**
 * Writes an encrypted copy of a database that its passphrase opens anywhere (SQLCipher 4), while the database is in use. The
 * copy is read through before it appears under its name; an older file of that name is replaced then, and not before.
 */
export const writeBackup = (
  worker: StoreWorker,
  backup: { readonly path: string; readonly keyHex: string; readonly target: string; readonly passphrase: string },
): Promise<Result<null>> =>
  copyInWorker(worker, {
    source: backup.path,
    sourceKey: { kind: 'raw', hex: backup.keyHex },
    target: backup.target,
    targetKey: { kind: 'passphrase', text: backup.passphrase },
    nativeBinding: worker.nativeBinding,
  });

/**
 * Makes a database with a new key of a backup, which is not altered. `database_unreadable`: another key, or a
 * damaged file. `database_newer`: a newer program wrote it.
 */
export const readBackup = (
  worker: StoreWorker,
  backup: { readonly source: string; readonly opens: DatabaseKey; readonly path: string; readonly keyHex: string },
): Promise<Result<null>> =>
  copyInWorker(worker, {
    source: backup.source,
    sourceKey: backup.opens,
    target: backup.path,
    targetKey: { kind: 'raw', hex: backup.keyHex },
    nativeBinding: worker.nativeBinding,
  });

/** Copying blocks for as long as it takes, so it has a thread of its own. */
const copyInWorker = async (worker: StoreWorker, order: CopyOrder): Promise<Result<null>> =>
  (await inWorker(worker, 'copy', order)) ?? fail('unexpected', { detail: 'Nobody cancelled the copying.' });
