import type { LedgerLine, LedgerOrigin, LedgerReport } from '../../../shared/contract/ledger.ts';
import type { Connection } from '../connection.ts';
import { ledgerReaders } from './reader.ts';
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
  const readers = ledgerReaders(connection);
  const verdict = verifyLedger(connection, tell, readers);
  const lines: LedgerLine[] = [];
  const cases = new Set<string>();
  const others = new Map<LedgerOrigin, number>();
  let count = 0;
  let first: LedgerLine | null = null;
  let last: LedgerLine | null = null;
  for (const portion of linesIn(connection, readers, scope)) {
    lines.push(...portion.slice(0, listed + 1 - lines.length));
    count += portion.length;
    for (const line of portion) {
      cases.add(line.receipt ?? line.mark);
      if (line.origin !== null) others.set(line.origin, (others.get(line.origin) ?? 0) + 1);
      else {
        first ??= line;
        last = line;
      }
    }
  }
  return {
    verdict,
    lines: count,
    cases: cases.size,
    first,
    last,
    others: [...others].map(([origin, of]) => ({ origin, lines: of })),
    listed: count <= listed ? lines : [],
  };
}
