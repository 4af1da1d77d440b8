import { fail, type Result } from '../../shared/problem.ts';
import { sqliteCode } from './connection.ts';

const DAMAGE = /^SQLITE_(NOTADB|CORRUPT)/;
/** SQLite's word for it, and the systems'. */
const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);
const DISK = /^SQLITE_(IOERR|CANTOPEN|FULL|READONLY|BUSY|LOCKED|PERM)/;

/**
 * What a failing database or disk means to a person; only the code is told, because messages hold paths. SQLCipher cannot
 * tell a wrong key from a damaged first page. Anything else is a mistake of ours, and thrown.
 */
export function problemOf(error: unknown): Result<never> {
  const code = sqliteCode(error);
  if (code !== null && DAMAGE.test(code)) return fail('database_unreadable', { detail: code });
  if (code !== null && DISK.test(code)) return diskProblem(code);
  if (code === null && error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return diskProblem(error.code);
  }
  throw error;
}

const diskProblem = (code: string): Result<never> =>
  fail(FULL.has(code) ? 'disk_full' : 'file_failed', { detail: code });

/** Is it the disk or another program that keeps the database from being written, so that it may go well later? */
export function mayPass(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === null ? error instanceof Error && 'syscall' in error : DISK.test(code);
}

/** Can what stands in the file not be trusted? */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && DAMAGE.test(code);
}
