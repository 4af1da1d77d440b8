/**
 * The ledger (docs/ledger.md): a chained line for every check. It begins empty: checks of before have no line, because a
 * line that is made afterwards proves nothing. The hash of the line before is worked into a line's own hash and not kept
 * twice. `ledger_cases` stands between a line and its case, so that a case can be purged and the chain still be whole:
 * what is hashed is `mark`, a salted hash of the receipt number, which without its salt says nothing.
 */
export const SCHEMA_3 = `
CREATE TABLE ledger_cases (
  id INTEGER PRIMARY KEY,
  case_id INTEGER UNIQUE REFERENCES cases (id),
  salt BLOB CHECK (length(salt) = 16),
  mark BLOB NOT NULL UNIQUE CHECK (length(mark) = 32),
  CHECK ((case_id IS NULL) = (salt IS NULL))
) STRICT;

CREATE TABLE ledger_keys (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE CHECK (length(fingerprint) BETWEEN 8 AND 64)
) STRICT;

CREATE TABLE ledger (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  ledger_case_id INTEGER NOT NULL REFERENCES ledger_cases (id),
  key_id INTEGER REFERENCES ledger_keys (id),
  answer TEXT NOT NULL,
  content BLOB CHECK (length(content) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  CHECK ((content IS NULL) = (answer <> 'status'))
) STRICT;
CREATE INDEX ledger_of_case ON ledger (ledger_case_id);

-- anchor: the last line that was pruned. head: the last line of all, so that a lost end is noticed.
CREATE TABLE ledger_ends (
  which TEXT PRIMARY KEY CHECK (which IN ('anchor', 'head')),
  number INTEGER NOT NULL CHECK (number >= 0),
  at INTEGER,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  CHECK ((at IS NULL) = (number = 0))
) STRICT, WITHOUT ROWID;
INSERT INTO ledger_ends (which, number, hash) VALUES ('anchor', 0, zeroblob(32)), ('head', 0, zeroblob(32));
`;
