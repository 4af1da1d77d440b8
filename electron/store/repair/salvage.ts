import type { Connection, NoParameters } from '../connection.ts';
import type { Pages } from './pages.ts';
import type { StoredRow, Value } from './records.ts';
import { readTables, strayRows, walkTree, type Gap, type Survey, type TableRoot } from './trees.ts';

/** A table of ours, with how its rows lie in the file. */
export interface Table {
  readonly name: string;
  /** The columns as they are stored, in their order. One that is null here is kept as the row's number. */
  readonly stored: readonly string[];
  /** The column that is the row's number; null: the table has none. */
  readonly rowid: string | null;
  /** What tells one row from another. */
  readonly key: readonly string[];
}

/** What could not be read of a table: the gaps in its numbers; whole: nobody knows where they are. */
export interface Damage {
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
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
      return { name, stored: stored.map((column) => column.name), rowid, key: key.map((column) => column.name) };
    });
}

/** The search indexes of a database: they hold nothing of their own. */
export function searchIndexes(connection: Connection): string[] {
  const found = connection.statement<NoParameters, { name: string }>(
    'repair.indexes',
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`,
  );
  return found.all({}).map(({ name }) => name);
}

/** Puts rows of a file into a fresh database. The database itself judges each: what breaks a rule of the schema is refused. */
interface Filler {
  /** False: refused. */
  add(table: Table, row: StoredRow): boolean;
}

function createFiller(connection: Connection): Filler {
  const statements = new Map<string, { run(values: Record<string, Value>): { readonly changes: number } }>();
  const insert = (table: Table, columns: number) => {
    const name = `repair.fill.${table.name}.${columns}`;
    const known = statements.get(name);
    if (known !== undefined) return known;
    const names = table.stored.slice(0, columns);
    const made = connection.statement<Record<string, Value>>(
      name,
      `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${names.map((each) => `@${each}`).join(', ')})`,
    );
    statements.set(name, made);
    return made;
  };
  return {
    add(table, { rowid, values }) {
      // A row from before a column was added is shorter; one that is longer is another table's.
      if (values.length > table.stored.length || values.length === 0) return false;
      const row = Object.fromEntries(values.map((value, index) => [table.stored[index] ?? '', value]));
      if (table.rowid !== null) row[table.rowid] = rowid;
      try {
        return insert(table, values.length).run(row).changes === 1;
      } catch (error) {
        if (isRefusal(error)) return false;
        throw error;
      }
    },
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(CONSTRAINT|MISMATCH)/.test(error.code);

/**
 * Reads every row that a damaged file still gives into the tables of a fresh database: first by its trees, then (where a part
 * of a tree is lost) from the pages that no tree leads to any more. Gives what may be missing.
 */
export function salvage(
  pages: Pages,
  connection: Connection,
  tables: readonly Table[],
  tell: (page: number) => void,
): Damage {
  const survey: Survey = { visited: new Set() };
  const filler = createFiller(connection);
  const gaps = new Map<string, Gap[]>();
  const gapIn =
    (table: string) =>
    (gap: Gap): void => {
      gaps.set(table, [...(gaps.get(table) ?? []), gap]);
    };
  const known = readTables(pages, survey);
  const roots = new Map<string, TableRoot>((known?.roots ?? []).map((root) => [root.name, root]));
  for (const table of tables) {
    const root = roots.get(table.name);
    if (root === undefined) {
      // The first page is lost, or the table is younger than the file: then nothing of it can be missing.
      if (known?.isWhole !== true) gapIn(table.name)(EVERYWHERE);
      continue;
    }
    for (const row of walkTree(pages, root.page, survey, gapIn(table.name))) {
      if (!filler.add(table, row))
        gapIn(table.name)(row.rowid === null ? EVERYWHERE : { after: row.rowid - 1, upTo: row.rowid });
      tell(survey.visited.size);
    }
  }
  // The trees of the search indexes and of the other indexes are of no use, and are nobody's strays.
  for (const { page } of roots.values()) passOver(walkTree(pages, page, survey, () => undefined));
  if (gaps.size > 0) takeStrays(pages, survey, filler, tables, gaps);
  return { gaps };
}

/** Reads to the end, for what is noted on the way. */
function passOver(rows: Iterator<StoredRow>): void {
  while (rows.next().done !== true);
}

const EVERYWHERE: Gap = { after: null, upTo: null };

/** A stray page is of the first table that has a gap for its rows and takes every one of them. */
function takeStrays(
  pages: Pages,
  survey: Survey,
  filler: Filler,
  tables: readonly Table[],
  gaps: ReadonlyMap<string, readonly Gap[]>,
): void {
  const wanting = tables.filter((table) => table.rowid !== null && gaps.has(table.name));
  for (const rows of strayRows(pages, survey)) {
    for (const table of wanting) {
      const fits = rows.filter(({ rowid }) => isWithin(rowid ?? 0, gaps.get(table.name) ?? []));
      const [first, ...others] = fits;
      if (first === undefined || !looksLike(table, first) || !filler.add(table, first)) continue;
      for (const row of others) filler.add(table, row);
      break;
    }
  }
}

const looksLike = (table: Table, { values }: StoredRow): boolean => values.length === table.stored.length;

export const isWithin = (rowid: number, gaps: readonly Gap[]): boolean =>
  gaps.some(({ after, upTo }) => (after === null || rowid > after) && (upTo === null || rowid <= upTo));

/**
 * Fills gaps from a backup that is attached as `backup`: its rows whose numbers fall into a gap and are not here. What was
 * deleted since the backup stays deleted elsewhere. Gives how many rows were taken.
 */
export function fillFromBackup(connection: Connection, tables: readonly Table[], { gaps }: Damage): number {
  const there = connection.statement<{ table: string }, { name: string }>(
    'repair.backup_columns',
    `SELECT name FROM pragma_table_xinfo(@table, 'backup') WHERE hidden IN (0, 3)`,
  );
  let taken = 0;
  for (const table of tables) {
    const missing = gaps.get(table.name);
    if (missing === undefined) continue;
    const columns = there
      .all({ table: table.name })
      .map(({ name }) => name)
      .filter((name) => table.stored.includes(name));
    if (columns.length === 0) continue;
    for (const { after, upTo } of table.rowid === null ? [EVERYWHERE] : missing) {
      const within = table.rowid === null ? '' : `WHERE ${table.rowid} > @after AND ${table.rowid} <= @upTo`;
      const fill = connection.statement<{ after: number; upTo: number }>(
        `repair.take.${table.name}.${after ?? 'first'}.${upTo ?? 'last'}.${taken}`,
        `INSERT OR IGNORE INTO main.${table.name} (${columns.join(', ')})
         SELECT ${columns.join(', ')} FROM backup.${table.name} ${within}`,
      );
      const range = { after: after ?? Number.MIN_SAFE_INTEGER, upTo: upTo ?? Number.MAX_SAFE_INTEGER };
      taken += fill.run(range).changes;
    }
  }
  return taken;
}
