import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../shared/clock.ts';
import type { LedgerLine } from '../../shared/contract/ledger.ts';
import { csvLine } from './csv.ts';

/** How the ledger's lines become a text. */
export interface LedgerCsv {
  readonly head: string;
  line(line: LedgerLine): string;
}

/**
 * The ledger as docs/ledger.md describes it. There is no byte-order mark: every character is of ASCII, so that no program
 * can mistake the encoding, and a mark would only stand in the way of those who verify it.
 */
export const ledgerCsv = (zone: string): LedgerCsv => ({
  head: csvLine(['line', 'at', 'at_office', 'receipt', 'salt', 'case', 'key', 'answer', 'content', 'previous', 'hash']),
  line: ({ number, at, receipt, salt, mark, key, answer, content, previous, hash }) =>
    csvLine([
      number,
      new Date(at).toISOString(),
      inZone(at, zone),
      receipt ?? '',
      salt ?? '',
      mark,
      key ?? '',
      answer,
      content ?? '',
      previous ?? '',
      hash,
    ]),
});

/** The same moment by the office's clock, with its distance from UTC. */
const inZone = (at: Instant, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, fractionalSecondDigits: 3 });
