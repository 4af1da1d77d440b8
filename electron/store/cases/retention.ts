import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { later, type Instant } from '../../../shared/clock.ts';
import { NOTICE, type DueCase, type HeldCase, type Hold } from '../../../shared/contract/retention.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Breathe } from '../types.ts';

/** Holds on cases, and the list of those that a rule is about to delete. It deletes nothing itself. */
export interface Retention {
  /** Null: the case is not held. */
  holdOf(caseId: number): Hold | null;
  /** Holds a case, or (reason null) takes the hold off. False: there is no such case, or it is deleted. */
  hold(caseId: number, reason: string | null, now: Instant): boolean;
  held(limit: number): { cases: HeldCase[]; total: number };
  /**
   * Brings the list up to date: of archived cases that nothing happened to since `before`, and that are not held. What is no
   * more so leaves it; what is new joins it, as of `now`. Null: no rule, so nothing is listed. Gives whether it is another.
   */
  list(before: Instant | null, now: Instant, breathe: Breathe): Promise<boolean>;
  /** Those that were listed first, first. */
  due(limit: number): { cases: DueCase[]; total: number };
  /** Up to `limit` of those that were listed at `listedBy` or earlier. */
  over(listedBy: Instant, limit: number): number[];
}

/** So many cases are on the list at most; the others follow. */
const MOST = 5000;

/**
 * The later of its being archived and of anything that happened to it: a clock that stood a year behind while it was archived
 * must not make it older than it is.
 */
const OLD = `archived_at < @before AND deleted_at IS NULL AND created_at < @before AND ifnull(asked_at, 0) < @before
  AND NOT EXISTS (SELECT 1 FROM holds WHERE case_id = cases.id)`;

interface DueRow {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly archivedAt: Instant;
  readonly listedAt: Instant;
}

export function createRetention(connection: Connection): Retention {
  const holdOf = connection.statement<{ caseId: number }, Hold>(
    'retention.holdOf',
    'SELECT since, reason FROM holds WHERE case_id = @caseId',
  );
  const hold = connection.statement<{ caseId: number; reason: string; now: Instant }>(
    'retention.hold',
    `INSERT INTO holds (case_id, reason, since) SELECT id, @reason, @now FROM cases WHERE id = @caseId AND deleted_at IS NULL
     ON CONFLICT (case_id) DO UPDATE SET reason = excluded.reason`,
  );
  const release = connection.statement<{ caseId: number }>(
    'retention.release',
    'DELETE FROM holds WHERE case_id = @caseId',
  );
  const isThere = connection.statement<{ caseId: number }, { id: number }>(
    'retention.isThere',
    'SELECT id FROM cases WHERE id = @caseId AND deleted_at IS NULL',
  );
  const held = connection.statement<{ limit: number }, HeldCase>(
    'retention.held',
    `SELECT id, receipt, client, label, since, reason FROM holds CROSS JOIN cases ON cases.id = case_id
     ORDER BY since DESC, id DESC LIMIT @limit`,
  );
  const heldTotal = connection.statement<NoParameters, { total: number }>(
    'retention.heldTotal',
    'SELECT count(*) AS total FROM holds',
  );
  const fresh = connection.statement<{ before: Instant; most: number }, { id: number }>(
    'retention.fresh',
    `SELECT id FROM cases INDEXED BY cases_archived_at WHERE archived_at IS NOT NULL AND ${OLD}
       AND NOT EXISTS (SELECT 1 FROM retention_due WHERE case_id = cases.id) ORDER BY archived_at LIMIT @most`,
  );
  const listed = connection.statement<NoParameters, { id: number }>(
    'retention.listed',
    'SELECT case_id AS id FROM retention_due',
  );
  const stillOld = connection.statement<{ id: number; before: Instant }, { id: number }>(
    'retention.stillOld',
    `SELECT id FROM cases WHERE id = @id AND ${OLD}`,
  );
  const add = connection.statement<{ id: number; now: Instant }>(
    'retention.list',
    'INSERT INTO retention_due (case_id, listed_at) VALUES (@id, @now)',
  );
  const remove = connection.statement<{ id: number }>(
    'retention.unlist',
    'DELETE FROM retention_due WHERE case_id = @id',
  );
  const due = connection.statement<{ limit: number }, DueRow>(
    'retention.due',
    `SELECT id, receipt, client, label, archived_at AS archivedAt, listed_at AS listedAt
     FROM retention_due INDEXED BY retention_due_by_time CROSS JOIN cases ON cases.id = case_id
     WHERE listed_at > 0 AND archived_at IS NOT NULL ORDER BY listed_at, case_id LIMIT @limit`,
  );
  const dueTotal = connection.statement<NoParameters, { total: number }>(
    'retention.dueTotal',
    'SELECT count(*) AS total FROM retention_due',
  );
  const over = connection.statement<{ listedBy: Instant; limit: number }, { id: number }>(
    'retention.over',
    'SELECT case_id AS id FROM retention_due WHERE listed_at <= @listedBy ORDER BY listed_at, case_id LIMIT @limit',
  );

  return {
    holdOf: (caseId) => holdOf.get({ caseId }) ?? null,
    hold: (caseId, reason, now) =>
      connection.write(() => {
        if (isThere.get({ caseId }) === undefined) return false;
        if (reason === null) release.run({ caseId });
        else {
          hold.run({ caseId, reason, now });
          remove.run({ id: caseId });
        }
        return true;
      }),
    held: (limit) => ({ cases: held.all({ limit }), total: heldTotal.get({})?.total ?? 0 }),
    async list(before, now, breathe) {
      const gone = listed.all({}).filter(({ id }) => before === null || stillOld.get({ id, before }) === undefined);
      await writeInChunks(connection, gone, breathe, ({ id }) => void remove.run({ id }));
      const room = MOST - (dueTotal.get({})?.total ?? 0);
      const joining = before === null ? [] : fresh.all({ before, most: Math.max(0, room) });
      await writeInChunks(connection, joining, breathe, ({ id }) => {
        // A breath may have brought another wish.
        if (before !== null && stillOld.get({ id, before }) !== undefined) add.run({ id, now });
      });
      return gone.length + joining.length > 0;
    },
    due: (limit) => ({
      cases: due.all({ limit }).map(({ listedAt, ...row }) => ({ ...row, goesAt: later(listedAt, NOTICE) })),
      total: dueTotal.get({})?.total ?? 0,
    }),
    over: (listedBy, limit) => over.all({ listedBy, limit }).map(({ id }) => id),
  };
}
