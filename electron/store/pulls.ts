import type { DueCheck, OpenPull, WatchedCase } from '../../shared/case/watched-case.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { Instant } from '../../shared/clock.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from './case-rows.ts';
import type { Connection, NoParameters } from './connection.ts';
import { createPullQueue } from './pull-queue.ts';

/** What the pulls need to know of the cases, and the queue of the pull that is under way. */
export interface Pulls {
  /** Cases whose next check is at or before `now`, without those that an open pull holds already. */
  dueCases(now: Instant): WatchedCase[];
  /** The earliest next check of all cases that are not in an open pull; null: none. */
  nextDueAt(): Instant | null;
  openPull(): OpenPull | null;
  /** Begins a pull of these cases in this order. At most one pull is open. */
  beginPull(reason: PullReason, caseIds: readonly number[], now: Instant): OpenPull;
  /** Puts cases at the front of the open pull, for "check now". Gives how many. */
  putFirst(pullId: number, caseIds: readonly number[]): number;
  /** The first check of the pull that has no answer yet and is not among `except` (calls in flight); null: there is none. */
  nextCheck(pullId: number, except?: ReadonlySet<number>): DueCheck | null;
  /** Sends a check behind its like, with one attempt more: a `check_now` behind the others, and before the schedule. */
  postpone(checkId: number): void;
  /** Ends a pull. What it had not asked yet is let go: those cases are due again. */
  finishPull(pullId: number, at: Instant): void;
}

interface CheckRow {
  readonly id: number;
  readonly case_id: number;
  readonly receipt: ReceiptNumber;
  readonly reason: PullReason;
  readonly attempts: number;
  readonly archived: number;
}

export function createPulls(connection: Connection): Pulls {
  const queue = createPullQueue(connection);
  const due = connection.statement<{ now: number }, WatchedRow>(
    'pulls.due',
    `SELECT ${WATCHED_COLUMNS} FROM cases INDEXED BY cases_due
     WHERE next_check_at <= @now AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY next_check_at, id`,
  );
  const nextDue = connection.statement<NoParameters, { next_check_at: Instant }>(
    'pulls.nextDue',
    `SELECT next_check_at FROM cases INDEXED BY cases_due
     WHERE next_check_at > 0 AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY next_check_at LIMIT 1`,
  );
  const open = connection.statement<NoParameters, OpenPull>(
    'pulls.open',
    `SELECT id, reason, started_at AS startedAt, total, done FROM pulls INDEXED BY one_open_pull
     WHERE finished_at IS NULL`,
  );
  const begin = connection.statement<{ reason: PullReason; now: number }>(
    'pulls.begin',
    'INSERT INTO pulls (reason, started_at) VALUES (@reason, @now)',
  );
  const first = connection.statement<{ pullId: number; limit: number }, CheckRow>(
    'pulls.nextCheck',
    `SELECT checks.id, case_id, cases.receipt, checks.reason, checks.attempts, cases.archived
     FROM checks INDEXED BY checks_to_do CROSS JOIN cases ON cases.id = checks.case_id
     WHERE pull_id = @pullId AND answer IS NULL ORDER BY position LIMIT @limit`,
  );
  const finish = connection.statement<{ pullId: number; at: number }>(
    'pulls.finish',
    'UPDATE pulls SET finished_at = @at WHERE id = @pullId AND finished_at IS NULL',
  );

  function openPull(): OpenPull | null {
    return open.get({}) ?? null;
  }

  return {
    dueCases: (now) => due.all({ now }).map(toWatchedCase),
    nextDueAt: () => nextDue.get({})?.next_check_at ?? null,
    openPull,
    beginPull: (reason, caseIds, now) =>
      connection.write(() => {
        const pullId = begin.run({ reason, now }).lastId;
        const total = queue.append(pullId, caseIds, reason);
        return { id: pullId, reason, startedAt: now, total, done: 0 };
      }),
    putFirst: (pullId, caseIds) =>
      connection.write(() => {
        if (openPull()?.id !== pullId) throw new Error('Only an open pull takes more cases');
        return queue.putFirst(pullId, caseIds);
      }),
    nextCheck(pullId, except = new Set()) {
      for (;;) {
        const row = first.all({ pullId, limit: except.size + 1 }).find(({ id }) => !except.has(id));
        if (row === undefined) return null;
        // Archived after the pull began: never asked again by itself.
        if (row.archived === 0 || row.reason === 'check_now') return toDueCheck(row);
        connection.write(() => {
          queue.letGo(row.id);
        });
      }
    },
    postpone(checkId) {
      queue.postpone(checkId);
    },
    finishPull(pullId, at) {
      connection.write(() => {
        queue.letGoAll(pullId);
        finish.run({ pullId, at });
      });
      connection.pragma('wal_checkpoint(PASSIVE)');
    },
  };
}

const toDueCheck = (row: CheckRow): DueCheck => ({
  id: row.id,
  caseId: row.case_id,
  receipt: row.receipt,
  reason: row.reason,
  attempts: row.attempts,
});
