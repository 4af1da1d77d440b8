import { among, EDITED } from './v8.ts';

const FIELDS = ['client', 'label', 'tags', 'notes', 'cadence', 'pinned'];

/**
 * A case has tags: the office's own words for many cases alike, as one text (shared/case/tags.ts), so that their history is kept as
 * that of every other text is. The table of edits is made anew, because what it may name was a constraint without a name.
 *
 * It has its columns in the order in which it had them, and the constraints of version 8 under their names.
 */
export const SCHEMA_9 = `
ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_tagged ON cases (tags) WHERE tags <> '';

CREATE TABLE edits_9 (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  at INTEGER NOT NULL CHECK (at >= began_at),
  undoes INTEGER,
  merge_id INTEGER REFERENCES merges (id),
  CONSTRAINT edits_field CHECK (${among('field', FIELDS)}),
  CONSTRAINT edits_before CHECK (${EDITED('before')}),
  CONSTRAINT edits_after CHECK (${EDITED('after')})
) STRICT;
INSERT INTO edits_9 SELECT id, case_id, field, before, after, began_at, at, undoes, merge_id FROM edits;
DROP TABLE edits;
ALTER TABLE edits_9 RENAME TO edits;
CREATE INDEX edits_of_case ON edits (case_id, field);
`;
