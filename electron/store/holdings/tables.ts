import { DATA_KINDS, type DataHolding, type DataKind } from '../../../shared/contract/holdings.ts';
import type { Connection, NoParameters } from '../connection.ts';

/** Where each table of the schema is told of. A test fails when one is missing here. */
const KIND_OF_TABLE: Readonly<Record<string, DataKind>> = {
  cases: 'cases',
  case_search: 'cases',
  observations: 'answers',
  changes: 'changes',
  outbox: 'changes',
  edits: 'edits',
  pulls: 'checks',
  pull_answers: 'checks',
  checks: 'checks',
  ledger: 'ledger',
  ledger_cases: 'ledger',
  ledger_keys: 'ledger',
  ledger_ends: 'ledger',
  chains: 'ledger',
  chain_cases: 'ledger',
  chain_lines: 'ledger',
  merges: 'facts',
  titles: 'titles',
  texts: 'texts',
  text_search: 'texts',
  purges: 'certificates',
  holds: 'holds',
  retention_due: 'holds',
  meta: 'facts',
  sqlite_schema: 'facts',
  sqlite_stat1: 'facts',
  sqlite_stat4: 'facts',
};

/** What an index of words keeps its own tables as. */
const SHADOW = /_(data|idx|docsize|config|content)$/;

/** `other`: nobody has said yet what the table is to a person. */
export const kindOfTable = (name: string): DataKind =>
  KIND_OF_TABLE[name] ?? KIND_OF_TABLE[name.replace(SHADOW, '')] ?? 'other';

/** How each kind is counted. The others are nothing that could be counted. */
const COUNTS: Partial<Record<DataKind, string>> = {
  cases: 'SELECT count(*) FROM cases WHERE deleted_at IS NULL',
  archived: 'SELECT count(*) FROM cases WHERE deleted_at IS NULL AND archived_at IS NOT NULL',
  deleted: 'SELECT count(*) FROM cases WHERE deleted_at IS NOT NULL',
  notes: `SELECT count(*) FROM cases WHERE notes <> ''`,
  answers: 'SELECT count(*) FROM observations',
  changes: 'SELECT count(*) FROM changes',
  edits: 'SELECT count(*) FROM edits',
  checks: 'SELECT count(*) FROM checks WHERE answer IS NOT NULL',
  ledger: 'SELECT (SELECT count(*) FROM ledger) + (SELECT count(*) FROM chain_lines)',
  titles: 'SELECT count(*) FROM titles',
  texts: 'SELECT count(*) FROM texts',
  certificates: 'SELECT count(*) FROM purges',
  holds: 'SELECT count(*) FROM holds',
};

/** Which kinds lie within another's tables. */
const PARTS: ReadonlySet<DataKind> = new Set(['archived', 'deleted', 'notes']);

/**
 * Counts a database by what it is to a person, with the bytes of its tables and their indexes. It reads every page: for the
 * store's thread. `other` is left out where there is none.
 */
export function countTables(connection: Connection): DataHolding[] {
  const bytes = bytesByKind(connection);
  return DATA_KINDS.filter((kind) => kind !== 'other' || bytes.has('other')).map((kind) => {
    const sql = COUNTS[kind];
    const counted =
      sql === undefined
        ? null
        : connection.statement<NoParameters, { n: number }>(`holdings.${kind}`, `SELECT (${sql}) AS n`);
    return { kind, count: counted?.get({})?.n ?? null, bytes: PARTS.has(kind) ? null : (bytes.get(kind) ?? 0) };
  });
}

function bytesByKind(connection: Connection): Map<DataKind, number> {
  const sizes = connection.statement<NoParameters, { name: string; bytes: number }>(
    'holdings.sizes',
    `SELECT ifnull(tbl_name, pages.name) AS name, sum(pgsize) AS bytes FROM dbstat('main', 1) AS pages
     LEFT JOIN sqlite_schema ON sqlite_schema.name = pages.name GROUP BY 1`,
  );
  const found = new Map<DataKind, number>();
  const add = (kind: DataKind, bytes: number): void => void found.set(kind, (found.get(kind) ?? 0) + bytes);
  for (const { name, bytes } of sizes.all({})) add(kindOfTable(name), bytes);
  add('free', Number(connection.pragma('freelist_count')) * Number(connection.pragma('page_size')));
  return found;
}
