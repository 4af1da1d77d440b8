import { expect, test } from 'vitest';
import { fold, foldCase, searchWords } from '../../../electron/store/fold.ts';

test('accents, capitals, entities and white space do not count', () => {
  expect(fold('  LÓPEZ,\n María&nbsp;Ñ ')).toBe('lopez, maria n');
  expect(fold('USCIS&#39; Request')).toBe("uscis' request");
});

test('a search is its words', () => {
  expect(searchWords('  Smith   JO ')).toEqual(['smith', 'jo']);
  expect(searchWords(' ')).toEqual([]);
});

test('every word of a case has a space before it', () => {
  const found = { receipt: 'ZZZ9000000001', client: 'Ana', label: '', titleEn: 'Case Was Sent', titleEs: null };
  expect(foldCase(found)).toBe(' zzz9000000001 ana case was sent');
});
