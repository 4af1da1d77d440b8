import type { DueCheck, OpenPull, WatchedCase } from '../../../shared/case/watched-case.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { HOUR, later, type Instant } from '../../../shared/clock.ts';
import type { PullReason } from '../../../shared/contract/pulls.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from '../cases/case-rows.ts';
import type { Connection, NoParameters } from '../connection.ts';
import { createPullQueue } from './pull-queue.ts';

/** What the pulls need to know of the cases, and the queue of the pull that is under way. */
export interface Pulls {
  /**
   * Cases whose next check is at or before `now`, without those that an open pull holds already: the first so many behind
   * `last`, in the order of their next checks. Null: from the beginning.
   */
  dueCases(now: Instant, last: WatchedCase | null, most: number): WatchedCase[];
  /** Makes cases due that were asked more than an hour from now: the clock was set back since. */
  mendPlans(now: Instant): void;
  /** The earliest next check of all cases that are not in an open pull; null: none. */
  nextDueAt(): Instant | null;
  openPull(): OpenPull | null;
  /** Begins a pull of these cases in this order. At most one pull is open. */
  beginPull(reason: PullReason, caseIds: readonly number[], now: Instant): OpenPull;
  /** Puts cases into the open pull, in this order, behind those that are there for the same reason. Gives how many. */
  append(pullId: number, caseIds: readonly number[], reason: PullReason): number;
  /** Puts cases at the front of the open pull, for "check now". Gives how many. */
  putFirst(pullId: number, caseIds: readonly number[]): number;
  /**
   * The first check of the pull, or the one so many behind it, that has no answer yet and is not among `except` (calls in
   * flight); null: there is none.
   */
  nextCheck(pullId: number, except?: ReadonlySet<number>, skip?: number): DueCheck | null;
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
  readonly last_answer: AnswerKind | null;
}

export function createPulls(connection: Connection): Pulls {
  const queue = createPullQueue(connection);
  const due = connection.statement<{ now: number; from: number; most: number }, WatchedRow>(
    'pulls.due',
    `SELECT ${WATCHED_COLUMNS} FROM cases INDEXED BY cases_due
     WHERE next_check_at > @from AND next_check_at <= @now
       AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY next_check_at, id LIMIT @most`,
  );
  // Cases that were added together are due in the same moment, all of them.
  const dueWith = connection.statement<{ at: number; id: number; most: number }, WatchedRow>(
    'pulls.dueWith',
    `SELECT ${WATCHED_COLUMNS} FROM cases INDEXED BY cases_due
     WHERE next_check_at = @at AND id > @id AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY id LIMIT @most`,
  );
  const nextDue = connection.statement<NoParameters, { next_check_at: Instant }>(
    'pulls.nextDue',
    `SELECT next_check_at FROM cases INDEXED BY cases_due
     WHERE next_check_at > 0 AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY next_check_at LIMIT 1`,
  );
  const mend = connection.statement<{ now: number; ahead: number }>(
    'pulls.mend',
    `UPDATE cases INDEXED BY cases_by_asked_at SET next_check_at = @now
     WHERE archived = 0 AND asked_at > @ahead AND next_check_at > @now`,
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
  const first = connection.statement<{ pullId: number; limit: number; skip: number }, CheckRow>(
    'pulls.nextCheck',
    `SELECT checks.id, case_id, cases.receipt, checks.reason, checks.attempts, cases.archived, cases.last_answer
     FROM checks INDEXED BY checks_to_do CROSS JOIN cases ON cases.id = checks.case_id
     WHERE pull_id = @pullId AND answer IS NULL ORDER BY position LIMIT @limit OFFSET @skip`,
  );
  const finish = connection.statement<{ pullId: number; at: number }>(
    'pulls.finish',
    'UPDATE pulls SET finished_at = @at WHERE id = @pullId AND finished_at IS NULL',
  );

  function openPull(): OpenPull | null {
    return open.get({}) ?? null;
  }

  function mustBeOpen(pullId: number): OpenPull {
    const pull = openPull();
    if (pull?.id !== pullId) throw new Error('Only an open pull takes more cases');
    return pull;
  }

  return {
    dueCases(now, last, most) {
      const from = last?.nextCheckAt ?? -1;
      const rows = last === null ? [] : dueWith.all({ at: from, id: last.id, most });
      if (rows.length < most) rows.push(...due.all({ now, from, most: most - rows.length }));
      return rows.map(toWatchedCase);
    },
    mendPlans(now) {
      mend.run({ now, ahead: later(now, HOUR) });
    },
    nextDueAt: () => nextDue.get({})?.next_check_at ?? null,
    openPull,
    beginPull: (reason, caseIds, now) =>
      connection.write(() => {
        const pullId = begin.run({ reason, now }).lastId;
        const total = queue.append({ id: pullId, reason }, caseIds, reason);
        return { id: pullId, reason, startedAt: now, total, done: 0 };
      }),
    append: (pullId, caseIds, reason) =>
      connection.write(() => {
        return queue.append(mustBeOpen(pullId), caseIds, reason);
      }),
    putFirst: (pullId, caseIds) =>
      connection.write(() => {
        mustBeOpen(pullId);
        return queue.putFirst(pullId, caseIds);
      }),
    nextCheck(pullId, except = new Set(), skip = 0) {
      for (;;) {
        const row = first.all({ pullId, limit: except.size + 1, skip }).find(({ id }) => !except.has(id));
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
    },
  };
}

const toDueCheck = (row: CheckRow): DueCheck => ({
  id: row.id,
  caseId: row.case_id,
  receipt: row.receipt,
  reason: row.reason,
  attempts: row.attempts,
  lastAnswer: row.last_answer,
});
