import type { Connection, NoParameters } from '../connection.ts';
import type { Run } from './unite.ts';

interface Row {
  /** The number in its own database's place: of ours as it is, of theirs as `mapNew` gave it. */
  readonly id: number;
  readonly at: number;
  /** Rows are put in order among those that share it. */
  readonly within: number;
  /** Its number there; null: it is ours. */
  readonly there: number | null;
}

/** A table whose numbers tell what came first, by when its rows were; and the columns that name them. */
interface Ordered {
  readonly at: string;
  /** What is in order by itself: the rows of a case, or (null) all. */
  readonly within: 'case_id' | null;
  readonly named: readonly (readonly [table: string, column: string])[];
  /** The one of another table's columns that is a part of its key. */
  readonly key?: readonly [table: string, column: string];
}

const ORDERED = {
  observations: {
    at: 'last_seen_at',
    within: 'case_id',
    named: [
      ['cases', 'observation_id'],
      ['changes', 'before_id'],
      ['changes', 'after_id'],
    ],
  },
  pulls: {
    at: 'started_at',
    within: null,
    named: [
      ['checks', 'pull_id'],
      ['changes', 'pull_id'],
    ],
    key: ['pull_answers', 'pull_id'],
  },
  changes: { at: 'seen_at', within: null, named: [], key: ['outbox', 'change_id'] },
  edits: { at: 'at', within: 'case_id', named: [['edits', 'undoes']] },
} as const satisfies Record<string, Ordered>;

/**
 * Gives what is about to come in the numbers that it would have, had it happened here: lists, the Inbox and "the last pull" go
 * by them. Each side's own order stays as it is, because a clock can be set back; between the two the times decide. To be
 * run between `mapNew` and the bringing in: then a row of ours only ever moves up, to a number that is free or has just become so.
 */
export function makeRoom(connection: Connection, run: Run, table: keyof typeof ORDERED): void {
  const { at, within, named, key }: Ordered = ORDERED[table];
  const map = `${table}_map`;
  const rows = connection.statement<NoParameters, Row>(
    `merge.order.${table}`,
    `SELECT id, ${at} AS at, ${within ?? 0} AS within, NULL AS there FROM main.${table}
     ${within === null ? '' : `WHERE ${within} IN (SELECT cases_map.here FROM ${map} JOIN there.${table} AS theirs ON theirs.id = ${map}.there JOIN cases_map ON cases_map.there = theirs.${within} WHERE ${map}.is_new = 1)`}
     UNION ALL
     SELECT ${map}.here, theirs.${at}, ${within === null ? 0 : 'cases_map.here'}, theirs.id
     FROM ${map} JOIN there.${table} AS theirs ON theirs.id = ${map}.there
     ${within === null ? '' : `JOIN cases_map ON cases_map.there = theirs.${within}`} WHERE ${map}.is_new = 1
     ORDER BY within, id`,
  );
  const renumber = connection.statement<{ there: number; after: number }>(
    `merge.renumber.${table}`,
    `UPDATE ${map} SET here = @after WHERE there = @there`,
  );
  const moves: { before: number; after: number }[] = [];
  for (const group of groupsOf(rows.all({}))) {
    const numbers = group.map(({ id }) => id);
    for (const [index, { id, there }] of interleaved(group).entries()) {
      const after = numbers[index] ?? id;
      if (after === id) continue;
      if (there === null) moves.push({ before: id, after });
      else renumber.run({ there, after });
    }
  }
  if (moves.length > 0) move(connection, run, table, moves, named, key);
}

/** Moves rows of ours, the last first, and what names them. */
function move(
  connection: Connection,
  run: Run,
  table: keyof typeof ORDERED,
  moves: readonly { before: number; after: number }[],
  named: Ordered['named'],
  key: Ordered['key'],
): void {
  run(`CREATE TEMP TABLE ${table}_moves (before INTEGER PRIMARY KEY, after INTEGER NOT NULL)`);
  const note = connection.statement<{ before: number; after: number }>(
    `merge.note.${table}`,
    `INSERT INTO ${table}_moves VALUES (@before, @after)`,
  );
  const steps = [[table, 'id'] as const, ...(key === undefined ? [] : [key])].map(([where, column]) =>
    connection.statement<{ before: number; after: number }>(
      `merge.move.${where}`,
      `UPDATE main.${where} SET ${column} = @after WHERE ${column} = @before`,
    ),
  );
  for (const each of moves.toSorted((a, b) => b.after - a.after)) {
    note.run(each);
    for (const step of steps) step.run(each);
  }
  const after = (column: string): string => `(SELECT after FROM ${table}_moves WHERE before = ${column})`;
  run(
    `UPDATE ${table}_map SET here = ${after('here')} WHERE is_new = 0 AND here IN (SELECT before FROM ${table}_moves)`,
  );
  for (const [where, column] of named) {
    run(`UPDATE main.${where} SET ${column} = ${after(column)} WHERE ${column} IN (SELECT before FROM ${table}_moves)`);
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
  const ours = rows.filter(({ there }) => there === null);
  const theirs = rows.filter(({ there }) => there !== null);
  const both: Row[] = [];
  let next = 0;
  for (const row of ours) {
    for (; next < theirs.length && (theirs[next]?.at ?? 0) < row.at; next += 1) both.push(theirs[next] as Row);
    both.push(row);
  }
  return [...both, ...theirs.slice(next)];
}
