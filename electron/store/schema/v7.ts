/**
 * Retention (docs/retention.md): cases that no rule may delete, and cases that a rule is about to delete. A held case is in
 * no trash, and a listed one is archived: what is deleted is in neither table.
 */
export const SCHEMA_7 = `
CREATE TABLE holds (
  case_id INTEGER PRIMARY KEY REFERENCES cases (id),
  reason TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE retention_due (
  case_id INTEGER PRIMARY KEY REFERENCES cases (id),
  listed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX retention_due_by_time ON retention_due (listed_at);

CREATE INDEX cases_archived_at ON cases (archived_at) WHERE archived_at IS NOT NULL AND deleted_at IS NULL;
`;
