import type { Clock } from '../../../shared/clock.ts';
import type { CaseScope } from '../../../shared/contract/case-export.ts';
import type { Result } from '../../../shared/problem.ts';
import type { CasesCsvForm } from '../../documents/cases-csv.ts';
import type { ByDraft } from '../place/drafts.ts';
import type { Jobs } from './jobs.ts';

/** Writes cases into a file. Null: it was cancelled, and nothing was written. */
export type CaseExport = (
  scope: CaseScope,
  form: CasesCsvForm,
  target: string,
) => Promise<Result<{ cases: number } | null>>;

interface CaseExportParts {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly byDraft: ByDraft;
  readonly clock: Clock;
}

export const createCaseExport =
  ({ jobs, byDraft, clock }: CaseExportParts): CaseExport =>
  (scope, form, target) =>
    byDraft(target, () => jobs.run('export_cases', 'export_cases', { scope, form, target, at: clock.now() }));
