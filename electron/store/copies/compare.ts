import { existsSync } from 'node:fs';
import type { NewerHere } from '../../../shared/contract/backups.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection } from '../connection.ts';
import { newerThan } from './facts.ts';
import { problemOf } from '../problems.ts';

export interface CompareOrder {
  readonly path: string;
  readonly backup: string;
  readonly keyHex: string;
  /** The backup's own key, where the database's was changed since. */
  readonly backupKeyHex?: string | undefined;
  readonly nativeBinding?: string | undefined;
}

/** What a database has that a backup of it has not. Neither is altered. */
export function compareWithBackup({
  path,
  backup,
  keyHex,
  backupKeyHex,
  nativeBinding,
}: CompareOrder): Result<NewerHere> {
  if (!existsSync(path) || !existsSync(backup)) return fail('database_missing');
  try {
    const key = { kind: 'raw', hex: keyHex } as const;
    const connection = openConnection({ path, key, readonly: true, mustExist: true, nativeBinding });
    try {
      connection.attach(backup, 'other', { kind: 'raw', hex: backupKeyHex ?? keyHex });
      return ok(newerThan(connection));
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}
