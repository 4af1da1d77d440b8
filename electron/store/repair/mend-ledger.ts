import type { Connection, NoParameters } from '../connection.ts';
import type { TableNames } from './tables.ts';

/** Lines that stay in a ledger and say no more of which case they are: `lines` of our own, `otherLines` of merged ones. */
export interface Nameless {
  readonly lines: number;
  readonly otherLines: number;
}

/**
 * Keeps every line of a ledger that reads, whatever of its surroundings is lost. A line whose case is lost stands without it,
 * as after a purge. Where what stands for the case in its hash is lost too, something that is no hash takes its place, so that
 * *Verify* names the line. To be done before what points at nothing is settled.
 */
export function mendLedger(connection: Connection, tables: TableNames): Nameless {
  if (!tables.has('ledger')) return { lines: 0, otherLines: 0 };
  connection.exec(forgetLost('ledger_cases'));
  const lines = standIn(connection, 'ledger', 'ledger_case_id', 'ledger_cases', 'id');
  if (!tables.has('chains')) return { lines, otherLines: 0 };
  connection.exec(CHAINS);
  connection.exec(forgetLost('chain_cases'));
  return { lines, otherLines: standIn(connection, 'chain_lines', 'chain_case_id', 'chain_cases', 'id, chain_id') };
}

/** The ledger's ends, once its lines are what they will be. */
export function mendEnds(connection: Connection, tables: TableNames): void {
  if (tables.has('ledger_ends')) connection.exec(ENDS);
}

const forgetLost = (table: string): string => `
  UPDATE ${table} SET case_id = NULL, salt = NULL
  WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases)`;

/** Gives how many lines a stand-in had to be made for. */
function standIn(connection: Connection, lines: string, pointer: string, cases: string, columns: string): number {
  const lost = `${pointer} NOT IN (SELECT id FROM ${cases})`;
  const nameless = connection
    .statement<NoParameters, { count: number }>(
      `mend.nameless.${lines}`,
      `SELECT count(*) AS count FROM ${lines} WHERE ${lost}`,
    )
    .get({});
  connection.exec(`
    INSERT INTO ${cases} (${columns}, mark)
    SELECT DISTINCT ${columns.replace(/^id/, pointer)}, CAST(printf('%032d', ${pointer}) AS BLOB)
    FROM ${lines} WHERE ${lost}`);
  return nameless?.count ?? 0;
}

/** What is told of a merged ledger whose own row is lost: nobody's, from its first line that reads to its last. */
const NOBODYS = `'0000000000000000', '?'`;

const CHAINS = `
  INSERT INTO merges (id, at, workspace, name)
  SELECT merge_id, max(head_at), workspace, name FROM chains
  WHERE merge_id NOT IN (SELECT id FROM merges) GROUP BY merge_id;
  INSERT INTO merges (at, workspace, name) SELECT 0, ${NOBODYS}
  WHERE EXISTS (SELECT 1 FROM chain_lines WHERE chain_id NOT IN (SELECT id FROM chains));
  INSERT INTO chains (id, merge_id, workspace, name, anchor_number, anchor_hash, head_number, head_at, head_hash)
  SELECT last.chain_id, (SELECT max(id) FROM merges), ${NOBODYS},
    (SELECT min(number) - 1 FROM chain_lines WHERE chain_id = last.chain_id), zeroblob(32),
    last.number, last.at, last.hash
  FROM chain_lines AS last
  WHERE chain_id NOT IN (SELECT id FROM chains)
    AND number = (SELECT max(number) FROM chain_lines WHERE chain_id = last.chain_id);
`;

/**
 * The ledger goes on after its last line. A head that is ahead of it stays: it tells that lines are lost. One that is behind is
 * an older backup's. Where the anchor is lost, the chain begins openly with a line that nobody can vouch for.
 */
const ENDS = `
  INSERT OR IGNORE INTO ledger_ends (which, number, at, hash)
  SELECT 'anchor', ifnull(min(number), 1) - 1, iif(ifnull(min(number), 1) = 1, NULL, min(at)), zeroblob(32) FROM ledger;
  INSERT OR IGNORE INTO ledger_ends (which, number, at, hash)
  SELECT 'head', number, at, hash FROM ledger_ends WHERE which = 'anchor';
  UPDATE ledger_ends SET (number, at, hash) = (SELECT number, at, hash FROM ledger ORDER BY number DESC LIMIT 1)
  WHERE which = 'head' AND number < (SELECT max(number) FROM ledger);
`;
