import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { CheckView } from '../../../shared/contract/cases.ts';
import type { ErrorView, PullReason, PullView } from '../../../shared/contract/pulls.ts';
import type { AnswerKind, ServiceSaid } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';

/** The log of what was asked and answered. */
export interface ActivityLog {
  /** Pulls, newest first. */
  log(limit: number): PullView[];
  /** The checks that did not end in a status, newest first. */
  errors(limit: number): ErrorView[];
  /** The last 50 checks of a case, newest first. */
  ofCase(caseId: number): CheckView[];
}

interface PullRow {
  readonly id: number;
  readonly reason: PullReason;
  readonly started_at: Instant;
  readonly finished_at: Instant | null;
  readonly total: number;
  readonly changes: number;
  readonly answers: string;
}

interface CheckRow {
  readonly id: number;
  readonly asked_at: Instant;
  readonly answer: AnswerKind;
  readonly http_status: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly trace_id: string | null;
}

interface ErrorRow extends CheckRow {
  readonly case_id: number;
  readonly receipt: ReceiptNumber;
}

const SAID = 'answer, http_status, code, message, trace_id';

export function createActivityLog(connection: Connection): ActivityLog {
  const pulls = connection.statement<{ limit: number }, PullRow>(
    'activity.pulls',
    `SELECT id, reason, started_at, finished_at, total, changes,
            (SELECT json_group_object(answer, checks) FROM pull_answers WHERE pull_id = pulls.id) AS answers
     FROM pulls ORDER BY id DESC LIMIT @limit`,
  );
  const errors = connection.statement<{ limit: number }, ErrorRow>(
    'activity.errors',
    `SELECT checks.id, checks.asked_at, case_id, receipt, ${SAID}
     FROM checks INDEXED BY checks_failed CROSS JOIN cases ON cases.id = case_id AND cases.deleted_at IS NULL
     WHERE answer <> 'status' AND checks.asked_at > 0
     ORDER BY checks.asked_at DESC, checks.id DESC LIMIT @limit`,
  );
  const ofCase = connection.statement<{ caseId: number }, CheckRow>(
    'activity.ofCase',
    `SELECT id, asked_at, ${SAID} FROM checks WHERE case_id = @caseId AND answer IS NOT NULL
     ORDER BY asked_at DESC, id DESC LIMIT 50`,
  );
  return {
    log: (limit) =>
      pulls.all({ limit }).map((row) => ({
        id: row.id,
        reason: row.reason,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        total: row.total,
        answers: JSON.parse(row.answers) as PullView['answers'],
        changes: row.changes,
      })),
    errors: (limit) =>
      errors.all({ limit }).map((row) => ({
        id: row.id,
        at: row.asked_at,
        caseId: row.case_id,
        receipt: row.receipt,
        answer: row.answer,
        said: said(row),
      })),
    ofCase: (caseId) =>
      ofCase.all({ caseId }).map((row) => ({ id: row.id, at: row.asked_at, answer: row.answer, said: said(row) })),
  };
}

const said = (row: CheckRow): ServiceSaid => ({
  ...(row.http_status === null ? {} : { httpStatus: row.http_status }),
  ...(row.code === null ? {} : { code: row.code }),
  ...(row.message === null ? {} : { message: row.message }),
  ...(row.trace_id === null ? {} : { traceId: row.trace_id }),
});
