import type { Connection, NoParameters } from '../connection.ts';
import { foldAnew } from '../schema/v5.ts';
import { mendLedger, mendEnds, type Nameless } from './mend-ledger.ts';
import { remakeCases } from './remake-cases.ts';
import type { TableNames } from './tables.ts';

/**
 * Makes a database that was put together from what could be read keep its rules again. What can be told from other rows is
 * made anew: a case from its newest observation and its edits, a pull from its checks. What points at nothing points at nothing
 * openly, and what cannot stand without what is lost goes. Gives how many cases were made anew, and the ledgers' lines that do
 * not say of which case they are.
 */
export function mend(connection: Connection, tables: TableNames): Nameless & { readonly remade: number } {
  const remade = remakeCases(connection, tables);
  remakePulls(connection);
  const nameless = mendLedger(connection, tables);
  settleReferences(connection);
  // What the search looks through is worked out of the rows too. An older database has it made at its migration.
  if (tables.has('texts')) foldAnew(connection);
  connection.exec(DERIVED);
  mendEnds(connection, tables);
  return { remade, ...nameless };
}

/** A run of checks whose own row is lost. It has ended, for whoever made it ended since. */
function remakePulls(connection: Connection): void {
  connection.exec(`
    INSERT OR IGNORE INTO pulls (id, reason, started_at, finished_at, total, done)
    SELECT pull_id, 'schedule', ifnull(min(asked_at), 0), ifnull(max(asked_at), 0), count(*), count(asked_at)
    FROM checks WHERE pull_id NOT IN (SELECT id FROM pulls) GROUP BY pull_id;
    INSERT OR IGNORE INTO pulls (id, reason, started_at, finished_at)
    SELECT pull_id, 'schedule', min(seen_at), max(seen_at)
    FROM changes WHERE pull_id NOT IN (SELECT id FROM pulls) GROUP BY pull_id;
    UPDATE cases SET observation_id = (SELECT max(id) FROM observations WHERE case_id = cases.id)
    WHERE observation_id IS NOT NULL AND observation_id NOT IN (SELECT id FROM observations);
    DELETE FROM checks WHERE answer IS NULL AND pull_id IN (SELECT id FROM pulls WHERE finished_at IS NOT NULL);
  `);
}

/** What is worked out of other rows, worked out anew: counts, marks, what still waits to be announced. */
const DERIVED = `
  UPDATE cases SET unread = (SELECT count(*) FROM changes WHERE case_id = cases.id AND read_at IS NULL),
    waiting = EXISTS (SELECT 1 FROM checks WHERE case_id = cases.id AND answer IS NULL);
  UPDATE pulls SET
    total = (SELECT count(*) FROM checks WHERE pull_id = pulls.id),
    done = (SELECT count(*) FROM checks WHERE pull_id = pulls.id AND answer IS NOT NULL),
    changes = (SELECT count(*) FROM changes WHERE pull_id = pulls.id);
  DELETE FROM pull_answers;
  INSERT INTO pull_answers (pull_id, answer, checks)
  SELECT pull_id, answer, count(*) FROM checks WHERE answer IS NOT NULL GROUP BY pull_id, answer;
  INSERT OR IGNORE INTO outbox (change_id, announced_at) SELECT id, seen_at FROM changes;
`;

interface Dangling {
  readonly table: string;
  readonly rowid: number | null;
  readonly fkid: number;
}

/** References that point at nothing: made empty where they may be, else the row goes; until none is left. */
function settleReferences(connection: Connection): void {
  const dangling = connection.statement<NoParameters, Dangling>(
    'mend.dangling',
    'SELECT "table", rowid, fkid FROM pragma_foreign_key_check',
  );
  const column = connection.statement<{ table: string; fkid: number }, { from: string; required: number }>(
    'mend.column',
    `SELECT k."from", c."notnull" AS required FROM pragma_foreign_key_list(@table) AS k
     JOIN pragma_table_info(@table) AS c ON c.name = k."from" WHERE k.id = @fkid`,
  );
  const parents = connection.statement<{ table: string; fkid: number }, { parent: string; to: string | null }>(
    'mend.parents',
    'SELECT "table" AS parent, "to" FROM pragma_foreign_key_list(@table) WHERE id = @fkid',
  );
  for (let round = 0; ; round += 1) {
    const found = dangling.all({});
    if (found.length === 0) return;
    const seen = new Set<string>();
    for (const { table, fkid } of found) {
      if (seen.has(`${table} ${fkid}`)) continue;
      seen.add(`${table} ${fkid}`);
      const reference = column.get({ table, fkid });
      const target = parents.get({ table, fkid });
      if (reference === undefined || target === undefined) throw new Error(`A reference of ${table} is not known`);
      const lost = `${reference.from} IS NOT NULL AND ${reference.from} NOT IN (SELECT ${target.to ?? 'rowid'} FROM ${target.parent})`;
      // A row that is told apart by what it points at cannot stand without it.
      const empties = reference.required === 0 && round === 0 && !connection.isKey(table, reference.from);
      const settled = connection.statement<NoParameters>(
        `mend.settle.${table}.${fkid}.${round}`,
        empties
          ? `UPDATE OR IGNORE ${table} SET ${reference.from} = NULL WHERE ${lost}`
          : `DELETE FROM ${table} WHERE ${lost}`,
      );
      settled.run({});
    }
  }
}
