import { problemOf } from './problems.ts';
import { ok, type Result } from '../../shared/problem.ts';
import { openConnection } from './connection.ts';
import type { ReadOrder } from './reading.ts';

/** Whoever writes meanwhile leaves something for another round, each time less. */
const ROUNDS = 5;

interface WriteBackOrder extends ReadOrder {
  /** Leaves nothing of the log: it may hold what was deleted. A log that stays is written anew from its beginning, which is quicker. */
  readonly cut: boolean;
}

/**
 * Writes the log back into the database's file while others write to it. To encrypt a thousand pages anew takes tens of
 * milliseconds, and the disk its own time, so it is done in the store's thread. A reader, as a backup is, may stand in the
 * way: the rest then waits for the next time. Gives whether it did all of it.
 */
export function writeBackLog({ cut, ...order }: WriteBackOrder): Result<boolean> {
  try {
    const connection = openConnection({ ...order, mustExist: true });
    try {
      connection.pragma('wal_autocheckpoint=0');
      // Whoever would have to be waited for is one that the next time will not meet.
      connection.pragma('busy_timeout=0');
      for (let round = 0; round < ROUNDS; round += 1) {
        connection.pragma('wal_checkpoint(PASSIVE)');
        // Only what has been written back is cut: meanwhile nobody else can write, and it must not take long.
        if (cut && connection.log().left === 0) connection.pragma('wal_checkpoint(TRUNCATE)');
        const { pages, left } = connection.log();
        if ((cut ? pages : left) === 0) return ok(true);
      }
      return ok(false);
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}
