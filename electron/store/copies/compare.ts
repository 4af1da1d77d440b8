import { existsSync } from 'node:fs';
import type { Counts } from '../../../shared/contract/backups.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection } from '../connection.ts';
import { newerThan } from './facts.ts';
import { problemOf } from '../problems.ts';

export interface CompareOrder {
  readonly path: string;
  readonly backup: string;
  /** Both have the workspace's key. */
  readonly keyHex: string;
  readonly nativeBinding?: string | undefined;
}

/** What a database has that a backup of it has not. Neither is altered. */
export function compareWithBackup({ path, backup, keyHex, nativeBinding }: CompareOrder): Result<Counts> {
  if (!existsSync(path) || !existsSync(backup)) return fail('database_missing');
  try {
    const key = { kind: 'raw', hex: keyHex } as const;
    const connection = openConnection({ path, key, readonly: true, mustExist: true, nativeBinding });
    try {
      connection.attach(backup, 'other', key);
      return ok(newerThan(connection));
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}
