import type { Connection, NoParameters } from '../connection.ts';

/** One statement of a merge. Gives how many rows it altered. */
export type Run = (sql: string) => number;

/** Runs statements of the program that are needed once. Each has a name of its own, for the connection's sake. */
export function runner(connection: Connection): Run {
  let number = 0;
  return (sql) => {
    number += 1;
    return connection.statement<NoParameters>(`merge.${number}`, sql).run({}).changes;
  };
}

/** Pages are read in no order, and each costs a decryption: so much of each side stays in memory, in KiB. */
const CACHE = 64 * 1024;

/** Gives a connection that has another database attached as `there` memory for the work with both. */
export function useMemory(connection: Connection): void {
  for (const side of ['main', 'there']) connection.pragma(`${side}.cache_size=-${CACHE}`);
}

type Mapped = 'observations' | 'pulls' | 'checks' | 'changes' | 'edits';

/**
 * Begins to say which row there is which row here, of a table: those that are the same row. `known` gives the number there,
 * the number here and 0. `is_new`: it was not here.
 */
export function mapKnown(run: Run, table: Mapped, known: string): void {
  const map = `${table}_map`;
  run(`CREATE TEMP TABLE ${map} (there INTEGER PRIMARY KEY, here INTEGER NOT NULL, is_new INTEGER NOT NULL)`);
  run(`CREATE INDEX temp.${map}_here ON ${map} (here)`);
  run(`INSERT INTO ${map} ${known}`);
}

/**
 * What is not known here by now gets the next numbers: those rows come after ours, in their own order. Rows are brought
 * in by the index on `here`: sorted, with their contents, they would all be in memory at once.
 */
export function mapNew(run: Run, table: Mapped): void {
  const map = `${table}_map`;
  const own = table === 'pulls' ? '' : 'AND there.case_id IN (SELECT there FROM cases_map)';
  const asked = table === 'checks' ? 'AND there.answer IS NOT NULL' : '';
  run(`INSERT INTO ${map}
    SELECT there.id, (SELECT ifnull(max(id), 0) FROM main.${table}) + row_number() OVER (ORDER BY there.id), 1
    FROM there.${table} AS there WHERE there.id NOT IN (SELECT there FROM ${map}) ${own} ${asked}`);
}
