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

/**
 * Which row there is which row here, by table. A row that is not known here gets the next number; the rows come after, in
 * their order. `is_new`: it was not here.
 */
export function mapRows(
  run: Run,
  table: 'observations' | 'pulls' | 'checks' | 'changes' | 'edits',
  known: string,
): void {
  const map = `${table}_map`;
  run(`CREATE TEMP TABLE ${map} (there INTEGER PRIMARY KEY, here INTEGER NOT NULL, is_new INTEGER NOT NULL)`);
  run(`CREATE INDEX temp.${map}_here ON ${map} (here)`);
  run(`INSERT INTO ${map} ${known}`);
  const own = table === 'pulls' ? '' : 'AND there.case_id IN (SELECT there FROM cases_map)';
  const asked = table === 'checks' ? 'AND there.answer IS NOT NULL' : '';
  run(`INSERT INTO ${map}
    SELECT there.id, (SELECT ifnull(max(id), 0) FROM main.${table}) + row_number() OVER (ORDER BY there.id), 1
    FROM there.${table} AS there WHERE there.id NOT IN (SELECT there FROM ${map}) ${own} ${asked}`);
}
