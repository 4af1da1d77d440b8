import type { Clock } from '../../../shared/clock.ts';
import type { CaseScope } from '../../../shared/contract/case-export.ts';
import type { Result } from '../../../shared/problem.ts';
import type { CasesCsvForm } from '../../documents/cases-csv.ts';
import type { ByDraft } from '../place/drafts.ts';
import type { BulkWork } from './bulk-work.ts';
import type { ReadInThread } from './read-in-thread.ts';

/** Writes cases into a file, in the store's thread. Null: the workspace was closed meanwhile, and nothing was written. */
export type CaseExport = (
  scope: CaseScope,
  form: CasesCsvForm,
  target: string,
) => Promise<Result<{ cases: number } | null>>;

interface CaseExportParts {
  readonly read: ReadInThread;
  readonly byDraft: ByDraft;
  readonly clock: Clock;
  /** The workspace waits for what it does. */
  readonly bulk: Pick<BulkWork, 'run'>;
  readonly closing: AbortSignal;
}

export const createCaseExport =
  ({ read, byDraft, clock, bulk, closing }: CaseExportParts): CaseExport =>
  (scope, form, target) =>
    bulk.run(() =>
      byDraft(target, () => read('export_cases', { scope, form, target, at: clock.now() }, { signal: closing })),
    );
