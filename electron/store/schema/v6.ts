/**
 * Other offices' workspaces can be merged into this one (docs/bundles.md). What the office wrote that came with a merge names
 * it, and so can be told from our own. Another office's ledger stays a chain of its own (docs/ledger.md): its lines were not
 * written here, and cannot be chained to ours. It begins at its anchor, which may be a line of our own ledger where the one
 * workspace came from the other.
 */
export const SCHEMA_6 = `
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  workspace TEXT NOT NULL CHECK (length(workspace) = 16),
  name TEXT NOT NULL
) STRICT;

ALTER TABLE edits ADD COLUMN merge_id INTEGER REFERENCES merges (id);

CREATE TABLE chains (
  id INTEGER PRIMARY KEY,
  merge_id INTEGER NOT NULL REFERENCES merges (id),
  workspace TEXT NOT NULL CHECK (length(workspace) = 16),
  name TEXT NOT NULL,
  anchor_number INTEGER NOT NULL CHECK (anchor_number >= 0),
  anchor_at INTEGER,
  anchor_hash BLOB NOT NULL CHECK (length(anchor_hash) = 32),
  head_number INTEGER NOT NULL CHECK (head_number > anchor_number),
  head_at INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;

CREATE TABLE chain_cases (
  id INTEGER PRIMARY KEY,
  chain_id INTEGER NOT NULL REFERENCES chains (id),
  case_id INTEGER REFERENCES cases (id),
  salt BLOB CHECK (length(salt) = 16),
  mark BLOB NOT NULL CHECK (length(mark) = 32),
  UNIQUE (chain_id, mark),
  CHECK ((case_id IS NULL) = (salt IS NULL))
) STRICT;
CREATE INDEX chain_cases_of_case ON chain_cases (case_id);

CREATE TABLE chain_lines (
  chain_id INTEGER NOT NULL REFERENCES chains (id),
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  chain_case_id INTEGER NOT NULL REFERENCES chain_cases (id),
  key_id INTEGER REFERENCES ledger_keys (id),
  answer TEXT NOT NULL,
  content BLOB CHECK (length(content) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (chain_id, number),
  CHECK ((content IS NULL) = (answer <> 'status'))
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_lines_of_case ON chain_lines (chain_case_id, number);
`;
