import type { Connection } from '../connection.ts';
import { searchWords } from './fold.ts';
import { beginnings, isIndexed, matching } from './search-words.ts';

/** The words of a search, and where they can be found. */
export interface FoundWords {
  readonly words: readonly string[];
  /** Those that can be looked up. */
  readonly indexed: readonly string[];
  /** Those of them that no text of USCIS's has: they are the office's own. */
  readonly own: readonly string[];
}

export interface Search {
  look(search: string): FoundWords;
  /** The ids among which all cases with these words are, when they are fewer than `most`; else null. */
  few(found: FoundWords, archived: boolean, most: number): number[] | null;
}

interface Id {
  readonly id: number;
}

export function createSearch(connection: Connection): Search {
  const inTexts = connection.statement<{ match: string }, Id>(
    'search.inTexts',
    'SELECT rowid AS id FROM text_search WHERE text_search MATCH @match LIMIT 1',
  );
  const inOffice = connection.statement<{ match: string; most: number }, Id>(
    'search.inOffice',
    'SELECT rowid AS id FROM case_search WHERE case_search MATCH @match LIMIT @most',
  );
  const withText = connection.statement<{ match: string; archived: number; most: number }, Id>(
    'search.withText',
    `SELECT id FROM cases INDEXED BY cases_by_text WHERE archived = @archived
     AND text_id IN (SELECT rowid FROM text_search WHERE text_search MATCH @match) LIMIT @most`,
  );
  const receiptBegins = connection.statement<Record<string, string | number>, Id>(
    'search.receiptBegins',
    `SELECT id FROM cases INDEXED BY cases_by_receipt
     WHERE archived = @archived AND receipt >= @receiptFrom AND receipt < @receiptTo LIMIT @most`,
  );
  const clientBegins = connection.statement<Record<string, string | number>, Id>(
    'search.clientBegins',
    `SELECT id FROM cases INDEXED BY cases_by_client
     WHERE archived = @archived AND client_key >= @clientFrom AND client_key < @clientTo LIMIT @most`,
  );

  return {
    look(search) {
      const words = searchWords(search);
      const indexed = words.filter(isIndexed);
      const own = indexed.filter((word) => inTexts.get({ match: matching([word]) }) === undefined);
      return { words, indexed, own };
    },
    few({ words, indexed, own }, isArchived, most) {
      if (words.length === 0) return null;
      const archived = isArchived ? 1 : 0;
      const found = new Set<number>();
      const take = (rows: readonly Id[]): boolean => {
        for (const { id } of rows) found.add(id);
        return rows.length < most;
      };
      const some = { ...beginnings(words), archived, most };
      const isAll =
        indexed.length === 0
          ? take(receiptBegins.all(some)) && take(clientBegins.all(some))
          : own.length > 0
            ? take(inOffice.all({ match: matching(own), most }))
            : // A case has all of them in its text, or at least one in the office's words.
              take(withText.all({ match: matching(indexed), archived, most })) &&
              take(inOffice.all({ match: matching(indexed, 'OR'), most }));
      return isAll && found.size < most ? [...found] : null;
    },
  };
}
