import { existsSync, statSync } from 'node:fs';
import { done, fail, type Result } from '../../shared/problem.ts';
import { openConnection } from './connection.ts';
import { problemOf } from './problems.ts';

export interface CheckOrder {
  readonly path: string;
  readonly keyHex: string;
  readonly nativeBinding?: string | undefined;
}

/**
 * Did the program that last had this database end without closing it? Then its log is still there. To be asked before it is
 * opened, because opening takes the log in.
 */
export const endedUnclean = (path: string): boolean => existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;

/**
 * Looks for damage: the quick check first, which reads every page, and only where that finds something the full one, for
 * what it says. At 100,000 cases the quick one takes more than a second, so it is made in the store's thread, after an
 * unclean end alone; opening itself stays at milliseconds. `database_damaged`: repair it.
 */
export function checkDatabase({ path, keyHex, nativeBinding }: CheckOrder): Result<null> {
  try {
    const key = { kind: 'raw', hex: keyHex } as const;
    const connection = openConnection({ path, key, readonly: true, mustExist: true, nativeBinding });
    try {
      if (connection.pragma('quick_check(1)') === 'ok') return done;
      // An index that does not fit its table is no loss, and a repair mends it too.
      return connection.pragma('integrity_check(1)') === 'ok' ? done : fail('database_damaged');
    } finally {
      connection.close();
    }
  } catch (error) {
    const told = problemOf(error);
    return !told.ok && told.problem.kind === 'database_unreadable'
      ? fail('database_damaged', told.problem.detail === undefined ? {} : { detail: told.problem.detail })
      : told;
  }
}
