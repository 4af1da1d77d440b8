import { fold } from './text.ts';

/** So many tags can a case have, and so many characters one of them. */
export const MOST_TAGS = 20;
export const LONGEST_TAG = 40;

/** What parts two tags, in a list that somebody types or pastes. */
const BETWEEN = /[,;\n\r\t]+/;

/**
 * The tags in a list that somebody typed, or that the store keeps: parted by commas, in their order. Two that differ in capitals,
 * accents or spaces only are one tag, as it was first written.
 */
export function readTags(list: string): string[] {
  const tags = new Map<string, string>();
  for (const piece of list.split(BETWEEN)) {
    const tag = piece.replace(/\s+/gu, ' ').trim();
    const key = fold(tag);
    if (key !== '' && !tags.has(key)) tags.set(key, tag);
  }
  return [...tags.values()];
}

/** Tags as the store keeps them: `readTags` gives them back. */
export const writeTags = (tags: readonly string[]): string => readTags(tags.join(',')).join(', ');

export const hasTag = (tags: readonly string[], tag: string): boolean => tags.some((each) => fold(each) === fold(tag));

export const withoutTag = (tags: readonly string[], tag: string): string[] =>
  tags.filter((each) => fold(each) !== fold(tag));
