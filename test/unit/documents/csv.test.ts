import { expect, test } from 'vitest';
import { csvLine } from '../../../electron/documents/csv.ts';
import { ledgerCsv } from '../../../electron/documents/ledger-csv.ts';
import type { LedgerLine } from '../../../shared/contract/ledger.ts';
import { instant } from '../../../shared/clock.ts';

test('a line is as RFC 4180 has it', () => {
  expect(csvLine(['a', 1, ''])).toBe('a,1,\r\n');
  expect(csvLine(['a,b', 'c"d', 'e\nf'])).toBe('"a,b","c""d","e\nf"\r\n');
});

test('no cell is a formula', () => {
  for (const begin of ['=', '+', '-', '@', '＝', '\t']) expect(csvLine([`${begin}1`])).toBe(`'${begin}1\r\n`);
  for (const begin of ['\r', '\n']) expect(csvLine([`${begin}1`])).toBe(`"'${begin}1"\r\n`);
  expect(csvLine([-1, 'a=1'])).toBe('-1,a=1\r\n');
});

test('a moment is told in UTC and by the clock of the office, also around the hour that comes twice', () => {
  const line = (at: string): LedgerLine => ({
    origin: null,
    number: 1,
    at: instant(Date.parse(at)),
    receipt: null,
    salt: null,
    mark: 'aa',
    key: null,
    answer: 'timeout',
    content: null,
    previous: 'bb',
    hash: 'cc',
  });
  const csv = ledgerCsv('America/New_York');
  expect(csv.line(line('2026-11-01T05:59:59.999Z'))).toBe(
    '1,2026-11-01T05:59:59.999Z,2026-11-01T01:59:59.999-04:00,,,aa,,timeout,,bb,cc,\r\n',
  );
  expect(csv.line(line('2026-11-01T06:00:00Z'))).toContain(',2026-11-01T01:00:00.000-05:00,');
  expect(ledgerCsv('Asia/Kathmandu').line(line('2026-11-01T06:00:00Z'))).toContain(',2026-11-01T11:45:00.000+05:45,');
  expect(csv.head.split(',')).toHaveLength(csv.line(line('2026-11-01T06:00:00Z')).split(',').length);
});
