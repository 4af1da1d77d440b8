import type { Instant } from '../../../shared/clock.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Run } from './unite.ts';

/** A point of a chain: a line's number and its hash, which pins every line before it. */
interface Point {
  readonly number: number;
  readonly at: Instant | null;
  readonly hash: Buffer;
}

/** A chain of either database: the office's own, or one that it was given in a merge. */
interface Chain {
  readonly workspace: string;
  readonly name: string;
  readonly anchor: Point;
  readonly head: Point;
  /** Its lines, as what stands after FROM: `number, at, case_ref, key_id, answer, content, hash`. */
  readonly lines: string;
  /** What its lines name their cases by: `ref, case_id, salt, mark`. */
  readonly cases: string;
  /** Null: the office's own. */
  readonly id: number | null;
}

interface EndRow {
  readonly which: 'anchor' | 'head';
  readonly number: number;
  readonly at: Instant | null;
  readonly hash: Buffer;
}

interface ChainRow {
  readonly id: number;
  readonly workspace: string;
  readonly name: string;
  readonly anchor_number: number;
  readonly anchor_at: Instant | null;
  readonly anchor_hash: Buffer;
  readonly head_number: number;
  readonly head_at: Instant;
  readonly head_hash: Buffer;
}

/** Where a bundle came from: the workspace's id and its name there. */
export interface Origin {
  readonly workspace: string;
  readonly name: string;
}

/**
 * Brings in the chains of lines that are only there, each as a chain of its own: what another office wrote cannot be written
 * into ours. Of a chain that shares its beginning with one that is here only the rest comes, anchored at the last line that
 * both have. Lines come as they are; whether a chain is whole is for `verifyLedger` to say. Gives how many lines came.
 */
export function uniteChains(connection: Connection, run: Run, merge: number, origin: Origin): number {
  run(`INSERT INTO main.ledger_keys (fingerprint) SELECT fingerprint FROM there.ledger_keys WHERE true
    ON CONFLICT DO NOTHING`);
  run('CREATE TEMP TABLE keys_map (there INTEGER PRIMARY KEY, here INTEGER NOT NULL)');
  run(`INSERT INTO keys_map SELECT theirs.id, ours.id FROM there.ledger_keys AS theirs
    JOIN main.ledger_keys AS ours ON ours.fingerprint = theirs.fingerprint`);
  let lines = 0;
  for (const theirs of chainsOf(connection, 'there', origin)) {
    lines += bringIn(connection, run, merge, theirs);
  }
  return lines;
}

let asked = 0;
/** A statement that is needed once. */
function one<Row>(connection: Connection, sql: string): Row[] {
  asked += 1;
  return connection.statement<NoParameters, Row>(`chains.${asked}`, sql).all({});
}

function chainsOf(connection: Connection, side: 'main' | 'there', origin: Origin): Chain[] {
  const ends = one<EndRow>(connection, `SELECT which, number, at, hash FROM ${side}.ledger_ends`);
  const [anchor, head] = (['anchor', 'head'] as const).map((which) => ends.find((end) => end.which === which));
  const own: Chain[] =
    anchor === undefined || head === undefined
      ? []
      : [
          {
            ...origin,
            anchor,
            head,
            lines: `(SELECT number, at, ledger_case_id AS case_ref, key_id, answer, content, hash FROM ${side}.ledger)`,
            cases: `(SELECT id AS ref, case_id, salt, mark FROM ${side}.ledger_cases)`,
            id: null,
          },
        ];
  const others = one<ChainRow>(connection, `SELECT * FROM ${side}.chains ORDER BY id`).map((row): Chain => ({
    workspace: row.workspace,
    name: row.name,
    anchor: { number: row.anchor_number, at: row.anchor_at, hash: row.anchor_hash },
    head: { number: row.head_number, at: row.head_at, hash: row.head_hash },
    lines: `(SELECT number, at, chain_case_id AS case_ref, key_id, answer, content, hash FROM ${side}.chain_lines WHERE chain_id = ${row.id})`,
    cases: `(SELECT id AS ref, case_id, salt, mark FROM ${side}.chain_cases WHERE chain_id = ${row.id})`,
    id: row.id,
  }));
  return [...own, ...others];
}

