import { readReceipt } from '../../../shared/case/receipt-number.ts';
import { fold } from '../../../shared/case/text.ts';
import type { StatusContent } from '../../../shared/service/answer.ts';

/** Words with a space before each, so that a beginning can be told from a middle; empty where there are none. */
function searchable(text: string): string {
  const folded = fold(text);
  return folded === '' ? '' : ` ${folded}`;
}

interface Named {
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
  /** As the store keeps them; undefined: it has none yet. */
  readonly tags?: string;
}

/** What the search looks through first. It changes with the office's own edits only. */
export const foldOffice = ({ receipt, client, label, tags = '' }: Named): string =>
  searchable([receipt, client, label, tags].join(' '));

export const foldNotes = (notes: string): string => searchable(notes);

const MONTHS_EN = 'january|february|march|april|may|june|july|august|september|october|november|december';
const MONTHS_ES = 'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const DATES = new RegExp(String.raw`\b(?:(?:${MONTHS_EN}) \d{1,2}, \d{4}|\d{1,2} de (?:${MONTHS_ES}) de \d{4})\b`, 'g');

/**
 * What the search looks through in USCIS's words, in both languages. The dates and the receipt number in them are left
 * out: so the text is one and the same for all cases that stand alike, and is indexed once.
 */
export function foldStatus({ receipt, title, description }: StatusContent): string {
  const words = [title.en, title.es ?? '', description.en, description.es ?? ''].join(' ');
  const plain = fold(words).replaceAll(receipt.toLowerCase(), '').replace(DATES, '');
  return searchable(plain);
}

/** The words of a search, folded. A receipt number is one word however it is written. */
export function searchWords(search: string): string[] {
  const reading = readReceipt(search);
  const wanted = reading.kind === 'receipt' ? reading.receipt : search;
  return fold(wanted)
    .split(' ')
    .filter((word) => word !== '');
}
