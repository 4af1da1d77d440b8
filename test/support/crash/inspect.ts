import { openConnection, type Connection } from '../../../electron/store/connection.ts';
import { groupOf, stageOf, type Group } from '../../../shared/case/status-groups.ts';
import { EDITED_FIELDS } from '../../../shared/contract/cases.ts';
import { brokenRules } from '../store-rules.ts';
import {
  caseOf,
  changeOf,
  GROUP,
  HOLD,
  LEDGER,
  lineOf,
  OFFICE,
  PLACE,
  READ,
  titleOf,
  valueWithHistory,
  withHistory,
  type Found,
} from './facts.ts';
import type { Place } from './words.ts';

interface CaseRow {
  readonly id: number;
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
  /** Left out: a database of before version 9. */
  readonly tags?: string;
  readonly notes: string;
  readonly cadence: string;
  readonly pinned: number;
  readonly archived_at: number | null;
  /** Left out: a database of before version 5. */
  readonly deleted_at?: number | null;
}

function placeOf({ archived_at: archived, deleted_at: deleted }: CaseRow): Place {
  if (deleted !== null && deleted !== undefined) return 'deleted';
  return archived === null ? 'live' : 'archived';
}

type Rows = <Row>(sql: string) => Row[];

let asked = 0;
const rowsOf =
  (connection: Connection): Rows =>
  <Row>(sql: string) => {
    asked += 1;
    return connection.statement<object, Row>(`crash.${asked}`, sql).all({});
  };

/** An older database has not every table. */
const hasTable = (rows: Rows, table: string): boolean =>
  rows(`SELECT 1 FROM sqlite_schema WHERE name = '${table}'`).length > 0;

/** Everything in a database that somebody may have acknowledged. */
export function factsIn(connection: Connection): Found {
  const rows = rowsOf(connection);
  return new Map([
    ...casesIn(rows),
    ...rows<{ id: number; read: number }>('SELECT id, read_at IS NOT NULL AS read FROM changes').map(
      ({ id, read }) => [changeOf(id), new Map([[READ, read === 1 ? 'yes' : 'no']])] as const,
    ),
    ...(hasTable(rows, 'titles')
      ? rows<{ key: string; status_group: string | null }>('SELECT key, status_group FROM titles')
      : []
    ).map(({ key, status_group: group }) => [titleOf(key), new Map([[GROUP, group ?? '']])] as const),
    [LEDGER, linesIn(rows)] as const,
    [OFFICE, new Map([['rule', ruleIn(rows)]])] as const,
  ]);
}

function casesIn(rows: Rows): Map<string, ReadonlyMap<string, string>> {
  const held = new Map(
    hasTable(rows, 'holds')
      ? rows<{ id: number; reason: string }>('SELECT case_id AS id, reason FROM holds').map((row) => [
          row.id,
          row.reason,
        ])
      : [],
  );
  const kept = new Map(
    hasTable(rows, 'edits')
      ? rows<{ id: number; field: string; before: string }>(
          'SELECT case_id AS id, field, before, max(id) FROM edits GROUP BY case_id, field',
        ).map((row) => [`${row.id} ${row.field}`, row.before])
      : [],
  );
  return new Map(
    rows<CaseRow>('SELECT * FROM cases').map((row) => {
      const aspects = new Map<string, string>([
        [PLACE, placeOf(row)],
        [HOLD, held.get(row.id) ?? ''],
      ]);
      for (const field of EDITED_FIELDS) {
        const value = String(row[field] ?? '');
        aspects.set(field, value);
        aspects.set(withHistory(field), valueWithHistory(value, kept.get(`${row.id} ${field}`) ?? null));
      }
      return [caseOf(row.receipt), aspects];
    }),
  );
}

const linesIn = (rows: Rows): Map<string, string> =>
  new Map(
    hasTable(rows, 'ledger')
      ? rows<{ number: number; hash: Buffer }>('SELECT number, hash FROM ledger').map(({ number, hash }) => [
          lineOf(number),
          hash.toString('hex'),
        ])
      : [],
  );

/** For how long things are kept, as `retention.set` is told it. */
function ruleIn(rows: Rows): string {
  const [kept] = rows<{ value: string }>(`SELECT value FROM meta WHERE key = 'retention'`);
  const { archived, ledger } = (kept === undefined ? {} : JSON.parse(kept.value)) as Partial<
    Record<'archived' | 'ledger', { readonly years: number } | null>
  >;
  return JSON.stringify({ archived: archived?.years ?? null, ledger: ledger?.years ?? null });
}

/** What must hold of a database that nobody has open any more, and in which nothing is left to be finished. */
export function brokenIn(connection: Connection): string[] {
  const rows = rowsOf(connection);
  const broken = brokenRules(connection);
  if (rows('SELECT id FROM purges WHERE finished_at IS NULL').length > 0) broken.push('a purge is half done');
  if (rows('SELECT id FROM cases WHERE purge_id IS NOT NULL').length > 0) broken.push('a case is half purged');
  const filings = new Map(
    rows<{ key: string; status_group: Group | null }>('SELECT key, status_group FROM titles').flatMap(
      ({ key, status_group: group }) => (group === null ? [] : [[key, group] as const]),
    ),
  );
  for (const { title_en: title, status_group: group, stage } of rows<{
    title_en: string;
    status_group: string;
    stage: string;
  }>('SELECT DISTINCT title_en, status_group, stage FROM cases WHERE title_en IS NOT NULL AND deleted_at IS NULL')) {
    const wanted = groupOf(title, filings);
    if (group !== wanted || stage !== stageOf(wanted)) broken.push(`“${title}” is under ${group}, not ${wanted}`);
  }
  return broken;
}

/** How many answers of cases that are there have no line in the ledger, be it ours or another office's. */
export function unprovedIn(connection: Connection): number {
  const rows = rowsOf(connection);
  const byCase = (sql: string): Map<number, number> =>
    new Map(
      rows<{ id: number; count: number }>(
        `SELECT case_id AS id, count(*) AS count FROM ${sql} AND case_id IS NOT NULL GROUP BY case_id`,
      ).map(({ id, count }) => [id, count]),
    );
  const none = new Map<number, number>();
  const lines = hasTable(rows, 'ledger')
    ? byCase('ledger JOIN ledger_cases ON ledger_cases.id = ledger_case_id WHERE true')
    : none;
  const theirs = hasTable(rows, 'chain_lines')
    ? byCase('chain_lines JOIN chain_cases ON chain_cases.id = chain_case_id WHERE true')
    : none;
  return [...byCase('checks WHERE answer IS NOT NULL')].reduce(
    (sum, [id, answers]) => sum + Math.max(0, answers - (lines.get(id) ?? 0) - (theirs.get(id) ?? 0)),
    0,
  );
}

/** Opens a database for a look. */
export const withDatabase = <Value>(path: string, key: string, use: (connection: Connection) => Value): Value => {
  const connection = openConnection({ path, key: { kind: 'raw', hex: key }, mustExist: true });
  try {
    return use(connection);
  } finally {
    connection.close();
  }
};
