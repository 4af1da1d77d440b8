import type { Result } from '../../shared/problem.ts';
import { casesCsv, type CasesCsvForm } from '../documents/cases-csv.ts';
import { ledgerCsv } from '../documents/ledger-csv.ts';
import { exportCases, type CaseExportOrder } from './cases/export.ts';
import { checkDatabase } from './check.ts';
import { carry } from './copies/carry.ts';
import { exportBundle, takeOut } from './copies/bundle.ts';
import { compareWithBackup } from './copies/compare.ts';
import { copyDatabase } from './copies/copy.ts';
import { countHoldings } from './holdings/holdings.ts';
import { exportLedger, type ExportOrder } from './ledger/export.ts';
import { reportLedger, type ReportOrder } from './ledger/report.ts';
import { verifyLedger } from './ledger/verify.ts';
import { compareForMerge } from './merge/compare.ts';
import { mergeDatabases } from './merge/merge.ts';
import { reading, type ReadOrder } from './reading.ts';
import { repairDatabase } from './repair/repair.ts';
import { copySnapshot, takeSnapshot } from './copies/snapshot.ts';
import { writeBackLog } from './write-back.ts';
import type { Progress, Tell } from './types.ts';

type Worker = (order: never, tell: Tell) => Result<unknown>;

/** Everything that the store's thread can be told to do, by name. Each blocks for as long as it takes. */
export const WORK = {
  copy: copyDatabase,
  carry,
  check: checkDatabase,
  compare: compareWithBackup,
  snapshot: takeSnapshot,
  copy_snapshot: copySnapshot,
  repair: repairDatabase,
  export_bundle: exportBundle,
  open_bundle: takeOut,
  compare_bundle: compareForMerge,
  merge: mergeDatabases,
  write_back: writeBackLog,
  holdings: countHoldings,
  verify_ledger: (order: ReadOrder, tell: Tell) => reading(order, (connection) => verifyLedger(connection, tell)),
  report_ledger: (order: ReportOrder, tell: Tell) =>
    reading(order, (connection) => reportLedger(connection, order, tell)),
  export_ledger: (order: ExportOrder, tell: Tell) =>
    reading(order, (connection) => exportLedger(connection, order, ledgerCsv(order.zone), tell)),
  export_cases: (order: CaseExportOrder & { readonly form: CasesCsvForm }, tell: Tell) =>
    reading(order, (connection) => exportCases(connection, order, casesCsv(order.form), tell)),
} satisfies Record<string, Worker>;

export type Work = typeof WORK;
export type WorkName = keyof Work;
export type OrderOf<Name extends WorkName> = Parameters<Work[Name]>[0];
export type OutcomeOf<Name extends WorkName> = ReturnType<Work[Name]>;

/** What the thread is started with. */
export interface WorkOrder<Name extends WorkName = WorkName> {
  readonly name: Name;
  readonly order: OrderOf<Name>;
}

/** What the thread tells: any number of times how far it is, and once what came of it. */
export type WorkMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'outcome'; readonly outcome: Result<unknown> };
