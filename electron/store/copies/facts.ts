import type { Counts, NewerHere } from '../../../shared/contract/backups.ts';
import type { Connection, NoParameters } from '../connection.ts';

const NOTHING: Counts = { cases: 0, answers: 0, changes: 0, notes: 0 };

/**
 * What stands in a database, in numbers: all of it, or (`kept`) without cases that were deleted and wait for their purge,
 * and what belongs to them. They count whole tables: for the store's thread, never for the window's.
 */
export function counterOf(connection: Connection, what: 'all' | 'kept'): () => Counts {
  const kept = what === 'kept' && knows(connection, 'main', 'deleted_at');
  const its = kept ? 'AND case_id NOT IN (SELECT id FROM cases WHERE deleted_at IS NOT NULL)' : '';
  const own = kept ? 'AND deleted_at IS NULL' : '';
  const counted = connection.statement<NoParameters, Counts>(
    `counts.${what}`,
    `SELECT
       (SELECT count(*) FROM cases WHERE true ${own}) AS cases,
       (SELECT count(*) FROM checks WHERE answer IS NOT NULL ${its}) AS answers,
       (SELECT count(*) FROM changes WHERE true ${its}) AS changes,
       (SELECT count(*) FROM cases WHERE notes <> '' ${own}) AS notes`,
  );
  return () => counted.get({}) ?? NOTHING;
}

/**
 * What the open database has and `other`, attached as `other`, has not: cases, answers, changes, and cases whose notes, or
 * what else the office wrote of them, are not the same. Lines are compared with their times, because after a restore the same number can mean another line, and after a merge a change can have another number. A
 * deleted case is nobody's loss; one that is deleted there and was restored since is.
 */
export function newerThan(connection: Connection): NewerHere {
  const here = 'AND here.deleted_at IS NULL';
  const its = 'AND here.case_id NOT IN (SELECT id FROM main.cases WHERE deleted_at IS NOT NULL)';
  const there = knows(connection, 'other', 'deleted_at') ? 'AND there.deleted_at IS NULL' : '';
  const tags = knows(connection, 'other', 'tags') ? 'there.tags' : `''`;
  const newer = connection.statement<NoParameters, NewerHere>(
    'counts.newer',
    `SELECT
       (SELECT count(*) FROM main.cases AS here WHERE NOT EXISTS
          (SELECT 1 FROM other.cases AS there WHERE there.id = here.id AND there.receipt = here.receipt ${there}) ${here}
       ) AS cases,
       (SELECT count(*) FROM main.checks AS here WHERE answer IS NOT NULL ${its}
          AND NOT EXISTS (SELECT 1 FROM other.checks AS there WHERE there.id = here.id AND there.asked_at = here.asked_at)
       ) AS answers,
       (SELECT count(*) FROM main.changes AS here WHERE NOT EXISTS
          (SELECT 1 FROM other.changes AS there WHERE there.case_id = here.case_id AND there.seen_at = here.seen_at) ${its}
       ) AS changes,
       (SELECT count(*) FROM main.cases AS here WHERE notes <> '' ${here}
          AND NOT EXISTS (SELECT 1 FROM other.cases AS there WHERE there.id = here.id AND there.notes = here.notes)
       ) AS notes,
       (SELECT count(*) FROM main.cases AS here JOIN other.cases AS there
          ON there.id = here.id AND there.receipt = here.receipt
          WHERE (here.client, here.label, here.tags, here.cadence, here.pinned, here.archived_at IS NULL)
             <> (there.client, there.label, ${tags}, there.cadence, there.pinned, there.archived_at IS NULL) ${here}
       ) AS edited`,
  );
  return newer.get({}) ?? { ...NOTHING, edited: 0 };
}

/** A backup of an older version knows no deleted cases, or no tags. */
const knows = (connection: Connection, schema: 'main' | 'other', column: 'deleted_at' | 'tags'): boolean =>
  connection
    .statement<{ schema: string; column: string }, { name: string }>(
      `counts.columns.${schema}.${column}`,
      `SELECT name FROM pragma_table_info('cases', @schema) WHERE name = @column`,
    )
    .get({ schema, column }) !== undefined;
