import { problemOf } from './problems.ts';
import { done, type Result } from '../../shared/problem.ts';
import { openConnection } from './connection.ts';
import type { ReadOrder } from './reading.ts';

/** Whoever writes meanwhile leaves something for another round, each time less. */
const ROUNDS = 5;

/**
 * Writes the log back into the database's file while others write to it. To encrypt a thousand pages anew takes tens of
 * milliseconds, and the disk its own time, so it is done in the store's thread. A reader, as a backup is, may stand in the
 * way: the rest then waits for the next time.
 */
export function writeBackLog(order: ReadOrder): Result<null> {
  try {
    const connection = openConnection({ ...order, mustExist: true });
    try {
      connection.pragma('wal_autocheckpoint=0');
      for (let round = 0; round < ROUNDS; round += 1) {
        connection.pragma('wal_checkpoint(PASSIVE)');
        if (connection.log().left === 0) break;
      }
      return done;
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}
