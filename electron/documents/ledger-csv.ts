import { Temporal } from 'temporal-polyfill';
import { MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';
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

/** Zones move their clocks at quarters of an hour, and at no other moment. */
const QUARTER = 15 * MINUTE;

/**
 * The same moment by the office's clock, with its distance from UTC. The distance is looked up once a quarter of an hour:
 * it is by far the dearest part of a line.
 */
function officeClock(zone: string): (at: Instant) => string {
  const distances = new Map<number, { readonly span: Milliseconds; readonly words: string }>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const found = distances.get(quarter) ?? distanceAt(at, zone);
    distances.set(quarter, found);
    return new Date(at + found.span).toISOString().replace('Z', found.words);
  };
}

function distanceAt(at: Instant, zone: string): { span: Milliseconds; words: string } {
  const { offsetNanoseconds, offset } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { span: offsetNanoseconds / 1e6, words: offset };
}
