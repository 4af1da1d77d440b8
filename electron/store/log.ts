import { open } from 'node:fs/promises';
import type Sqlite from 'better-sqlite3';
import type { Milliseconds } from '../../shared/clock.ts';
import { syncFile } from '../sync.ts';

/**
 * Writes a log back into its file, elsewhere, and with `cut` leaves nothing of it. False: a reader stood in the way of some of
 * it, or it failed. Never rejects.
 */
export type WriteBack = (cut: boolean) => Promise<boolean>;

export const BUSY_TIMEOUT: Milliseconds = 5000;
/** After so many transactions it is looked how long the log is, and from so many pages on it is to be written back. */
const LOOK_EVERY = 32;
const LONG_LOG = 2000;
/**
 * From so many pages on bulk work waits until the log is written back. Before, nobody writes it back: while a file is brought to
 * the disk, whoever writes to it waits for tens of milliseconds. 10,000 new cases stay below.
 */
const LOG_OF_BULK = 28_000;
/** A log of 128 MiB is written back by the connection itself: nobody else has done it. */
const LONGEST_LOG = 32_768;

/** How long a log is, and how much of it is not written back yet, in pages. */
export interface LogLength {
  readonly pages: number;
  readonly left: number;
}

/** A database's write-ahead log: when it is on the disk, and when it is written back. */
export interface Log {
  length(): LogLength;
  /** A single transaction was written. Every now and then the log is long, and is to be written back. */
  wrote(): void;
  /** Something was written without waiting for the disk. */
  wroteAhead(): void;
  /** Resolves when all that was written ahead by now is on the disk. Nobody is held up, and who asks meanwhile waits for the next round. */
  reachDisk(): Promise<void>;
  /** The same in place. Gives when it is there. */
  sync(): void;
  /** Resolves when the log is short enough for bulk work to go on, which would make it longer and longer. */
  hasRoom(): Promise<void>;
  /** See `Connection.cutLog`. */
  cut(): Promise<void>;
}

/** `writeBack` undefined: SQLite writes the log back itself, every 1,000 pages. */
export function createLog(db: Sqlite.Database, writeBack: WriteBack | undefined): Log {
  if (writeBack !== undefined) db.pragma(`wal_autocheckpoint=${LONGEST_LOG}`);
  const path = `${db.name}-wal`;
  let written = 0;
  /** Something is written ahead, and no round has begun since. */
  let ahead = false;
  let round: Promise<void> | null = null;

  const length = (): LogLength => {
    const [found] = db.pragma('wal_checkpoint(NOOP)') as { readonly log: number; readonly checkpointed: number }[];
    return found === undefined ? { pages: 0, left: 0 } : { pages: found.log, left: found.log - found.checkpointed };
  };

  /**
   * SQLite can only wait with a transaction; a file is brought to the disk whoever wrote to it. Its locks are on other files
   * than the log, so that closing it here lets go of none. A database that was closed meanwhile has no log any more.
   */
  const bring = async (): Promise<void> => {
    ahead = false;
    try {
      const log = await open(path, 'r+');
      try {
        await log.datasync();
      } finally {
        await log.close();
      }
    } catch (error) {
      if (!db.open) return;
      ahead = true;
      throw error;
    }
  };

  const reachDisk = (): Promise<void> => {
    if (round !== null) return ahead ? round.then(reachDisk, reachDisk) : round;
    if (!ahead) return Promise.resolve();
    round = bring().finally(() => {
      round = null;
    });
    return round;
  };

  return {
    length,
    wrote() {
      written += 1;
      if (writeBack !== undefined && written % LOOK_EVERY === 0 && length().pages >= LONG_LOG) void writeBack(false);
    },
    wroteAhead() {
      ahead = true;
    },
    reachDisk,
    sync() {
      syncFile(path);
      ahead = false;
    },
    async hasRoom() {
      if (writeBack !== undefined && length().pages >= LOG_OF_BULK) await writeBack(false);
    },
    async cut() {
      if ((await writeBack?.(true)) === true) return;
      db.pragma('busy_timeout=0');
      try {
        db.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        db.pragma(`busy_timeout=${BUSY_TIMEOUT}`);
      }
    },
  };
}
