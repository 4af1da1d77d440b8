import type { PullReason } from '../../../shared/contract/pulls.ts';
import type { Connection } from '../connection.ts';

/**
 * What is asked for is put this far before the rest, which begins at 0: so there is room behind it for what fails and is
 * to be asked again, still before the schedule. A schedule whose budget is spent would hold it up until midnight.
 */
const ROOM = 2 ** 40;

/** The checks of a pull that wait for their turn. Every function works inside the caller's transaction. */
interface PullQueue {
  /** Puts cases behind those that are there for the same reason, in this order. Gives how many. */
  append(
    pull: { readonly id: number; readonly reason: PullReason },
    caseIds: readonly number[],
    reason: PullReason,
  ): number;
  /** Puts cases at the front, in this order; those that wait already move there. Gives how many. */
  putFirst(pullId: number, caseIds: readonly number[]): number;
  /** Sends a check behind its like, with one attempt more: what was asked for stays before the schedule. */
  postpone(checkId: number): void;
  /** Takes a check out that was never asked. */
  letGo(checkId: number): void;
  /** Takes out every check of a pull that was never asked. */
  letGoAll(pullId: number): void;
}

interface Insertion {
  readonly pullId: number;
  readonly ids: string;
  readonly from: number;
  readonly reason: PullReason;
}

export function createPullQueue(connection: Connection): PullQueue {
  const insert = connection.statement<Insertion>(
    'queue.insert',
    `INSERT INTO checks (pull_id, case_id, position, reason)
     SELECT @pullId, cases.id, @from + wanted.key, @reason
     FROM json_each(@ids) AS wanted CROSS JOIN cases ON cases.id = wanted.value WHERE cases.deleted_at IS NULL
     ON CONFLICT (case_id) WHERE answer IS NULL
     DO UPDATE SET position = excluded.position, reason = excluded.reason WHERE excluded.reason = 'check_now'`,
  );
  const wait = connection.statement<{ ids: string }>(
    'queue.wait',
    'UPDATE cases SET waiting = 1 WHERE waiting = 0 AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(@ids))',
  );
  const grow = connection.statement<{ pullId: number; by: number }>(
    'queue.grow',
    'UPDATE pulls SET total = total + @by WHERE id = @pullId',
  );
  const front = connection.statement<{ pullId: number }, { position: number }>(
    'queue.front',
    `SELECT position FROM checks INDEXED BY checks_to_do WHERE pull_id = @pullId AND answer IS NULL
     ORDER BY position LIMIT 1`,
  );
  const back = connection.statement<{ pullId: number; before: number }, { position: number }>(
    'queue.back',
    `SELECT position FROM checks INDEXED BY checks_to_do WHERE pull_id = @pullId AND answer IS NULL
     AND position < @before ORDER BY position DESC LIMIT 1`,
  );
  const postpone = connection.statement<{ checkId: number }>(
    'queue.postpone',
    `UPDATE checks SET attempts = attempts + 1, position = 1 + (
       SELECT max(last.position) FROM checks AS last WHERE last.pull_id = checks.pull_id AND last.answer IS NULL
         AND last.position < iif(checks.position < 0, 0, 9223372036854775807)
     ) WHERE id = @checkId AND answer IS NULL`,
  );
  const release = connection.statement<{ checkId: number }>(
    'queue.release',
    'UPDATE cases SET waiting = 0 WHERE id = (SELECT case_id FROM checks WHERE id = @checkId AND answer IS NULL)',
  );
  const shrink = connection.statement<{ checkId: number }>(
    'queue.shrink',
    `UPDATE pulls SET total = total - 1
     WHERE id = (SELECT pull_id FROM checks WHERE id = @checkId AND answer IS NULL)`,
  );
  const remove = connection.statement<{ checkId: number }>(
    'queue.remove',
    'DELETE FROM checks WHERE id = @checkId AND answer IS NULL',
  );
  const releaseAll = connection.statement<{ pullId: number }>(
    'queue.releaseAll',
    `UPDATE cases SET waiting = 0
     WHERE id IN (SELECT case_id FROM checks INDEXED BY checks_to_do WHERE pull_id = @pullId AND answer IS NULL)`,
  );
  const removeAll = connection.statement<{ pullId: number }>(
    'queue.removeAll',
    'DELETE FROM checks WHERE pull_id = @pullId AND answer IS NULL',
  );

  /** Only cases that did not wait before make a pull longer. */
  function enqueue(insertion: Insertion): number {
    const queued = insert.run(insertion).changes;
    const added = wait.run({ ids: insertion.ids }).changes;
    grow.run({ pullId: insertion.pullId, by: added });
    return queued;
  }

  return {
    append(pull, caseIds, reason) {
      const isFirst = reason === 'check_now' && pull.reason === 'schedule';
      const last = back.get({ pullId: pull.id, before: isFirst ? 0 : Number.MAX_SAFE_INTEGER })?.position;
      const from = Math.max((last ?? -Infinity) + 1, isFirst ? -ROOM : 0);
      return enqueue({ pullId: pull.id, ids: JSON.stringify([...new Set(caseIds)]), from, reason });
    },
    putFirst(pullId, caseIds) {
      const wanted = [...new Set(caseIds)];
      const from = Math.min(front.get({ pullId })?.position ?? 0, -ROOM) - wanted.length;
      return enqueue({ pullId, ids: JSON.stringify(wanted), from, reason: 'check_now' });
    },
    postpone(checkId) {
      postpone.run({ checkId });
    },
    letGo(checkId) {
      release.run({ checkId });
      shrink.run({ checkId });
      remove.run({ checkId });
    },
    letGoAll(pullId) {
      releaseAll.run({ pullId });
      const by = -removeAll.run({ pullId }).changes;
      if (by !== 0) grow.run({ pullId, by });
    },
  };
}
