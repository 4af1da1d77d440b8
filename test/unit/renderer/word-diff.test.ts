import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDifference, type Piece } from '../../../renderer/features/changes/word-diff.ts';

const joined = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
const changed = (pieces: readonly Piece[]): string[] =>
  pieces.filter(({ kind }) => kind === 'changed').map(({ text }) => text.trim());
const same = (pieces: readonly Piece[]): string[] =>
  pieces.filter(({ kind }) => kind === 'same').flatMap(({ text }) => text.split(/\s+/).filter((word) => word !== ''));

test('marks the words that differ', () => {
  const difference = wordDifference('On May 1 we received your Form', 'On May 9 we mailed a notice about your Form');
  expect(changed(difference.before)).toEqual(['1', 'received']);
  expect(changed(difference.after)).toEqual(['9', 'mailed a notice about']);
});

test('marks nothing where only white space differs', () => {
  const difference = wordDifference('one  two\nthree', 'one two three');
  expect([...changed(difference.before), ...changed(difference.after)]).toEqual([]);
});

test('marks all of a text that stands against none', () => {
  expect(wordDifference('', 'All of it')).toEqual({ before: [], after: [{ kind: 'changed', text: 'All of it' }] });
});

test('keeps both texts whole, and the same words on both sides, whatever they are', () => {
  const text = fc.string({ maxLength: 80 }).map((letters) => letters.replace(/[b-z]/g, ' '));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const difference = wordDifference(before, after);
      expect(joined(difference.before)).toBe(before);
      expect(joined(difference.after)).toBe(after);
      expect(same(difference.before)).toEqual(same(difference.after));
    }),
  );
});

test('shows texts that are too long to compare, unmarked word by word', () => {
  const long = 'word '.repeat(3000);
  expect(wordDifference(long, `${long}more`).after).toEqual([{ kind: 'changed', text: `${long}more` }]);
});
