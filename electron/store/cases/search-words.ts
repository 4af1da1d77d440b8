import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { searchWords } from './fold.ts';

/**
 * How the words of a search are looked for. Every word must be found: in what the office wrote (receipt, client, label;
 * notes) or in USCIS's text. Words of three characters and more are found anywhere, shorter ones where a word begins; a
 * single character alone is looked for where a receipt or a client begins.
 */

/** The indexes' terms are of three characters: a word of two is one with the space before it. */
const TERM = 3;

/** What stands for a word in the folded texts. */
const needle = (word: string): string => (Array.from(word).length >= TERM ? word : ` ${word}`);

/** Can a word be looked up in the indexes of words? */
export const isIndexed = (word: string): boolean => Array.from(needle(word)).length >= TERM;

/** These words as an index of words wants them. */
export const matching = (words: readonly string[], how: 'AND' | 'OR' = 'AND'): string =>
  words.map((word) => `"${needle(word).replaceAll('"', '""')}"`).join(` ${how} `);

const RECEIPT_BEGINS = 'receipt >= @receiptFrom AND receipt < @receiptTo';
const CLIENT_BEGINS = 'client_key >= @clientFrom AND client_key < @clientTo';
/** Where what is looked for, as a whole, begins. */
export const BEGINS = { receipt: RECEIPT_BEGINS, client: CLIENT_BEGINS } as const;

/** After everything that begins with the same letters. */
const after = (beginning: string): string => `${beginning}\u{10ffff}`;

/** The values of `BEGINS`. */
export function beginnings(words: readonly string[]): Record<string, string> {
  const [receipt, client] = [words.join('').toUpperCase(), words.join(' ')];
  return { receiptFrom: receipt, receiptTo: after(receipt), clientFrom: client, clientTo: after(client) };
}

/**
 * The ids from `@from` to `@to`. The driver gives every number as a real one, and an index of words takes a bound for its
 * ids from an integer only: else it goes through all that it has.
 */
const stretch = (id: string): string => `${id} BETWEEN CAST(@from AS INTEGER) AND CAST(@to AS INTEGER)`;

/**
 * A part of a search as SQL: that it holds of a case, tested on its row, or looked up in the indexes for a stretch of ids. The
 * plus keeps SQLite from going through one set for each of another.
 */
interface WordCondition {
  readonly key: string;
  readonly row: string;
  readonly stretch: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function indexedWord(word: string, index: number): WordCondition {
  const inTexts = `(SELECT rowid FROM text_search WHERE text_search MATCH @match${index})`;
  return {
    key: 'word',
    row: `(instr(folded, @word${index}) > 0 OR instr(notes_folded, @word${index}) > 0 OR text_id IN ${inTexts})`,
    stretch: `+id IN (
      SELECT rowid FROM case_search WHERE case_search MATCH @match${index} AND ${stretch('rowid')} UNION ALL
      SELECT alike.id FROM cases AS alike INDEXED BY cases_by_text
      WHERE alike.text_id IN ${inTexts} AND alike.archived = @archived AND ${stretch('alike.id')})`,
    parameters: { [`word${index}`]: needle(word), [`match${index}`]: matching([word]) },
  };
}

/** Beside words that are looked up, so that few rows are tested: the title "… Into A Drawer" is found as it stands. */
function letter(word: string, index: number): WordCondition {
  const begins = `@word${index}`;
  const row = `(instr(folded, ${begins}) > 0 OR instr(notes_folded, ${begins}) > 0
      OR EXISTS (SELECT 1 FROM texts WHERE texts.id = text_id AND instr(texts.folded, ${begins}) > 0))`;
  return { key: 'letter', row, stretch: row, parameters: { [`word${index}`]: needle(word) } };
}

function lettersOnly(words: readonly string[]): WordCondition {
  const row = `((${RECEIPT_BEGINS}) OR (${CLIENT_BEGINS}))`;
  return { key: 'letters', row, stretch: row, parameters: beginnings(words) };
}

/** What must hold of a case that a search finds. */
export function wordConditions({ search }: CaseFilter): WordCondition[] {
  const words = searchWords(search);
  if (words.length > 0 && !words.some(isIndexed)) return [lettersOnly(words)];
  return words.map((word, index) => (isIndexed(word) ? indexedWord(word, index) : letter(word, index)));
}
