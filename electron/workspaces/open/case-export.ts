import { rmSync } from 'node:fs';
import type { Clock } from '../../../shared/clock.ts';
import type { CaseScope } from '../../../shared/contract/case-export.ts';
import type { Result } from '../../../shared/problem.ts';
import type { CasesCsvForm } from '../../documents/cases-csv.ts';
import { draftOf } from '../../store/write-beside.ts';
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
  readonly clock: Clock;
  /** The workspace waits for what it does. */
  readonly bulk: Pick<BulkWork, 'run'>;
  readonly closing: AbortSignal;
}

export const createCaseExport =
  ({ read, clock, bulk, closing }: CaseExportParts): CaseExport =>
  (scope, form, target) =>
    bulk.run(async () => {
      const written = await read('export_cases', { scope, form, target, at: clock.now() }, { signal: closing });
      // A thread that was ended had no time to clear its draft away.
      if (written.ok && written.value === null) rmSync(draftOf(target), { force: true });
      return written;
    });
