import type { ChangeKind } from '../../../shared/case/change.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { stageOf } from '../../../shared/case/status-groups.ts';
import type { CivilDate, Instant } from '../../../shared/clock.ts';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import type { Acknowledgement, LastPull } from '../../../shared/contract/inbox.ts';
import type { HistoryEntry } from '../../../shared/service/answer.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import { readContent } from './observations.ts';
import type { Titles } from './titles.ts';
import type { Breathe } from '../types.ts';

export interface NewChange {
  readonly caseId: number;
  readonly pullId: number;
  /** The weightiest first; never empty. */
  readonly kinds: readonly [ChangeKind, ...ChangeKind[]];
  readonly beforeId: number | null;
  readonly afterId: number | null;
  readonly seenAt: Instant;
  readonly saidOn: CivilDate | null;
  readonly addedHistory: readonly HistoryEntry[];
}

/** The facts of the Inbox's head that the store knows. */
export interface StoredSummary {
  readonly unread: number;
  /** Cases that are not archived. */
  readonly cases: number;
  /** Those of them that USCIS does not recognise. */
  readonly unrecognised: number;
  readonly lastPull: LastPull | null;
}

export interface Changes {
  /** Newest first; `before` is the id of the last change of the page before. */
  list(request: { unreadOnly: boolean; before: number | null; limit: number }): {
    changes: ChangeView[];
    more: boolean;
  };
  summary(): StoredSummary;
  /** Marks changes as read or unread. Gives the ids that it altered, for undo. */
  acknowledge(which: Acknowledgement, now: Instant, breathe: Breathe): Promise<number[]>;
  /** Newest first. */
  ofCase(caseId: number): ChangeView[];
  /** These changes, oldest first. */
  some(ids: readonly number[]): ChangeView[];
  /** Writes a change inside the caller's transaction. Gives its id. */
  add(change: NewChange): number;
}

interface Row {
  readonly id: number;
  readonly case_id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly form: string | null;
  readonly kinds: string;
  readonly seen_at: Instant;
  readonly said_on: CivilDate | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly added_history: string;
  readonly read_at: Instant | null;
}

const COLUMNS = `change.id, change.case_id, cases.receipt, cases.client, cases.label, cases.form, change.kinds,
  change.seen_at, change.said_on, before.content AS before, after.content AS after, change.added_history, change.read_at`;
/**
 * A deleted case's changes are in no list. The changes are walked and each looks up its case: statistics of a time when there
 * were few of them would turn that round, and sort them all for each page.
 */
const JOINS = `CROSS JOIN cases ON cases.id = change.case_id AND cases.deleted_at IS NULL
  LEFT JOIN observations AS before ON before.id = change.before_id
  LEFT JOIN observations AS after ON after.id = change.after_id`;

