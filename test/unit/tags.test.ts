import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasTag, readTags, withoutTag, writeTags } from '../../shared/case/tags.ts';

test('a list that somebody typed is read in its order, each tag once, as it was first written', () => {
  expect(readTags(' Asylum ,urgent;  two   words\nASYLUM, Ásylum\t, ')).toEqual(['Asylum', 'urgent', 'two words']);
  expect(readTags('')).toEqual([]);
  expect(readTags(' , ;\n')).toEqual([]);
});

test('a tag is found and removed however it is written', () => {
  expect(hasTag(['Niñez', 'urgent'], 'NINEZ')).toBe(true);
  expect(hasTag(['Niñez'], 'Niñ')).toBe(false);
  expect(withoutTag(['Niñez', 'urgent'], 'ninez')).toEqual(['urgent']);
});

test('what the store keeps gives back the same tags', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (typed) => {
      const tags = readTags(typed.join(','));
      expect(readTags(writeTags(tags))).toEqual(tags);
    }),
  );
});
