import type { Clock } from '../../../shared/clock.ts';
import type {
  LedgerJob,
  LedgerReport,
  LedgerScope,
  LedgerState,
  LedgerVerdict,
} from '../../../shared/contract/ledger.ts';
import type { Result } from '../../../shared/problem.ts';
import type { ReadOrder } from '../../store/reading.ts';
import type { OrderOf, OutcomeOf, WorkName } from '../../store/work.ts';
import type { ByDraft } from '../place/drafts.ts';
import { createSerial } from '../serial.ts';
import type { ReadInThread } from './read-in-thread.ts';

/** What takes the ledger long: it runs in the store's thread, one after the other. Null: it was cancelled. */
export interface LedgerJobs {
  state(): LedgerState;
  verify(): Promise<Result<LedgerVerdict | null>>;
  /** What a sign-off page is made of. */
  report(scope: LedgerScope): Promise<Result<LedgerReport | null>>;
  /** Writes lines into a file; `zone`: the office's. */
  exportCsv(scope: LedgerScope, zone: string, target: string): Promise<Result<{ lines: number } | null>>;
  /** Ends what is being done just now. */
  cancel(): void;
  /** Ends everything. */
  close(): Promise<void>;
}

interface LedgerJobsParts {
  readonly read: ReadInThread;
  readonly byDraft: ByDraft;
  /** A page lists up to so many lines. */
  readonly listed: number;
  readonly clock: Clock;
  /** The job is another, or further. */
  readonly onChange: () => void;
}

type LedgerWork = Extract<WorkName, `${string}_ledger`>;

export function createLedgerJobs({ read, byDraft, listed, clock, onChange }: LedgerJobsParts): LedgerJobs {
  const serial = createSerial();
  const closing = new AbortController();
  let verified: LedgerState['verified'] = null;
  let current: { job: LedgerJob; cancel: AbortController } | null = null;

  const run = <Name extends LedgerWork>(
    kind: LedgerJob['kind'],
    name: Name,
    order: Omit<OrderOf<Name>, keyof ReadOrder>,
  ): Promise<OutcomeOf<Name> | Result<null>> =>
    serial(async () => {
      const cancel = new AbortController();
      const signal = AbortSignal.any([cancel.signal, closing.signal]);
      const tell = (job: LedgerJob | null): void => {
        current = job === null ? null : { job, cancel };
        onChange();
      };
      tell({ kind, done: 0, total: 0 });
      try {
        return await read(name, order, { signal, onProgress: (progress) => tell({ kind, ...progress }) });
      } finally {
        tell(null);
      }
    });

  return {
    state: () => ({ job: current?.job ?? null, verified }),
    async verify() {
      const outcome = await run('verify', 'verify_ledger', {});
      if (outcome.ok && outcome.value !== null) verified = { at: clock.now(), verdict: outcome.value };
      onChange();
      return outcome;
    },
    report: (scope) => run('export', 'report_ledger', { scope, listed }),
    exportCsv: (scope, zone, target) => byDraft(target, () => run('export', 'export_ledger', { scope, zone, target })),
    cancel: () => current?.cancel.abort(),
    async close() {
      closing.abort();
      await serial(() => Promise.resolve());
    },
  };
}
