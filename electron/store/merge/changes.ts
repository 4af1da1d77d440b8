import { mapKnown, mapNew, type Run } from './unite.ts';

/**
 * Which change there is which change here. One that both had before the one workspace was copied from the other is known by
 * all that it says, and was acknowledged here when somebody acknowledged it there. One that each office saw for itself is
 * one change too, ours: its reader there is not its reader here. To be run before the checks of that side are brought in.
 * Gives how many were acknowledged.
 */
export function mapChanges(run: Run): number {
  mapKnown(
    run,
    'changes',
    `SELECT there.id, min(here.id), 0 FROM there.changes AS there
     JOIN cases_map ON cases_map.there = there.case_id
     LEFT JOIN observations_map AS before ON before.there = there.before_id
     LEFT JOIN observations_map AS after ON after.there = there.after_id
     JOIN main.changes AS here ON here.case_id = cases_map.here AND here.seen_at = there.seen_at
       AND here.kinds = there.kinds AND here.said_on IS there.said_on AND here.added_history = there.added_history
       AND here.before_id IS before.here AND here.after_id IS after.here GROUP BY there.id`,
  );
  const read = run(`UPDATE main.changes AS ours SET read_at = theirs.read_at
    FROM changes_map JOIN there.changes AS theirs ON theirs.id = changes_map.there
    WHERE ours.id = changes_map.here AND ours.read_at IS NULL AND theirs.read_at IS NOT NULL`);
  mapSeenByBoth(run);
  mapNew(run, 'changes');
  return read;
}

/**
 * The last moment before it saw a change at which an office still heard the state before. An observation that goes on after
 * the change (the number was not recognised meanwhile) tells no such moment: then it is the last check that did.
 */
const since = (side: 'main' | 'there', change: string): string =>
  `ifnull(
    iif(${change}.kind <> 'recognised_again',
      (SELECT last_seen_at FROM ${side}.observations WHERE id = ${change}.before_id AND last_seen_at < ${change}.seen_at), NULL),
    ifnull((SELECT max(asked_at) FROM ${side}.checks WHERE checks.case_id = ${change}.case_id
      AND asked_at < ${change}.seen_at AND answer = iif(${change}.kind = 'recognised_again', 'not_recognised', 'status')), -9e15))`;

const contentOf = (side: 'main' | 'there', id: string): string =>
  `(SELECT content FROM ${side}.observations WHERE observations.id = ${id})`;

/**
 * A change that says the same of the same two states was seen by both when it can be one event: neither office had heard the
 * state after it while the other still heard the one before. The nearest in time are one. What a merge of before made one
 * stays so: its check came then, and the change did not.
 */
function mapSeenByBoth(run: Run): void {
  run(`CREATE TEMP TABLE alike AS SELECT theirs.id AS there, ours.id AS here,
      abs(ours.seen_at - theirs.seen_at) AS apart,
      ours.seen_at > ${since('there', 'theirs')} AND theirs.seen_at > ${since('main', 'ours')} AS at_once,
      EXISTS (SELECT 1 FROM there.checks JOIN checks_map ON checks_map.there = checks.id AND is_new = 0
        WHERE checks.case_id = theirs.case_id AND asked_at = theirs.seen_at) AS merged_before
    FROM there.changes AS theirs JOIN cases_map ON cases_map.there = theirs.case_id AND cases_map.is_new = 0
    JOIN main.changes AS ours ON ours.case_id = cases_map.here AND ours.kinds = theirs.kinds
      AND ours.said_on IS theirs.said_on AND ours.added_history = theirs.added_history
    WHERE theirs.id NOT IN (SELECT there FROM changes_map)
      AND ${contentOf('main', 'ours.before_id')} IS ${contentOf('there', 'theirs.before_id')}
      AND ${contentOf('main', 'ours.after_id')} IS ${contentOf('there', 'theirs.after_id')}`);
  run(`INSERT INTO changes_map SELECT there, here, 0 FROM (
      SELECT there, here, row_number() OVER (PARTITION BY there ORDER BY at_once DESC, apart, here) AS place
      FROM alike WHERE merged_before) WHERE place = 1`);
  run(`INSERT INTO changes_map SELECT there, here, 0 FROM (
      SELECT there, here, row_number() OVER (PARTITION BY there ORDER BY apart, here) AS of_theirs,
        row_number() OVER (PARTITION BY here ORDER BY apart, there) AS of_ours
      FROM alike WHERE at_once AND NOT merged_before AND here NOT IN (SELECT here FROM changes_map))
    WHERE of_theirs = 1 AND of_ours = 1`);
}

/** Brings in the changes that only the other office saw. Nothing of it is announced: it is no news of this moment. */
export function uniteChanges(run: Run, at: number): number {
  const changes = run(`INSERT INTO main.changes
      (id, case_id, pull_id, kind, kinds, before_id, after_id, seen_at, said_on, added_history, read_at)
    SELECT changes_map.here, cases_map.here, pulls_map.here, kind, kinds, before.here, after.here, seen_at, said_on,
      added_history, read_at
    FROM changes_map INDEXED BY changes_map_here CROSS JOIN there.changes AS theirs ON theirs.id = changes_map.there
    CROSS JOIN cases_map ON cases_map.there = theirs.case_id CROSS JOIN pulls_map ON pulls_map.there = theirs.pull_id
    LEFT JOIN observations_map AS before ON before.there = theirs.before_id
    LEFT JOIN observations_map AS after ON after.there = theirs.after_id
    WHERE changes_map.is_new = 1 ORDER BY changes_map.here`);
  run(`INSERT INTO main.outbox (change_id, announced_at)
    SELECT here, ifnull((SELECT announced_at FROM there.outbox WHERE change_id = changes_map.there), ${at})
    FROM changes_map WHERE is_new = 1`);
  run(`UPDATE main.pulls AS ours SET changes = ours.changes + by.changes
    FROM (SELECT pulls_map.here AS pull_id, count(*) AS changes
      FROM changes_map JOIN there.changes AS theirs ON theirs.id = changes_map.there
      JOIN pulls_map ON pulls_map.there = theirs.pull_id
      WHERE changes_map.is_new = 1 AND pulls_map.is_new = 0 GROUP BY 1) AS by WHERE ours.id = by.pull_id`);
  return changes;
}
