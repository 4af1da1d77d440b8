import { ok, type Result } from '../../shared/problem.ts';
import { openConnection, type Connection, type DatabaseKey } from './connection.ts';
import { problemOf } from './problems.ts';

/** A database for the store's thread to read, while the main thread writes to it. */
export interface ReadOrder {
  readonly path: string;
  readonly key: DatabaseKey;
  readonly nativeBinding?: string | undefined;
}

/** Reads a database as it is at this moment: what is written meanwhile is not seen. A file that fails is a problem. */
export function reading<Value>(order: ReadOrder, read: (connection: Connection) => Value): Result<Value> {
  try {
    const connection = openConnection({ ...order, readonly: true, mustExist: true });
    try {
      connection.exec('BEGIN');
      return ok(read(connection));
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}
