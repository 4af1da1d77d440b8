import type { Clock } from '../../../shared/clock.ts';
import type { LedgerReport, LedgerScope, LedgerVerdict, LedgerVerified } from '../../../shared/contract/ledger.ts';
import type { Result } from '../../../shared/problem.ts';
import type { ByDraft } from '../place/drafts.ts';
import type { Jobs } from './jobs.ts';

/** What can be done with the whole ledger. Null: it was cancelled. */
export interface LedgerJobs {
  /** What came of the last walk since the workspace was opened. */
  verified(): LedgerVerified | null;
  verify(): Promise<Result<LedgerVerdict | null>>;
  /** What a sign-off page is made of. */
  report(scope: LedgerScope): Promise<Result<LedgerReport | null>>;
  /** Writes lines into a file; `zone`: the office's. */
  exportCsv(scope: LedgerScope, zone: string, target: string): Promise<Result<{ lines: number } | null>>;
}

interface LedgerJobsParts {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly byDraft: ByDraft;
  /** A page lists up to so many lines. */
  readonly listed: number;
  readonly clock: Clock;
  /** There is another verdict. */
  readonly onChange: () => void;
}

export function createLedgerJobs({ jobs, byDraft, listed, clock, onChange }: LedgerJobsParts): LedgerJobs {
  let verified: LedgerVerified | null = null;
  return {
    verified: () => verified,
    async verify() {
      const outcome = await jobs.run('verify_ledger', 'verify_ledger', {});
      if (outcome.ok && outcome.value !== null) verified = { at: clock.now(), verdict: outcome.value };
      onChange();
      return outcome;
    },
    report: (scope) => jobs.run('export_ledger', 'report_ledger', { scope, listed }),
    exportCsv: (scope, zone, target) =>
      byDraft(target, () => jobs.run('export_ledger', 'export_ledger', { scope, zone, target })),
  };
}
