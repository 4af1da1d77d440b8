import { mapChanges, uniteChanges } from './changes.ts';
import type { Connection } from '../connection.ts';
import { makeRoom } from './order.ts';
import { mapKnown, mapNew, type Run } from './unite.ts';

/** What came with a case: how many rows are new, and how many that were here were told more. */
export interface United {
  readonly answers: number;
  readonly checks: number;
  readonly changes: number;
  readonly edits: number;
  readonly told: number;
}

/** `merge`: the merge's own number. */
export function uniteHistory(connection: Connection, run: Run, merge: number, at: number): United {
  const { answers, seen } = uniteObservations(connection, run);
  const pulls = unitePulls(connection, run);
  mapChecks(run);
  const read = mapChanges(run);
  makeRoom(connection, run, 'changes');
  const checks = uniteChecks(run);
  const changes = uniteChanges(run, at);
  const edits = uniteEdits(connection, run, merge);
  return { answers, checks, changes, edits, told: seen + pulls + read };
}

/** A content that both saw on their own stays two rows: each office has its own first and last time, and its own text. */
function uniteObservations(connection: Connection, run: Run): { answers: number; seen: number } {
  mapKnown(
    run,
    'observations',
    `SELECT there.id, min(here.id), 0 FROM there.observations AS there
     JOIN cases_map ON cases_map.there = there.case_id
     JOIN main.observations AS here ON here.case_id = cases_map.here AND here.first_seen_at = there.first_seen_at
       AND here.content = there.content AND here.body = there.body
     GROUP BY there.id`,
  );
  mapNew(run, 'observations');
  const seen = run(`UPDATE main.observations AS ours SET last_seen_at = theirs.last_seen_at
    FROM observations_map JOIN there.observations AS theirs ON theirs.id = observations_map.there
    WHERE ours.id = observations_map.here AND is_new = 0 AND theirs.last_seen_at > ours.last_seen_at`);
  makeRoom(connection, run, 'observations');
  const answers = run(`INSERT INTO main.observations (id, case_id, content, body, first_seen_at, last_seen_at)
    SELECT observations_map.here, cases_map.here, content, body, first_seen_at, last_seen_at
    FROM observations_map INDEXED BY observations_map_here
    CROSS JOIN there.observations AS theirs ON theirs.id = observations_map.there
    CROSS JOIN cases_map ON cases_map.there = theirs.case_id
    WHERE observations_map.is_new = 1 ORDER BY observations_map.here`);
  return { answers, seen };
}

/** A pull that is open there asks nothing here: it is as long as what it had asked. */
function unitePulls(connection: Connection, run: Run): number {
  run(`CREATE TEMP TABLE our_pulls (started_at INTEGER NOT NULL, reason TEXT NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (started_at, reason, id)) WITHOUT ROWID`);
  run('INSERT INTO our_pulls SELECT started_at, reason, id FROM main.pulls');
  mapKnown(
    run,
    'pulls',
    `SELECT there.id, min(here.id), 0 FROM there.pulls AS there
     CROSS JOIN our_pulls AS here ON here.started_at = there.started_at AND here.reason = there.reason GROUP BY there.id`,
  );
  mapNew(run, 'pulls');
  makeRoom(connection, run, 'pulls');
  const added = run(`INSERT INTO main.pulls (id, reason, started_at, finished_at, total, done, changes)
    SELECT pulls_map.here, reason, started_at, ifnull(finished_at, max(started_at, ifnull(
        (SELECT max(asked_at) FROM there.checks WHERE pull_id = theirs.id AND answer IS NOT NULL), started_at))),
      done, done, changes
    FROM pulls_map JOIN there.pulls AS theirs ON theirs.id = pulls_map.there WHERE is_new = 1 ORDER BY pulls_map.here`);
  run(`INSERT INTO main.pull_answers (pull_id, answer, checks) SELECT pulls_map.here, answer, checks
    FROM pulls_map JOIN there.pull_answers AS theirs ON theirs.pull_id = pulls_map.there WHERE is_new = 1`);
  return added;
}

function mapChecks(run: Run): void {
  mapKnown(
    run,
    'checks',
    `SELECT there.id, min(here.id), 0 FROM there.checks AS there
     JOIN cases_map ON cases_map.there = there.case_id
     JOIN main.checks AS here ON here.case_id = cases_map.here AND here.asked_at = there.asked_at
       AND here.answer = there.answer GROUP BY there.id`,
  );
  mapNew(run, 'checks');
}

/** A pull that both have, begun before the one workspace was copied from the other, counts what it did on either side. */
function uniteChecks(run: Run): number {
  const added = run(`INSERT INTO main.checks
      (id, pull_id, case_id, position, reason, attempts, asked_at, answer, http_status, code, message, trace_id)
    SELECT checks_map.here, pulls_map.here, cases_map.here, position, reason, attempts, asked_at, answer, http_status,
      code, message, trace_id
    FROM checks_map INDEXED BY checks_map_here CROSS JOIN there.checks AS theirs ON theirs.id = checks_map.there
    CROSS JOIN pulls_map ON pulls_map.there = theirs.pull_id
    CROSS JOIN cases_map ON cases_map.there = theirs.case_id WHERE checks_map.is_new = 1 ORDER BY checks_map.here`);
  run(`CREATE TEMP TABLE further AS SELECT pulls_map.here AS pull_id, answer, count(*) AS checks
    FROM checks_map JOIN there.checks AS theirs ON theirs.id = checks_map.there
    JOIN pulls_map ON pulls_map.there = theirs.pull_id
    WHERE checks_map.is_new = 1 AND pulls_map.is_new = 0 GROUP BY 1, 2`);
  run(`INSERT INTO main.pull_answers (pull_id, answer, checks) SELECT pull_id, answer, checks FROM further WHERE true
    ON CONFLICT (pull_id, answer) DO UPDATE SET checks = checks + excluded.checks`);
  run(`UPDATE main.pulls AS ours SET done = ours.done + by.checks, total = ours.total + by.checks
    FROM (SELECT pull_id, sum(checks) AS checks FROM further GROUP BY pull_id) AS by WHERE ours.id = by.pull_id`);
  return added;
}

function uniteEdits(connection: Connection, run: Run, merge: number): number {
  mapKnown(
    run,
    'edits',
    `SELECT there.id, min(here.id), 0 FROM there.edits AS there
     JOIN cases_map ON cases_map.there = there.case_id
     JOIN main.edits AS here ON here.case_id = cases_map.here AND here.field = there.field
       AND here.before = there.before AND here.after = there.after AND here.began_at = there.began_at
       AND here.at = there.at GROUP BY there.id`,
  );
  mapNew(run, 'edits');
  makeRoom(connection, run, 'edits');
  return run(`INSERT INTO main.edits (id, case_id, field, before, after, began_at, at, undoes, merge_id)
    SELECT edits_map.here, cases_map.here, field, before, after, began_at, at,
      (SELECT here FROM edits_map AS undone WHERE undone.there = theirs.undoes), ${merge}
    FROM edits_map JOIN there.edits AS theirs ON theirs.id = edits_map.there
    JOIN cases_map ON cases_map.there = theirs.case_id
    WHERE edits_map.is_new = 1 ORDER BY edits_map.here`);
}