function bringIn(connection: Connection, run: Run, merge: number, theirs: Chain): number {
  if (theirs.head.number === theirs.anchor.number || theirs.head.at === null) return 0;
  const shared = chainsOf(connection, 'main', { workspace: '', name: '' })
    .map((chain) => ({ chain, point: lastShared(connection, chain, theirs) }))
    .filter(({ point }) => point !== null)
    .sort((a, b) => (b.point?.number ?? 0) - (a.point?.number ?? 0));
  const from = shared[0]?.point ?? theirs.anchor;
  if (from.number >= theirs.head.number) return 0;
  const longer = shared.find(
    ({ chain, point }) => chain.id !== null && point?.number === from.number && chain.head.number === from.number,
  )?.chain.id;
  const id = longer ?? begin(connection, merge, theirs, from);
  return append(connection, run, id, theirs, from.number);
}

/** The last point that two chains have in common; null: none, not even their beginning. */
function lastShared(connection: Connection, ours: Chain, theirs: Chain): Point | null {
  const same = (a: Point, b: Point): boolean => a.number === b.number && a.hash.equals(b.hash);
  const points: Point[] = [
    ...one<Point>(
      connection,
      `SELECT b.number, b.at, b.hash FROM ${ours.lines} AS a JOIN ${theirs.lines} AS b ON b.number = a.number
       WHERE b.hash = a.hash ORDER BY b.number DESC LIMIT 1`,
    ),
    ...[theirs.anchor].filter((anchor) => same(anchor, ours.anchor) || isLine(connection, ours, anchor)),
    ...[ours.anchor].filter((anchor) => isLine(connection, theirs, anchor)),
  ];
  return points.sort((a, b) => b.number - a.number)[0] ?? null;
}

const isLine = (connection: Connection, chain: Chain, { number, hash }: Point): boolean =>
  one(connection, `SELECT 1 FROM ${chain.lines} WHERE number = ${number} AND hash = x'${hash.toString('hex')}'`)
    .length > 0;

function begin(connection: Connection, merge: number, { workspace, name, head }: Chain, anchor: Point): number {
  asked += 1;
  return connection
    .statement<Record<string, string | number | Buffer | null>>(
      `chains.${asked}`,
      `INSERT INTO main.chains (merge_id, workspace, name, anchor_number, anchor_at, anchor_hash, head_number, head_at,
         head_hash)
       VALUES (@merge, @workspace, @name, @anchor, @anchorAt, @anchorHash, @head, @headAt, @headHash)`,
    )
    .run({
      merge,
      workspace,
      name,
      anchor: anchor.number,
      anchorAt: anchor.at,
      anchorHash: anchor.hash,
      head: head.number,
      headAt: head.at,
      headHash: head.hash,
    }).lastId;
}

/** The lines after `from`. What they name a case by comes too, and leads to the case where it is here. */
function append(connection: Connection, run: Run, id: number, { lines, cases, head }: Chain, from: number): number {
  run(`INSERT INTO main.chain_cases (chain_id, case_id, salt, mark)
    SELECT ${id}, cases_map.here, iif(cases_map.here IS NULL, NULL, salt), mark FROM ${cases} AS named
    LEFT JOIN cases_map ON cases_map.there = named.case_id
    WHERE ref IN (SELECT case_ref FROM ${lines} WHERE number > ${from}) ON CONFLICT DO NOTHING`);
  const added = run(`INSERT INTO main.chain_lines (chain_id, number, at, chain_case_id, key_id, answer, content, hash)
    SELECT ${id}, number, line.at, chain_cases.id, keys_map.here, answer, content, hash FROM ${lines} AS line
    CROSS JOIN ${cases} AS named ON named.ref = line.case_ref
    CROSS JOIN main.chain_cases ON chain_cases.chain_id = ${id} AND chain_cases.mark = named.mark
    LEFT JOIN keys_map ON keys_map.there = line.key_id
    WHERE number > ${from} ORDER BY number`);
  asked += 1;
  connection
    .statement<Record<string, number | Buffer | null>>(
      `chains.${asked}`,
      'UPDATE main.chains SET head_number = @number, head_at = @at, head_hash = @hash WHERE id = @id',
    )
    .run({ id, number: head.number, at: head.at, hash: head.hash });
  return added;
}
