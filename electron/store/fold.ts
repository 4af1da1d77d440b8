import { comparable } from '../../shared/case/text.ts';

/** One form for searching and sorting names: without accents, capitals, entities or runs of white space. Never shown. */
export const fold = (text: string): string => comparable(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

interface SearchableCase {
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
  readonly titleEn: string | null;
  readonly titleEs: string | null;
}

/** What the search looks through: every word with a space before it, so that a beginning can be told from a middle. */
export const foldCase = (found: SearchableCase): string =>
  ` ${fold([found.receipt, found.client, found.label, found.titleEn ?? '', found.titleEs ?? ''].join(' '))}`;

/** The words of a search, folded. */
export const searchWords = (search: string): string[] =>
  fold(search)
    .split(' ')
    .filter((word) => word !== '');
