import type { LedgerLine, LedgerReport } from '../../../shared/contract/ledger.ts';
import type { Connection } from '../connection.ts';
import { createLedgerReader } from './reader.ts';
import { linesIn, type Scope } from './scope.ts';
import { verifyLedger } from './verify.ts';
import type { ReadOrder } from '../reading.ts';
import type { Tell } from '../types.ts';

export interface ReportOrder extends ReadOrder {
  readonly scope: Scope;
  /** Up to so many lines are listed one by one; of more only the first and the last are told. */
  readonly listed: number;
}

/** What a page about a part of the ledger says. The whole ledger is verified for it, at the same moment. */
export function reportLedger(connection: Connection, { scope, listed }: ReportOrder, tell: Tell): LedgerReport {
  const reader = createLedgerReader(connection);
  const verdict = verifyLedger(connection, tell, reader);
  const lines: LedgerLine[] = [];
  const cases = new Set<string>();
  let count = 0;
  let last: LedgerLine | null = null;
  for (const portion of linesIn(connection, reader, scope)) {
    lines.push(...portion.slice(0, listed + 1 - lines.length));
    count += portion.length;
    for (const { mark } of portion) cases.add(mark);
    last = portion.at(-1) ?? last;
  }
  const [first = null] = lines;
  return { verdict, lines: count, cases: cases.size, first, last, listed: count <= listed ? lines : [] };
}
