import type { LedgerLine } from '../../shared/contract/ledger.ts';
import { csvLine } from './csv.ts';
import { officeClock } from './office-clock.ts';

/** How the ledger's lines become a text. */
export interface LedgerCsv {
  readonly head: string;
  line(line: LedgerLine): string;
}

/**
 * The ledger as docs/ledger.md describes it. There is no byte-order mark: every character is of ASCII, so that no program
 * can mistake the encoding, and a mark would only stand in the way of those who verify it.
 */
export function ledgerCsv(zone: string): LedgerCsv {
  const inZone = officeClock(zone);
  return {
    head: csvLine([
      'line',
      'at',
      'at_office',
      'receipt',
      'salt',
      'case',
      'key',
      'answer',
      'content',
      'previous',
      'hash',
      'origin',
    ]),
    line: ({ number, at, receipt, salt, mark, key, answer, content, previous, hash, origin }) =>
      csvLine([
        number,
        new Date(at).toISOString(),
        inZone(at),
        receipt ?? '',
        salt ?? '',
        mark,
        key ?? '',
        answer,
        content ?? '',
        previous ?? '',
        hash,
        origin?.mark ?? '',
      ]),
  };
}
