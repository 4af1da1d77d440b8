import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { stageOf } from '../../../shared/case/status-groups.ts';
import { later, type Instant } from '../../../shared/clock.ts';
import { KEPT_DELETED, type DeletedCase, type WhatGoes } from '../../../shared/contract/trash.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from './case-rows.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Titles } from '../answers/titles.ts';
import type { Breathe, PlanNextCheck } from '../types.ts';

/** Cases that were deleted and can still be restored. They are in no list, count, search, pull or export. */
export interface Trash {
  /** What goes with these cases; those that are held or deleted already do not count. */
  whatGoes(ids: readonly number[]): WhatGoes;
  /** Deletes cases that are not held, and takes them out of the open pull. Gives the ids that it altered, for undo. */
  delete(ids: readonly number[], now: Instant, breathe: Breathe): Promise<number[]>;
  /** Takes a deletion back: the cases are as they were, with their next check planned anew. Gives the ids. */
  restore(ids: readonly number[], nextCheckAt: PlanNextCheck, breathe: Breathe): Promise<number[]>;
  /** The last deleted first. */
  deleted(limit: number): { cases: DeletedCase[]; total: number };
}

interface Row {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly deleted_at: Instant;
}

const NOT_HELD = 'NOT EXISTS (SELECT 1 FROM holds WHERE holds.case_id = cases.id)';
const ASKED = 'SELECT id FROM cases WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(@ids))';
const CASES = `${ASKED} AND ${NOT_HELD}`;
const countOf = (table: string): string => `(SELECT count(*) FROM ${table} WHERE case_id IN (${CASES}))`;

export function createTrash(connection: Connection, titles: Titles): Trash {
  const whatGoes = connection.statement<{ ids: string }, WhatGoes>(
    'trash.whatGoes',
    `SELECT (SELECT count(*) FROM (${CASES})) AS cases,
       (SELECT count(*) FROM cases WHERE notes <> '' AND id IN (${CASES})) AS notes,
       ${countOf('observations')} AS answers, ${countOf('changes')} AS changes, ${countOf('edits')} AS edits,
       (SELECT count(*) FROM checks WHERE answer IS NOT NULL AND case_id IN (${CASES})) AS checks,
       (SELECT count(*) FROM ledger WHERE ledger_case_id IN (SELECT id FROM ledger_cases WHERE case_id IN (${CASES})))
         AS ledgerLines,
       (SELECT count(*) FROM holds WHERE case_id IN (${ASKED})) AS held`,
  );
  const shorten = connection.statement<{ id: number }>(
    'trash.shorten',
    'UPDATE pulls SET total = total - 1 WHERE id = (SELECT pull_id FROM checks WHERE case_id = @id AND answer IS NULL)',
  );
  const letGo = connection.statement<{ id: number }>(
    'trash.letGo',
    'DELETE FROM checks WHERE case_id = @id AND answer IS NULL',
  );
  const remove = connection.statement<{ id: number; now: Instant }>(
    'trash.delete',
    `UPDATE cases SET deleted_at = @now, next_check_at = NULL, waiting = 0 WHERE id = @id AND deleted_at IS NULL AND ${NOT_HELD}`,
  );
  const unlist = connection.statement<{ id: number }>('trash.unlist', 'DELETE FROM retention_due WHERE case_id = @id');
  const restore = connection.statement<{ id: number }>(
    'trash.restore',
    'UPDATE cases SET deleted_at = NULL WHERE id = @id AND deleted_at IS NOT NULL AND purge_id IS NULL',
  );
  const back = connection.statement<{ id: number }, WatchedRow & { title_en: string | null }>(
    'trash.back',
    `SELECT ${WATCHED_COLUMNS}, title_en FROM cases WHERE id = @id`,
  );
  const group = connection.statement<{ id: number; group: string; stage: string }>(
    'trash.group',
    'UPDATE cases SET status_group = @group, stage = @stage WHERE id = @id',
  );
  const plan = connection.statement<{ id: number; at: Instant | null }>(
    'trash.plan',
    'UPDATE cases SET next_check_at = @at WHERE id = @id',
  );
  const list = connection.statement<{ limit: number }, Row>(
    'trash.list',
    `SELECT id, receipt, client, label, deleted_at FROM cases INDEXED BY cases_deleted
     WHERE deleted_at IS NOT NULL AND deleted_at > 0 AND purge_id IS NULL ORDER BY deleted_at DESC, id DESC LIMIT @limit`,
  );
  const total = connection.statement<NoParameters, { total: number }>(
    'trash.total',
    `SELECT count(*) AS total FROM cases INDEXED BY cases_deleted
     WHERE deleted_at IS NOT NULL AND deleted_at > 0 AND purge_id IS NULL`,
  );

  /** Titles may have been filed otherwise since. */
  function putBack(id: number, nextCheckAt: PlanNextCheck): void {
    const title = back.get({ id })?.title_en ?? null;
    if (title !== null) {
      const now = titles.groupOf(title);
      group.run({ id, group: now, stage: stageOf(now) });
    }
    const row = back.get({ id });
    if (row !== undefined) plan.run({ id, at: nextCheckAt(toWatchedCase(row)) });
  }

  return {
    whatGoes(ids) {
      const found = whatGoes.get({ ids: JSON.stringify(ids) });
      if (found === undefined) throw new Error('A count without a row');
      return found;
    },
    async delete(ids, now, breathe) {
      const altered: number[] = [];
      await writeInChunks(connection, ids, breathe, (id) => {
        if (remove.run({ id, now }).changes === 0) return;
        shorten.run({ id });
        letGo.run({ id });
        unlist.run({ id });
        altered.push(id);
      });
      return altered;
    },
    async restore(ids, nextCheckAt, breathe) {
      const altered: number[] = [];
      await writeInChunks(connection, ids, breathe, (id) => {
        if (restore.run({ id }).changes === 0) return;
        putBack(id, nextCheckAt);
        altered.push(id);
      });
      return altered;
    },
    deleted: (limit) => ({ cases: list.all({ limit }).map(toDeleted), total: total.get({})?.total ?? 0 }),
  };
}

const toDeleted = ({ deleted_at: deletedAt, ...row }: Row): DeletedCase => ({
  ...row,
  deletedAt,
  goesAt: later(deletedAt, KEPT_DELETED),
});
