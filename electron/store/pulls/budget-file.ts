import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DAY, type CivilDate, type Instant } from '../../../shared/clock.ts';
import { BUDGET_SCHEMA, createCounts, type CallTime, type Counts, type DayCount } from './budget.ts';
import { openConnection, type Connection } from '../connection.ts';
import { isDamage, mayPass } from '../problems.ts';
import { syncFolderOf } from '../../sync.ts';

/** Marks the file as ours in its header: `CHBB`. */
const APPLICATION_ID = 0x43484242;
const VERSION = 1;

interface BudgetFileParts {
  /** The file that every workspace of this computer counts in. Its folder must be there. */
  readonly path: string;
  readonly nativeBinding?: string | undefined;
  /** Hears of a file that was damaged, and where it is kept. */
  readonly damaged: (kept: string) => void;
}

/**
 * How many calls each of the office's keys used on each day, whichever workspace made them: two may share a key, and together
 * they must not overspend. Not encrypted: it holds fingerprints of keys, days and counts. It is opened when it is first
 * needed. What the disk refuses is thrown (`mayPass`), so that no call is made uncounted.
 */
export interface BudgetFile {
  /** Where the file cannot be read nothing is known; `reserve` will throw what is in the way before a call is made. */
  count(key: string, time: CallTime): DayCount;
  /** Not on the disk before `reachDisk` resolves, or `sync` returns. */
  reserve(key: string, time: CallTime, allowed: number): boolean;
  reachDisk(): Promise<void>;
  sync(): void;
  tell(key: string, until: Instant | null, time: CallTime): void;
  /** Adds calls that were counted elsewhere before. */
  add(key: string, day: CivilDate, used: number, time: CallTime): void;
  close(): void;
}

const NOTHING_KNOWN: DayCount = { used: 0, spentUntil: null, lost: false };

/** Another program's file, or a newer program's: of no use to us, and not ours to write into. */
class NotOurs extends Error {}

export function createBudgetFile(parts: BudgetFileParts): BudgetFile {
  const { path } = parts;
  let open: { readonly connection: Connection; readonly counts: Counts } | null = null;

  const opened = (time: CallTime): Counts => {
    if (open !== null) return open.counts;
    const connection = connect(path, parts.nativeBinding);
    try {
      const counts = createCounts(connection);
      if (prepare(connection) && keptSince(path, time.now)) counts.lose([time.first, time.last]);
      open = { connection, counts };
      return counts;
    } catch (error) {
      connection.close();
      throw error;
    }
  };

  const close = (): void => {
    open?.connection.close();
    open = null;
  };

  /** A damaged file is kept aside, and a new one begun, in which the days of now count as lost. */
  const use = <Value>(time: CallTime, work: (counts: Counts) => Value): Value => {
    try {
      return work(opened(time));
    } catch (error) {
      if (!isDamage(error) && !(error instanceof NotOurs)) throw error;
      close();
      parts.damaged(keepAside(path, time.now));
      return work(opened(time));
    }
  };

  return {
    count(key, time) {
      try {
        return use(time, (counts) => counts.count(key, time));
      } catch (error) {
        if (!mayPass(error)) throw error;
        return NOTHING_KNOWN;
      }
    },
    reserve: (key, time, allowed) => use(time, (counts) => counts.reserve(key, time, allowed)),
    reachDisk: async () => open?.connection.reachDisk(),
    sync: () => open?.connection.syncLog(),
    tell(key, until, time) {
      use(time, (counts) => {
        counts.tell(key, until);
      });
    },
    add(key, day, used, time) {
      use(time, (counts) => {
        counts.add(key, day, used);
      });
    },
    close,
  };
}

const connect = (path: string, nativeBinding: string | undefined): Connection =>
  openConnection({ path, key: null, mustExist: false, nativeBinding });

/** True: the file is new. */
function prepare(connection: Connection): boolean {
  const version = connection.pragma('user_version');
  const owner = connection.pragma('application_id');
  const isNew = version === 0 && owner === 0;
  if (!isNew && (owner !== APPLICATION_ID || version !== VERSION))
    throw new NotOurs(`${String(owner)}, ${String(version)}`);
  connection.pragma('journal_mode=WAL');
  connection.pragma('synchronous=FULL');
  if (!isNew) {
    if (connection.pragma('quick_check') !== 'ok') throw new NotOurs('its pages do not fit');
    return false;
  }
  connection.write(() => {
    connection.exec(BUDGET_SCHEMA);
    connection.pragma(`application_id=${APPLICATION_ID}`);
    connection.pragma(`user_version=${VERSION}`);
  });
  return true;
}

const keptName = (path: string, now: Instant): string =>
  join(dirname(path), `${basename(path, '.db')}.damaged-${now}.db`);

/** Moves a file aside, its log before it, each on the disk before the next: a new file must never find the log of another one. */
function keepAside(path: string, now: Instant): string {
  const kept = keptName(path, now);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
  rmSync(`${path}-shm`, { force: true });
  syncFolderOf(path);
  renameSync(path, kept);
  syncFolderOf(path);
  return kept;
}

/**
 * Was a file kept aside within a day? Looked for in the folder, so that a program which was killed before it could write that
 * its count is lost finds out at its next start.
 */
function keptSince(path: string, now: Instant): boolean {
  const start = `${basename(path, '.db')}.damaged-`;
  return readdirSync(dirname(path)).some((name) => {
    const at = name.startsWith(start) && name.endsWith('.db') ? Number(name.slice(start.length, -'.db'.length)) : NaN;
    return Math.abs(now - at) < DAY;
  });
}
