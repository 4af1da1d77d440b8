import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServiceDate, readServiceDateTime, saidOn } from '../../../shared/case/dates.ts';
import type { StatusContent } from '../../../shared/service/answer.ts';
import { readReceipt } from '../../../shared/case/receipt-number.ts';

const reading = readReceipt('EAC9999103403');
if (reading.kind !== 'receipt') throw new Error('a staging receipt is well-formed');
const { receipt } = reading;

const content = (modifiedAt: string | null, description: string): StatusContent => ({
  receipt,
  form: null,
  submittedAt: null,
  modifiedAt,
  title: { en: 'Case Was Approved', es: null },
  description: { en: description, es: null },
  history: [],
});

const moments = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2199-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('dates of the API (A2, A4: two formats in one body)', () => {
  it('are read month first, whatever the day', () => {
    expect(readServiceDateTime('09-05-2023 14:28:46')).toBe('2023-09-05T14:28:46');
    expect(readServiceDate('09-05-2023 14:28:46')).toBe('2023-09-05');
    expect(readServiceDate('13-05-2023 14:28:46')).toBeNull();
  });

  it('are read in both formats, as the same moment', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const iso = moment.toISOString().slice(0, 19);
        const [date = '', time = ''] = iso.split('T');
        const [year = '', month = '', day = ''] = date.split('-');
        expect(readServiceDateTime(`${month}-${day}-${year} ${time}`)).toBe(iso);
        expect(readServiceDateTime(iso)).toBe(iso);
        expect(readServiceDate(date)).toBe(date);
      }),
    );
  });

  it.each([
    [''],
    ['yesterday'],
    ['02-30-2023 10:00:00'],
    ['2023-13-01'],
    ['0023-01-01'],
    ['2023-09-05 25:00:00'],
    ['2023-09-05 10:61:00'],
    ['2023-09-051'],
    ['9-5-2023'],
  ])('"%s" is none', (text) => {
    expect(readServiceDateTime(text)).toBeNull();
    expect(readServiceDate(text)).toBeNull();
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readServiceDateTime(text)));
  });
});

describe('when USCIS said it', () => {
  it('A9: is the record’s own date, before the date in the text', () => {
    expect(saidOn(content('2023-09-06T15:29:47', 'On September 5, 2023, we approved it.'))).toBe('2023-09-06');
  });

  it.each([
    ['On September 5, 2023, we approved it.', '2023-09-05'],
    ['As of December 31, 2025, it is ready.', '2025-12-31'],
    ['  On May&nbsp;1, 2026, we wrote.', '2026-05-01'],
    ['On Septober 5, 2023, we approved it.', null],
    ['On February 30, 2023, we approved it.', null],
    ['We approved it on September 5, 2023.', null],
    ['', null],
  ])('is the date that "%s" begins with (absent modifiedDate: IOE)', (description, date) => {
    expect(saidOn(content(null, description))).toBe(date);
  });
});
