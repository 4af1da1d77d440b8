import type { Connection } from '../connection.ts';
import type { Filler } from './filler.ts';
import type { Pages } from './pages.ts';
import type { StoredRow, Value } from './records.ts';
import type { Table } from './tables.ts';
import { readTables, strayPages, walkTree, type Gap, type Survey, type TableRoot } from './trees.ts';

/** What could not be read of a table: the gaps in its numbers; whole: nobody knows where they are. */
export interface Damage {
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
}

/**
 * Reads every row that a damaged file still gives into the tables of a fresh database: first by its trees, then (where a part
 * of a tree is lost) from the pages that no tree leads to any more. Gives what may be missing.
 */
export function salvage(pages: Pages, filler: Filler, tables: readonly Table[], tell: (page: number) => void): Damage {
  const survey: Survey = { visited: new Set() };
  const gaps = new Map<string, Gap[]>();
  const gapIn =
    (table: string) =>
    (gap: Gap): void => {
      gaps.set(table, [...(gaps.get(table) ?? []), gap]);
    };
  const known = readTables(pages, survey);
  const roots = new Map<string, TableRoot>(known.roots.map((root) => [root.name, root]));
  for (const table of tables) {
    const root = roots.get(table.name);
    if (root === undefined) {
      // What said where it is is lost, or the table is younger than the file: then nothing of it can be missing.
      if (!known.isWhole) gapIn(table.name)(EVERYWHERE);
      continue;
    }
    for (const row of walkTree(pages, root.page, survey, gapIn(table.name))) {
      if (!filler.add(table, row, 'known'))
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
      if (first === undefined || !fits.every((row) => looksLike(table, row)) || !filler.add(table, first, 'guessed'))
        continue;
      for (const row of others) filler.add(table, row, 'known');
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
export function fillFromBackup(
  connection: Connection,
  filler: Filler,
  tables: readonly Table[],
  { gaps }: Damage,
): number {
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
    const key = table.rowid ?? table.stored[0] ?? '';
    const rows = `SELECT ${columns.join(', ')} FROM backup.${table.name}
      WHERE ${table.rowid === null ? '@after < @upTo' : `${key} > @after AND ${key} <= @upTo`}`;
    const take = connection.statement<Range>(
      `repair.take.${table.name}`,
      `INSERT OR IGNORE INTO main.${table.name} (${columns.join(', ')}) ${rows}`,
    );
    // A backup can be older than a rule of the schema.
    const refused = connection.statement<Range, Record<string, Value>>(
      `repair.refused.${table.name}`,
      `${rows} AND ${key} NOT IN (SELECT ${key} FROM main.${table.name})`,
    );
    for (const { after, upTo } of table.rowid === null ? [EVERYWHERE] : missing) {
      const range = { after: after ?? Number.MIN_SAFE_INTEGER, upTo: upTo ?? Number.MAX_SAFE_INTEGER };
      taken += take.run(range).changes;
      for (const row of refused.all(range)) taken += filler.put(table, row, 'known') ? 1 : 0;
    }
  }
  return taken;
}

interface Range {
  readonly after: number;
  readonly upTo: number;
}
