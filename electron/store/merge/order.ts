import type { Connection, NoParameters } from '../connection.ts';
import type { Run } from './unite.ts';

interface Row {
  readonly id: number;
  readonly at: number;
  /** Rows are put in order among those that share it. */
  readonly within: number;
  readonly came: number;
}

/** A table whose numbers tell what came first, by when its rows were; and the columns elsewhere that name them. */
interface Ordered {
  readonly table: 'observations' | 'pulls' | 'changes' | 'edits';
  readonly at: string;
  /** What is in order by itself: the rows of a case, or (null) all. */
  readonly within: 'case_id' | null;
  readonly named: readonly (readonly [table: string, column: string])[];
}

const ORDERED: readonly Ordered[] = [
  {
    table: 'observations',
    at: 'last_seen_at',
    within: 'case_id',
    named: [
      ['cases', 'observation_id'],
      ['changes', 'before_id'],
      ['changes', 'after_id'],
      ['temp.observations_map', 'here'],
    ],
  },
  {
    table: 'pulls',
    at: 'started_at',
    within: null,
    named: [
      ['pull_answers', 'pull_id'],
      ['checks', 'pull_id'],
      ['changes', 'pull_id'],
    ],
  },
  { table: 'changes', at: 'seen_at', within: null, named: [['outbox', 'change_id']] },
  {
    table: 'edits',
    at: 'at',
    within: 'case_id',
    named: [
      ['edits', 'undoes'],
      ['temp.edits_map', 'here'],
    ],
  },
];

/**
 * Gives what came in the numbers that it would have, had it happened here: lists, the Inbox and "the last pull" go by them. Each
 * side's own order stays as it is, because a clock can be set back; between the two the times decide.
 */
export function putInOrder(connection: Connection, run: Run): void {
  for (const { table, at, within, named } of ORDERED) {
    const rows = connection.statement<NoParameters, Row>(
      `merge.order.${table}`,
      `SELECT ours.id, ours.${at} AS at, ${within ?? 0} AS within, ifnull(map.is_new, 0) AS came
       FROM main.${table} AS ours LEFT JOIN ${table}_map AS map ON map.here = ours.id AND map.is_new = 1
       ${within === null ? '' : `WHERE ${within} IN (SELECT ${within} FROM main.${table} JOIN ${table}_map ON here = id WHERE is_new = 1)`}
       ORDER BY within, ours.id`,
    );
    run(`CREATE TEMP TABLE ${table}_moves (before INTEGER PRIMARY KEY, after INTEGER NOT NULL)`);
    const move = connection.statement<{ before: number; after: number }>(
      `merge.move.${table}`,
      `INSERT INTO ${table}_moves VALUES (@before, @after)`,
    );
    const all = rows.all({});
    if (!all.some(({ came }) => came === 1)) continue;
    for (const group of groupsOf(all)) {
      const numbers = group.map(({ id }) => id);
      for (const [index, { id }] of interleaved(group).entries()) {
        const after = numbers[index] ?? id;
        if (after !== id) move.run({ before: id, after });
      }
    }
    const moved = `IN (SELECT before FROM ${table}_moves)`;
    // First out of each other's way.
    run(`UPDATE main.${table} SET id = -(SELECT after FROM ${table}_moves WHERE before = id) WHERE id ${moved}`);
    run(`UPDATE main.${table} SET id = -id WHERE id < 0`);
    for (const [where, column] of named) {
      const path = where.includes('.') ? where : `main.${where}`;
      // A key that others have until they move is set aside first, too.
      run(
        `UPDATE ${path} SET ${column} = -(SELECT after FROM ${table}_moves WHERE before = ${column}) WHERE ${column} ${moved}`,
      );
      run(`UPDATE ${path} SET ${column} = -${column} WHERE ${column} < 0`);
    }
  }
}

function groupsOf(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.within === row.within) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** Two lists as one, each in its own order; of two rows of one time ours comes first. */
function interleaved(rows: readonly Row[]): Row[] {
  const ours = rows.filter(({ came }) => came === 0);
  const theirs = rows.filter(({ came }) => came === 1);
  const both: Row[] = [];
  let next = 0;
  for (const row of ours) {
    for (; next < theirs.length && (theirs[next]?.at ?? 0) < row.at; next += 1) both.push(theirs[next] as Row);
    both.push(row);
  }
  return [...both, ...theirs.slice(next)];
}
