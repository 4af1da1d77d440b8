/**
 * The titles that our own table does not know, as USCIS wrote them when one was first seen, and the group under which the
 * office files each. A row stays when a later table of ours knows its title: what the office decided is never forgotten.
 */
export const SCHEMA_4 = `
CREATE TABLE titles (
  key TEXT PRIMARY KEY,
  title_en TEXT NOT NULL,
  title_es TEXT,
  first_seen_at INTEGER NOT NULL,
  status_group TEXT,
  filed_at INTEGER,
  CHECK ((status_group IS NULL) = (filed_at IS NULL))
) STRICT, WITHOUT ROWID;
`;
