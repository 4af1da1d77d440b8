import { join } from 'node:path';
import type { Connection } from '../../electron/store/connection.ts';
import { createLedger } from '../../electron/store/ledger.ts';
import { verifyLedger } from '../../electron/store/ledger-verify.ts';
import { reading, type ReadOrder } from '../../electron/store/reading.ts';
import type { LedgerVerdict } from '../../shared/contract/ledger.ts';
import { MINUTE, later, type Instant } from '../../shared/clock.ts';
import { KEY, NOON } from './temporary-store.ts';

export const LEDGER_WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };

export const readOrder = (path: string): ReadOrder => ({ path, key: { kind: 'raw', hex: KEY } });

/** What the walk says, without a thread. */
export function verified(path: string): LedgerVerdict {
  const result = reading(readOrder(path), (connection) => verifyLedger(connection, () => undefined));
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

/** What a ledger is filled with: each case in turn, one line a minute. */
export interface Filling {
  readonly cases: number;
  readonly lines: number;
  readonly from?: Instant;
}

/**
 * Appends lines for the cases 1 to `cases`, which must be there, as answers would, many in a transaction. Every tenth check
 * was not answered.
 */
export function fillLedger(connection: Connection, { cases, lines, from = NOON }: Filling): void {
  const ledger = createLedger(connection);
  const perTransaction = 10_000;
  for (let done = 0; done < lines; done += perTransaction) {
    connection.write(() => {
      for (let number = done; number < Math.min(lines, done + perTransaction); number += 1) {
        const caseId = 1 + (number % cases);
        const answered = number % 10 !== 9;
        ledger.append({
          caseId,
          at: later(from, number * MINUTE),
          answer: answered ? 'status' : 'timeout',
          key: '0123456789abcdef',
          content: answered ? `{"receipt":"ZZZ${9_000_000_000 + caseId}"}` : null,
        });
      }
    });
  }
}
