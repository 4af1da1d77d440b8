import type { Counts } from '../../../shared/contract/backups.ts';
import type { Connection, NoParameters } from '../connection.ts';

/** What stands in a database, in numbers. They count whole tables: for the store's thread, never for the window's. */
export function counterOf(connection: Connection): () => Counts {
  const counted = connection.statement<NoParameters, Counts>(
    'counts.all',
    `SELECT
       (SELECT count(*) FROM cases) AS cases,
       (SELECT count(*) FROM checks WHERE answer IS NOT NULL) AS answers,
       (SELECT count(*) FROM changes) AS changes,
       (SELECT count(*) FROM cases WHERE notes <> '') AS notes`,
  );
  return () => counted.get({}) ?? { cases: 0, answers: 0, changes: 0, notes: 0 };
}

/**
 * What the open database has and `other`, attached as `other`, has not: cases, answers, changes, and cases whose notes are
 * not the same. Lines are compared with their times, because after a restore the same number can mean another line.
 */
export function newerThan(connection: Connection): Counts {
  const newer = connection.statement<NoParameters, Counts>(
    'counts.newer',
    `SELECT
       (SELECT count(*) FROM main.cases AS here
          WHERE NOT EXISTS (SELECT 1 FROM other.cases AS there WHERE there.id = here.id AND there.receipt = here.receipt)
       ) AS cases,
       (SELECT count(*) FROM main.checks AS here WHERE answer IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM other.checks AS there WHERE there.id = here.id AND there.asked_at = here.asked_at)
       ) AS answers,
       (SELECT count(*) FROM main.changes AS here
          WHERE NOT EXISTS (SELECT 1 FROM other.changes AS there WHERE there.id = here.id AND there.seen_at = here.seen_at)
       ) AS changes,
       (SELECT count(*) FROM main.cases AS here WHERE notes <> ''
          AND NOT EXISTS (SELECT 1 FROM other.cases AS there WHERE there.id = here.id AND there.notes = here.notes)
       ) AS notes`,
  );
  return newer.get({}) ?? { cases: 0, answers: 0, changes: 0, notes: 0 };
}