export function createChanges(connection: Connection, titles: Titles): Changes {
  const toView = (row: Row): ChangeView => viewOf(row, titles);
  const list = connection.statement<{ before: number; limit: number }, Row>(
    'changes.list',
    `SELECT ${COLUMNS} FROM changes AS change ${JOINS}
     WHERE change.id < @before ORDER BY change.id DESC LIMIT @limit`,
  );
  const listUnread = connection.statement<{ before: number; limit: number }, Row>(
    'changes.listUnread',
    `SELECT ${COLUMNS} FROM changes AS change INDEXED BY changes_unread ${JOINS}
     WHERE change.read_at IS NULL AND change.id < @before ORDER BY change.id DESC LIMIT @limit`,
  );
  const ofCase = connection.statement<{ caseId: number }, Row>(
    'changes.ofCase',
    `SELECT ${COLUMNS} FROM changes AS change ${JOINS} WHERE change.case_id = @caseId ORDER BY change.id DESC`,
  );
  const some = connection.statement<{ ids: string }, Row>(
    'changes.some',
    `SELECT ${COLUMNS} FROM changes AS change ${JOINS}
     WHERE change.id IN (SELECT value FROM json_each(@ids)) ORDER BY change.id`,
  );
  const unread = connection.statement<{ upTo: number }, { id: number }>(
    'changes.unread',
    `SELECT change.id FROM changes AS change INDEXED BY changes_unread
     CROSS JOIN cases ON cases.id = change.case_id AND cases.deleted_at IS NULL
     WHERE read_at IS NULL AND change.id <= @upTo ORDER BY change.id`,
  );
  const setRead = connection.statement<{ id: number; read: number; now: number }>(
    'changes.setRead',
    `UPDATE changes SET read_at = iif(@read, @now, NULL) WHERE id = @id AND (read_at IS NULL) = @read`,
  );
  const summary = connection.statement<NoParameters, Omit<StoredSummary, 'lastPull'>>(
    'changes.summary',
    `SELECT (SELECT ifnull(sum(unread), 0) FROM cases INDEXED BY cases_unread
             WHERE archived IN (0, 1) AND unread > 0) AS unread,
            (SELECT count(*) FROM cases INDEXED BY cases_by_stage WHERE archived = 0) AS cases,
            (SELECT count(*) FROM cases WHERE archived = 0 AND recognition = 'not_recognised') AS unrecognised`,
  );
  const lastPull = connection.statement<NoParameters, LastPull>(
    'changes.lastPull',
    `SELECT finished_at AS endedAt,
            (SELECT ifnull(sum(checks), 0) FROM pull_answers WHERE pull_id = pulls.id) AS asked,
            (SELECT ifnull(sum(checks), 0) FROM pull_answers
             WHERE pull_id = pulls.id AND answer IN ('status', 'not_recognised')) AS answered
     FROM pulls WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const add = connection.statement<Record<string, string | number | null>>(
    'changes.add',
    `INSERT INTO changes (case_id, pull_id, kind, kinds, before_id, after_id, seen_at, said_on, added_history)
     VALUES (@caseId, @pullId, @kind, @kinds, @beforeId, @afterId, @seenAt, @saidOn, @addedHistory)`,
  );

  return {
    list({ unreadOnly, before, limit }) {
      const rows = (unreadOnly ? listUnread : list).all({
        before: before ?? Number.MAX_SAFE_INTEGER,
        limit: limit + 1,
      });
      return { changes: rows.slice(0, limit).map(toView), more: rows.length > limit };
    },
    summary: () => ({
      ...(summary.get({}) ?? { unread: 0, cases: 0, unrecognised: 0 }),
      lastPull: lastPull.get({}) ?? null,
    }),
    async acknowledge(which, now, breathe) {
      const { ids, read } = 'upTo' in which ? { ids: unread.all(which).map(({ id }) => id), read: true } : which;
      const altered: number[] = [];
      await writeInChunks(connection, ids, breathe, (id) => {
        if (setRead.run({ id, read: read ? 1 : 0, now }).changes > 0) altered.push(id);
      });
      return altered;
    },
    ofCase: (caseId) => ofCase.all({ caseId }).map(toView),
    some: (ids) => some.all({ ids: JSON.stringify(ids) }).map(toView),
    add: (change) =>
      add.run({
        caseId: change.caseId,
        pullId: change.pullId,
        kind: change.kinds[0],
        kinds: JSON.stringify(change.kinds),
        beforeId: change.beforeId,
        afterId: change.afterId,
        seenAt: change.seenAt,
        saidOn: change.saidOn,
        addedHistory: JSON.stringify(change.addedHistory),
      }).lastId,
  };
}

function viewOf(row: Row, titles: Titles): ChangeView {
  const [before, after] = [words(row.before), words(row.after)];
  const group = titles.groupOf((after ?? before)?.title.en ?? '');
  return {
    id: row.id,
    caseId: row.case_id,
    receipt: row.receipt,
    client: row.client,
    label: row.label,
    form: row.form,
    kinds: JSON.parse(row.kinds) as ChangeKind[],
    seenAt: row.seen_at,
    saidOn: row.said_on,
    before,
    after,
    addedHistory: JSON.parse(row.added_history) as HistoryEntry[],
    group,
    stage: stageOf(group),
    read: row.read_at !== null,
  };
}

function words(json: string | null): ChangeView['before'] {
  if (json === null) return null;
  const { title, description } = readContent(json);
  return { title, description };
}
