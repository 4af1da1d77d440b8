import type { StatusContent } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';
import { foldStatus } from '../cases/fold.ts';

/** USCIS's words as the search looks through them: one row for all cases that stand alike. */
export interface Texts {
  /** The row of a content's words, made where there is none, inside the caller's transaction. */
  idOf(content: StatusContent): number;
}

export function createTexts(connection: Connection): Texts {
  const find = connection.statement<{ folded: string }, { id: number }>(
    'texts.find',
    'SELECT id FROM texts WHERE folded = @folded',
  );
  const add = connection.statement<{ folded: string }>('texts.add', 'INSERT INTO texts (folded) VALUES (@folded)');
  return {
    idOf(content) {
      const folded = foldStatus(content);
      return find.get({ folded })?.id ?? add.run({ folded }).lastId;
    },
  };
}
