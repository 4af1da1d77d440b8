import type { Connection } from '../../electron/store/connection.ts';
import { fillLedger } from './fill-ledger.ts';
import { fillWithCases } from './many-cases.ts';

/** An office that has lived for a while. */
interface Lived {
  readonly cases: number;
  /** The number before that of its first case: two offices have those cases in common whose numbers both have. */
  readonly from: number;
  /** Milliseconds by which its clock is apart from another's. */
  readonly apart: number;
}

/** Before the first line of the ledger. */
const BASE = Date.parse('2025-03-03T12:00:00Z');
const PER_PULL = 1000;

/**
 * Fills an empty database with cases that were each asked three times and changed the third, a note for every tenth, and a
 * ledger. The words of an answer are as long as USCIS's.
 */
export function fillWithHistory(connection: Connection, { cases, from, apart }: Lived): void {
  connection.write(() => {
    fillWithCases(connection, cases, { from, mark: apart === 0 ? '' : ` ${apart}` });
    connection.exec(`
      CREATE TEMP TABLE asked (round INTEGER NOT NULL, case_id INTEGER NOT NULL, at INTEGER NOT NULL, pull_id INTEGER NOT NULL);
      WITH rounds (round) AS (VALUES (0), (1), (2))
      INSERT INTO asked SELECT round, id, ${BASE + apart} + 1000 * (round * ${cases} + id),
        1 + (round * ${cases} + id) / ${PER_PULL} FROM rounds CROSS JOIN cases;
      INSERT INTO pulls (id, reason, started_at, finished_at, total, done)
        SELECT pull_id, 'schedule', min(at), max(at), count(*), count(*) FROM asked GROUP BY pull_id;
      INSERT INTO pull_answers SELECT pull_id, 'status', count(*) FROM asked GROUP BY pull_id;
      INSERT INTO checks (pull_id, case_id, position, reason, attempts, asked_at, answer, http_status)
        SELECT pull_id, case_id, case_id, 'schedule', 1, at, 'status', 200 FROM asked ORDER BY round, case_id;
      INSERT INTO observations (id, case_id, content, body, first_seen_at, last_seen_at)
        SELECT row_number() OVER (ORDER BY round, case_id), case_id, json_object('receipt', 'ZZZ' || (9000000000 + ${from} + case_id),
          'form', 'I-130', 'title', json_object('en', 'Case Was Received', 'es', NULL),
          'description', json_object('en', printf('%.*c', 600, 'w') || case_id || round, 'es', NULL), 'history', json_array()),
          randomblob(300), at, at + iif(round = 0, 1000 * ${cases}, 0) FROM asked WHERE round <> 1;
      INSERT INTO changes (id, case_id, pull_id, kind, kinds, before_id, after_id, seen_at, added_history, read_at)
        SELECT case_id, case_id, pull_id, 'status_changed', '["status_changed"]', case_id, ${cases} + case_id, at, '[]',
          iif(case_id % 10 = 0, NULL, at) FROM asked WHERE round = 2;
      INSERT INTO outbox SELECT id, seen_at FROM changes;
      UPDATE pulls SET changes = those.count FROM (SELECT pull_id, count(*) AS count FROM changes GROUP BY pull_id) AS those
        WHERE those.pull_id = pulls.id;
      UPDATE cases SET observation_id = ${cases} + id, asked_at = asked.at, answered_at = asked.at, last_answer = 'status',
        recognition = 'recognised' FROM asked WHERE asked.case_id = cases.id AND round = 2;
      INSERT INTO edits (case_id, field, before, after, began_at, at)
        SELECT id, 'notes', '', notes, asked_at, asked_at FROM cases WHERE notes <> '';
      DROP TABLE asked;
    `);
  });
  fillLedger(connection, { cases, lines: 3 * cases });
}
