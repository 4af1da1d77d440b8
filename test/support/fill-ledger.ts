import type { Connection } from '../../electron/store/connection.ts';
import { createLedger } from '../../electron/store/ledger/ledger.ts';
import { instant, later, MINUTE } from '../../shared/clock.ts';

const FROM = instant(Date.parse('2026-03-02T12:00:00Z'));

/** What a ledger is filled with: each case in turn, one line a minute, from noon (UTC) of March 2, 2026. */
interface Filling {
  readonly cases: number;
  readonly lines: number;
}

/**
 * Appends lines for the cases 1 to `cases`, which must be there, as answers would, many in a transaction. Every tenth check
 * was not answered.
 */
export function fillLedger(connection: Connection, { cases, lines }: Filling): void {
  const ledger = createLedger(connection);
  const perTransaction = 10_000;
  for (let done = 0; done < lines; done += perTransaction) {
    connection.write(() => {
      for (let number = done; number < Math.min(lines, done + perTransaction); number += 1) {
        const caseId = 1 + (number % cases);
        const answered = number % 10 !== 9;
        ledger.append({
          caseId,
          at: later(FROM, number * MINUTE),
          answer: answered ? 'status' : 'timeout',
          key: '0123456789abcdef',
          content: answered ? `{"receipt":"ZZZ${9_000_000_000 + caseId}"}` : null,
        });
      }
    });
  }
}
