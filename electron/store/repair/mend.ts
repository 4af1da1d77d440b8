import type { Connection, NoParameters } from '../connection.ts';

/**
 * Makes a database that was put together from what could be read keep its rules again. What can be told from other rows is
 * made anew: a case from its newest observation, a pull from its checks. What points at nothing points at nothing openly, and
 * what cannot stand without what is lost goes. Gives how many cases were made anew, and how many rows had to go.
 */
export function mend(connection: Connection): { readonly remade: number; readonly dropped: number } {
  const remade = remakeCases(connection);
  remakePulls(connection);
  const dropped = settleReferences(connection);
  connection.exec(DERIVED);
  if (hasLedger(connection)) connection.exec(LEDGER_ENDS);
  return { remade, dropped };
}

/** Its client, label and notes are lost; what USCIS said of it is not. It is asked for at once, and grouped then. */
function remakeCases(connection: Connection): number {
  return connection
    .statement<NoParameters>(
      'mend.cases',
      `INSERT OR IGNORE INTO cases (id, receipt, client, client_key, label, cadence, created_at, observation_id, form,
         title_en, title_es, status_group, stage, recognition, answered_at, next_check_at, folded)
       SELECT case_id, content ->> 'receipt', '', '', '', 'automatic', first_seen_at, id, content ->> 'form',
         content ->> '$.title.en', content ->> '$.title.es', 'other_or_unknown', 'unknown', 'recognised', last_seen_at, 0,
         ' ' || lower(content ->> 'receipt')
       FROM observations
       WHERE case_id NOT IN (SELECT id FROM cases)
         AND id IN (SELECT max(id) FROM observations GROUP BY case_id)`,
    )
    .run({}).changes;
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

/** A database from before the ledger has none to mend. */
const hasLedger = (connection: Connection): boolean =>
  connection
    .statement<NoParameters, { found: number }>(
      'mend.ledger',
      `SELECT count(*) AS found FROM pragma_table_list WHERE name = 'ledger_ends'`,
    )
    .get({})?.found === 1;

/**
 * The ledger goes on after its last line. A head that is ahead of it stays: it tells that lines are lost. One that is behind is
 * an older backup's. Where the anchor is lost, the chain begins openly with a line that nobody can vouch for.
 */
const LEDGER_ENDS = `
  INSERT OR IGNORE INTO ledger_ends (which, number, at, hash)
  SELECT 'anchor', ifnull(min(number), 1) - 1, iif(ifnull(min(number), 1) = 1, NULL, min(at)), zeroblob(32) FROM ledger;
  INSERT OR IGNORE INTO ledger_ends (which, number, at, hash)
  SELECT 'head', number, at, hash FROM ledger_ends WHERE which = 'anchor';
  UPDATE ledger_ends SET (number, at, hash) = (SELECT number, at, hash FROM ledger ORDER BY number DESC LIMIT 1)
  WHERE which = 'head' AND number < (SELECT max(number) FROM ledger);
`;

interface Dangling {
  readonly table: string;
  readonly rowid: number | null;
  readonly fkid: number;
}

/** References that point at nothing: made empty where they may be, else the row goes; until none is left. */
function settleReferences(connection: Connection): number {
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
  let dropped = 0;
  for (let round = 0; ; round += 1) {
    const found = dangling.all({});
    if (found.length === 0) return dropped;
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
      const { changes } = settled.run({});
      if (!empties) dropped += changes;
    }
  }
}
