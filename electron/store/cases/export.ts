import type { Instant } from '../../../shared/clock.ts';
import type { CaseScope, ExportedCase } from '../../../shared/contract/case-export.ts';
import type { CaseSort } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { readContent } from '../answers/observations.ts';
import type { Connection } from '../connection.ts';
import type { ReadOrder } from '../reading.ts';
import type { Tell } from '../types.ts';
import { writeBeside } from '../write-beside.ts';
import { createCasePages } from './case-pages.ts';
import { LISTED_COLUMNS, toCaseRow, type ListedCase } from './case-rows.ts';

export interface CaseExportOrder extends ReadOrder {
  readonly scope: CaseScope;
  /** Which is now: what is stale is so at this moment. */
  readonly at: Instant;
  /** The file to write; one of that name is replaced when all is written, and not before. */
  readonly target: string;
}

/** How a case becomes a part of the file. */
interface Form {
  readonly head: string;
  line(row: ExportedCase): string;
}

interface FullRow extends ListedCase {
  readonly notes: string;
  readonly created_at: Instant;
  readonly archived_at: Instant | null;
  readonly content: string | null;
}

/** So many cases are read at once. */
const PORTION = 500;

const BY_RECEIPT: CaseSort = { by: 'receipt', descending: false };

/** Writes a line for each case into a file. Gives how many. */
export function exportCases(
  connection: Connection,
  { scope, at, target }: CaseExportOrder,
  form: Form,
  tell: Tell,
): { cases: number } {
  const ids = idsIn(connection, scope, at);
  const read = connection.statement<{ ids: string }, FullRow>(
    'cases.export',
    `SELECT ${LISTED_COLUMNS}, notes, created_at, archived_at,
       (SELECT content FROM observations WHERE observations.id = observation_id) AS content
     FROM cases WHERE id IN (SELECT value FROM json_each(@ids)) AND deleted_at IS NULL`,
  );
  return writeBeside(target, (put) => {
    let cases = 0;
    put(form.head);
    for (let from = 0; from < ids.length; from += PORTION) {
      const wanted = ids.slice(from, from + PORTION);
      const found = new Map(read.all({ ids: JSON.stringify(wanted) }).map((row) => [row.id, row]));
      const rows = wanted.flatMap((id) => found.get(id) ?? []);
      put(rows.map((row) => form.line(toExported(row))).join(''));
      cases += rows.length;
      tell({ done: from + wanted.length, total: ids.length });
    }
    return { cases };
  });
}

function idsIn(connection: Connection, scope: CaseScope, at: Instant): readonly number[] {
  if (scope.of === 'cases') return scope.ids;
  const pages = createCasePages(connection);
  if (scope.of === 'filter') return pages.ids(scope.filter, scope.sort, at);
  return [false, true].flatMap((archived) => pages.ids({ ...WATCHED_CASES, archived }, BY_RECEIPT, at));
}

function toExported(row: FullRow): ExportedCase {
  const content = row.content === null ? null : readContent(row.content);
  return {
    ...toCaseRow(row),
    notes: row.notes,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    submittedAt: content?.submittedAt ?? null,
    modifiedAt: content?.modifiedAt ?? null,
  };
}
