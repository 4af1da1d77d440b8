import type { Connection, NoParameters } from '../connection.ts';

/** A table of ours, with how its rows lie in the file. */
export interface Table {
  readonly name: string;
  /** The columns as they are stored, in their order. One that is null here is kept as the row's number. */
  readonly stored: readonly string[];
  /** The type of each of them. */
  readonly types: readonly string[];
  /** The column that is the row's number; null: the table has none. */
  readonly rowid: string | null;
}

/** Every table of a fresh database but those of a search index, which is made anew. */
export function tablesOf(connection: Connection, indexes: readonly string[]): Table[] {
  const list = connection.statement<NoParameters, { name: string; wr: number }>(
    'repair.tables',
    `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
     ORDER BY name`,
  );
  const columns = connection.statement<{ table: string }, { name: string; type: string; pk: number; hidden: number }>(
    'repair.columns',
    'SELECT name, type, pk, hidden FROM pragma_table_xinfo(@table) ORDER BY cid',
  );
  return list
    .all({})
    .filter(({ name }) => !indexes.some((index) => name.startsWith(`${index}_`)))
    .map(({ name, wr }) => {
      const all = columns.all({ table: name }).filter(({ hidden }) => hidden === 0 || hidden === 3);
      const key = all.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      const rowid = wr === 0 && key.length === 1 && key[0]?.type === 'INTEGER' ? key[0].name : null;
      // Without row numbers the key comes first in a row, then the rest.
      const stored = wr === 0 ? all : [...key, ...all.filter(({ pk }) => pk === 0)];
      return {
        name,
        stored: stored.map((column) => column.name),
        types: stored.map(({ type }) => type),
        rowid,
      };
    });
}

/** The names of a database's tables. It has those of its version: not every one has a ledger. */
export type TableNames = ReadonlySet<string>;

/** The search indexes of a database: they hold nothing of their own. */
export function searchIndexes(connection: Connection): string[] {
  const found = connection.statement<NoParameters, { name: string }>(
    'repair.indexes',
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`,
  );
  return found.all({}).map(({ name }) => name);
}
