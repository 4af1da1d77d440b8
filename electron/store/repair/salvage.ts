import type { Connection } from '../connection.ts';
import type { Pages } from './pages.ts';
import type { StoredRow, Value } from './records.ts';
import type { Table } from './tables.ts';
import { readTables, strayPages, walkTree, type Gap, type Survey, type TableRoot } from './trees.ts';

/** What could not be read of a table: the gaps in its numbers; whole: nobody knows where they are. */
export interface Damage {
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
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

/** A stray page is of the first table that has a gap for its rows and takes them. */
function takeStrays(
  pages: Pages,
  survey: Survey,
  filler: Filler,
  tables: readonly Table[],
  gaps: ReadonlyMap<string, readonly Gap[]>,
): void {
  const wanting = tables.filter((table) => gaps.has(table.name));
  for (const { kind, rows } of strayPages(pages, survey)) {
    for (const table of wanting.filter(({ rowid }) => (rowid === null) === (kind === 'index'))) {
      const gap = gaps.get(table.name) ?? [];
      const fits = rows.filter(({ rowid }) => rowid === null || isWithin(rowid, gap));
      const [first, ...others] = fits;
      if (first === undefined || !fits.every((row) => looksLike(table, row)) || !filler.add(table, first)) continue;
      for (const row of others) filler.add(table, row);
      break;
    }
  }
}

/** Every table is STRICT: what stands in a column has its type. So a row of an index, or of another table, is told from ours. */
const looksLike = ({ types, rowid, stored }: Table, { values }: StoredRow): boolean =>
  values.length === stored.length &&
  values.every((value, column) => value === null || stored[column] === rowid || typeOf(value) === types[column]);

const typeOf = (value: Exclude<Value, null>): string =>
  typeof value === 'string' ? 'TEXT' : Buffer.isBuffer(value) ? 'BLOB' : 'INTEGER';

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
