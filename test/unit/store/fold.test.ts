import { expect, test } from 'vitest';
import { foldNotes, foldOffice, foldStatus, searchWords } from '../../../electron/store/cases/fold.ts';
import { fold } from '../../../shared/case/text.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';

test('accents, capitals, entities and white space do not count', () => {
  expect(fold('  LÓPEZ,\n María&nbsp;Ñ ')).toBe('lopez, maria n');
  expect(fold('USCIS&#39; Request')).toBe("uscis' request");
});

test('a search is its words', () => {
  expect(searchWords('  Smith   JO ')).toEqual(['smith', 'jo']);
  expect(searchWords(' ')).toEqual([]);
});

test('a receipt number is one word, however it is written', () => {
  expect(searchWords('zzz-900-000 0001')).toEqual(['zzz9000000001']);
});

test('every word of a case has a space before it', () => {
  expect(foldOffice({ receipt: 'ZZZ9000000001', client: 'Ana', label: '' })).toBe(' zzz9000000001 ana');
  expect(foldNotes('Llamar\nel lunes')).toBe(' llamar el lunes');
  expect(foldNotes('')).toBe('');
});

test("cases that stand alike have one text of USCIS's, whatever their dates and numbers", () => {
  const content = (receipt: ReceiptNumber, en: string, es: string) =>
    foldStatus({
      receipt,
      form: null,
      submittedAt: null,
      modifiedAt: null,
      title: { en: 'Case Was Sent', es: 'Caso Enviado' },
      description: { en: `On ${en}, we sent ${receipt}.`, es: `El ${es}, enviamos ${receipt}.` },
      history: [],
    });
  const one = content('ZZZ9000000001' as ReceiptNumber, 'February 20, 2026', '20 de febrero de 2026');
  expect(one).toBe(' case was sent caso enviado on , we sent . el , enviamos .');
  expect(content('ZZZ9000000002' as ReceiptNumber, 'May 1, 2025', '1 de mayo de 2025')).toBe(one);
});
