import { z } from 'zod';
import type { Instant } from '../clock.ts';
import { workspaceCall } from './call.ts';
import { caseFilterSchema, caseSortSchema, type CaseRow } from './cases.ts';
import { ids, line } from './fields.ts';

/** Which cases leave: all, the archived too; what a filter finds; or some of them, in their order. Deleted ones never do. */
export const caseScopeSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all') }),
  z.object({ of: z.literal('filter'), filter: caseFilterSchema, sort: caseSortSchema }),
  z.object({ of: z.literal('cases'), ids }),
]);
export type CaseScope = z.infer<typeof caseScopeSchema>;

/** A case with everything that its line in an export tells. */
export interface ExportedCase extends CaseRow {
  readonly notes: string;
  readonly createdAt: Instant;
  readonly archivedAt: Instant | null;
  /** As USCIS gave it: `YYYY-MM-DDTHH:mm:ss`, no zone known. */
  readonly submittedAt: string | null;
  readonly modifiedAt: string | null;
}

export const caseExportCalls = {
  /**
   * Asks for a place and writes a line for each case into a file there (docs/cases-csv.md). `notes`: with what the office
   * wrote about them; `name`: what the file is called if nothing else is chosen. Null: it was cancelled.
   */
  'cases.export': workspaceCall<{ path: string; cases: number } | null>()(
    z.object({ scope: caseScopeSchema, notes: z.boolean(), name: line.min(1) }),
  ),
};
