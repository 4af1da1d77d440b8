import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../support/arbitraries.ts';
import { maskReceipt, readReceipt, splitReceiptList } from '../../../shared/case/receipt-number.ts';

const letters = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')),
  minLength: 3,
  maxLength: 3,
});
const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: count, maxLength: count });
const receipts = fc
  .tuple(
    letters,
    fc.oneof(
      digits(10),
      digits(9).map((nine) => `*${nine}`),
    ),
  )
  .map(([prefix, rest]) => prefix + rest);

describe('reading a receipt number (R1)', () => {
  it('takes three letters and ten digits, or letters, * and nine digits, as they are', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(readReceipt(receipt)).toMatchObject({ kind: 'receipt', receipt, normalised: false });
      }),
    );
  });

  it('trims, turns to capitals and drops spaces, dashes and characters that cannot be seen', () => {
    const noise = fc.constantFrom('', ' ', '-', '–', '—', '‑', '\u00a0', '\u200b', '\u2212', '\t', '\ufeff', '\u00ad');
    fc.assert(
      fc.property(receipts, fc.array(noise, { minLength: 14, maxLength: 14 }), fc.boolean(), (receipt, gaps, small) => {
        const written = receipt.split('').map((one, index) => (gaps[index] ?? '') + (small ? one.toLowerCase() : one));
        const entered = written.join('') + (gaps[13] ?? '');
        expect(readReceipt(entered)).toMatchObject({ kind: 'receipt', receipt });
      }),
    );
  });

  it('keeps leading zeros', () => {
    expect(readReceipt('wac-00-000-00001')).toMatchObject({ receipt: 'WAC0000000001', normalised: true });
  });

  it('R2: warns of an unknown prefix and never blocks it', () => {
    expect(readReceipt('ZZZ1234567890')).toMatchObject({ kind: 'receipt', unknownPrefix: true });
    expect(readReceipt('IOE1234567890')).toMatchObject({ kind: 'receipt', unknownPrefix: false });
  });

  it.each([
    ['', 'empty'],
    [' - ', 'empty'],
    ['EAC999910311', 'too_short'],
    ['EAC99991031111', 'too_long'],
    ['AB12345', 'prefix_not_letters'],
    ['1234567890123', 'prefix_not_letters'],
    ['EAC99991O3401', 'not_digits'],
    ['EAC99*9103401', 'not_digits'],
    ['EACſ999103401', 'not_digits'],
    ['ıoe1234567890', 'prefix_not_letters'],
    ['EAC٩٩٩٩١٠٣٤٠٣', 'not_digits'],
  ])('says why "%s" is malformed', (entered, reason) => {
    expect(readReceipt(entered)).toEqual({ kind: 'malformed', reason });
  });

  it('never throws, and reads its own result as the same number', () => {
    fc.assert(
      fc.property(anyText, (entered) => {
        const reading = readReceipt(entered);
        if (reading.kind !== 'receipt') return;
        expect(reading.receipt).toMatch(/^[A-Z]{3}(\d{10}|\*\d{9})$/);
        expect(readReceipt(reading.receipt)).toEqual({ ...reading, normalised: false });
      }),
    );
  });
});

describe('a pasted list', () => {
  it('is one number a line, or several parted by commas, semicolons or tabs', () => {
    expect(splitReceiptList(' EAC9999103403\r\n\nLIN9999106498, SRC9999102777;\tWAC0000000000\n')).toEqual([
      'EAC9999103403',
      'LIN9999106498',
      'SRC9999102777',
      'WAC0000000000',
    ]);
    expect(splitReceiptList(' \n,;')).toEqual([]);
  });
});

describe('a masked receipt number', () => {
  it('shows the last four characters only', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(maskReceipt(receipt)).toBe(`…${receipt.slice(9)}`);
      }),
    );
  });
});
