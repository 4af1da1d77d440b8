/**
 * What no rule forbade before version 8 of the schema, for a database that `makeOldDatabase` made. The first of each pair works
 * on the tables of every version.
 */
const MORE = `
  INSERT INTO pull_answers VALUES (2, 'unreadable', 1), (2, 'closed', 1), (2, 'slowed', 2);
  INSERT INTO changes (id, case_id, pull_id, kind, kinds, before_id, after_id, seen_at, added_history) VALUES
    (3, 1, 2, 'recognised_again', '["recognised_again"]', NULL, 1, 5000, '[]'),
    (4, 1, 2, 'text_changed', '["text_changed"]', 1, 2, 5000, '[]'),
    (5, 1, 2, 'status_changed', '["status_changed"]', 1, 2, 5000, '[]');
`;
const MORE_SINCE_5 = `
  INSERT INTO edits (id, case_id, field, before, after, began_at, at) VALUES
    (2, 5, 'cadence', 'weekly', 'automatic', 1, 1), (3, 5, 'pinned', '1', '0', 1, 1);
`;

const BROKEN = `
  UPDATE cases SET status_group = 'other_or_unknown', last_answer = 'busy', said_on = '2026-13-45'
    WHERE id = 1;
  UPDATE cases SET cadence = 'fortnightly' WHERE id = 2;
  UPDATE cases SET cadence = 'hourly', next_check_at = NULL WHERE id = 5;
  UPDATE pulls SET changes = -1 WHERE id = 2;
  UPDATE pull_answers SET checks = -3 WHERE pull_id = 1;
  UPDATE pull_answers SET answer = 'busy' WHERE answer = 'closed';
  UPDATE pull_answers SET answer = 'dropped' WHERE answer = 'slowed';
  UPDATE checks SET answer = 'busy', attempts = -1 WHERE id = 3;
  UPDATE changes SET kind = 'gone', kinds = '["gone"]', said_on = '2026-02-30' WHERE id <= 1;
  UPDATE changes SET kind = 'renamed', kinds = '["renamed","history_added"]' WHERE id = 2;
  UPDATE changes SET kind = 'back', kinds = '["back"]' WHERE id = 3;
  UPDATE changes SET kind = 'renamed', kinds = '[]' WHERE id = 4;
  UPDATE changes SET kind = 'renamed' WHERE id = 5;
`;
const BROKEN_SINCE_4 = `UPDATE titles SET status_group = 'lost' WHERE key = 'an invented title';`;
const BROKEN_SINCE_5 = `
  UPDATE purges SET answers = -3, edits = -1;
  UPDATE edits SET before = 'hourly', after = 'fortnightly' WHERE id = 2;
  UPDATE edits SET before = 'yes', after = 'no' WHERE id = 3;
`;

/** More rows, each as it should be, that `breakRules` breaks. */
export const rowsToBreak = (version: number): string => MORE + (version >= 5 ? MORE_SINCE_5 : '');

/** Breaks every rule of version 8 that the tables of this version can break. */
export const breakRules = (version: number): string =>
  BROKEN + (version >= 4 ? BROKEN_SINCE_4 : '') + (version >= 5 ? BROKEN_SINCE_5 : '');
