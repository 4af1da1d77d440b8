import { workspaceCall } from './call.ts';
import { nothing } from './fields.ts';

/** What takes long and only reads the open database: one after the other. `total` 0: not known yet. */
export interface Job {
  readonly kind: 'verify_ledger' | 'export_ledger' | 'export_cases';
  /** How many lines or cases of all are done. */
  readonly done: number;
  readonly total: number;
}

export const jobCalls = {
  /** What is being done just now; null: nothing. */
  'jobs.state': workspaceCall<Job | null>()(nothing),
  /** Ends it: nothing of it stays. */
  'jobs.cancel': workspaceCall<null>()(nothing),
};
