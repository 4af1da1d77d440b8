import type { Pages } from './pages.ts';
import { readTreePage, type StoredRow, type TreePage } from './records.ts';

/** Row numbers of which some may be missing: above `after` (null: from the first), up to `upTo` (null: to the last). */
export interface Gap {
  readonly after: number | null;
  readonly upTo: number | null;
}

/** What a database's own table of tables says of one of them. */
export interface TableRoot {
  readonly name: string;
  readonly page: number;
}

/** What reading a file has come upon so far. */
export interface Survey {
  /** Pages that a tree or a row was read from, so that what is left can be told. */
  readonly visited: Set<number>;
}

/** Reads a tree from its root, whatever of it can be read. `gap` hears of each part that cannot. */
export function* walkTree(
  pages: Pages,
  root: number,
  { visited }: Survey,
  gap: (gap: Gap) => void,
): Generator<StoredRow> {
  const waiting: { readonly page: number; readonly gap: Gap }[] = [{ page: root, gap: { after: null, upTo: null } }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next.page)) continue;
    const bytes = next.page < 1 || next.page > pages.count ? null : pages.read(next.page);
    const page = bytes === null ? null : readTreePage(pages, next.page, bytes);
    if (page === null) {
      gap(next.gap);
      continue;
    }
    visited.add(next.page);
    if (page.broken > 0) gap(next.gap);
    yield* page.rows;
    let { after } = next.gap;
    const below = page.children.map((child) => {
      const upTo = child.upTo ?? next.gap.upTo;
      const part = { page: child.page, gap: page.kind === 'table' ? { after, upTo } : next.gap };
      after = upTo;
      return part;
    });
    // The stack gives back the last first.
    waiting.push(...below.reverse());
  }
}

/** The tables that a database says to have. `isWhole`: there is no other. */
export interface TableRoots {
  readonly roots: readonly TableRoot[];
  readonly isWhole: boolean;
}

/** The tables of a database, as its first page says, or where that cannot be read the pages below it, which are strays then. */
export function readTables(pages: Pages, survey: Survey): TableRoots {
  if (pages.read(1) === null) return { roots: strayRoots(pages, survey), isWhole: false };
  let isWhole = true;
  const rows = [...walkTree(pages, 1, survey, () => (isWhole = false))];
  return { roots: rows.flatMap((row) => rootOf(row) ?? []), isWhole };
}

/** A table that two pages speak of is left out: one of them is of before. */
function strayRoots(pages: Pages, survey: Survey): TableRoot[] {
  const found: TableRoot[] = [];
  for (let number = 2; number <= pages.count; number += 1) {
    const bytes = pages.read(number);
    const page = bytes === null ? null : readTreePage(pages, number, bytes);
    if (page?.kind !== 'table' || page.rows.length === 0 || !page.rows.every(isOfSchema)) continue;
    survey.visited.add(number);
    found.push(...page.rows.flatMap((row) => rootOf(row) ?? []));
  }
  return found.filter(({ name }) => found.filter((other) => other.name === name).length === 1);
}

/** What SQLite writes down of a table, an index or a trigger. What it makes by itself has no text. */
const isOfSchema = ({ values: [type, name, table, page, sql, ...more] }: StoredRow): boolean =>
  (type === 'table' || type === 'index' || type === 'trigger') &&
  typeof name === 'string' &&
  typeof table === 'string' &&
  typeof page === 'number' &&
  (sql === null || (typeof sql === 'string' && sql.startsWith('CREATE '))) &&
  more.length === 0;

function rootOf({ values: [type, name, , page] }: StoredRow): TableRoot | null {
  return type === 'table' && typeof name === 'string' && typeof page === 'number' && page > 0 ? { name, page } : null;
}

/** The pages that hold nothing any more. What they still hold was deleted, and stays so. */
function freePages(pages: Pages): ReadonlySet<number> {
  const free = new Set<number>();
  let trunk = pages.read(1)?.readUInt32BE(32) ?? 0;
  while (trunk > 0 && trunk <= pages.count && !free.has(trunk)) {
    free.add(trunk);
    const page = pages.read(trunk);
    if (page === null) break;
    const leaves = Math.min(page.readUInt32BE(4), Math.floor(page.length / 4) - 2);
    for (let index = 0; index < leaves; index += 1) free.add(page.readUInt32BE(8 + 4 * index));
    trunk = page.readUInt32BE(0);
  }
  return free;
}

/** The rows of pages that no tree leads to any more, page by page. In an index's tree, which a table without row numbers has too, rows stand above its leaves as well. */
export function* strayPages(pages: Pages, { visited }: Survey): Generator<Pick<TreePage, 'kind' | 'rows'>> {
  const free = freePages(pages);
  for (let number = 2; number <= pages.count; number += 1) {
    if (visited.has(number) || free.has(number)) continue;
    const bytes = pages.read(number);
    const page = bytes === null ? null : readTreePage(pages, number, bytes);
    if (page !== null && page.rows.length > 0) yield page;
  }
}
