/**
 * The schema's first version (docs/data-model.md says what each table means). Times are integer milliseconds UTC, civil
 * dates are text. Never altered: what changes comes as a further step (steps.ts).
 */
export const SCHEMA_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  id INTEGER PRIMARY KEY,
  receipt TEXT NOT NULL UNIQUE CHECK (length(receipt) = 13),
  client TEXT NOT NULL,
  client_key TEXT NOT NULL,
  label TEXT NOT NULL,
  cadence TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  created_at INTEGER NOT NULL,
  archived_at INTEGER,
  observation_id INTEGER REFERENCES observations (id),
  form TEXT,
  title_en TEXT,
  title_es TEXT,
  status_group TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('action', 'pending', 'decided', 'unknown')),
  recognition TEXT NOT NULL CHECK (recognition IN ('never_asked', 'recognised', 'doubtful', 'not_recognised')),
  said_on TEXT CHECK (said_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  asked_at INTEGER,
  last_answer TEXT,
  answered_at INTEGER,
  next_check_at INTEGER,
  waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)),
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
  archived INTEGER NOT NULL GENERATED ALWAYS AS (archived_at IS NOT NULL) VIRTUAL,
  -- From when on what is shown is stale; null: never. stalenessOf in shared/case/stale.ts says the same.
  stale_from INTEGER GENERATED ALWAYS AS (
    CASE
      WHEN last_answer NOT IN ('status', 'not_recognised') THEN 0
      WHEN archived_at IS NULL THEN next_check_at + 3600000 * CASE cadence
        WHEN 'every_4_hours' THEN 4
        WHEN 'every_6_hours' THEN 6
        WHEN 'every_12_hours' THEN 12
        WHEN 'daily' THEN 24
        WHEN 'weekly' THEN 168
        WHEN 'automatic' THEN
          CASE
            WHEN pinned THEN 4
            WHEN stage = 'action' THEN 6
            WHEN stage <> 'decided' THEN 12
            WHEN said_on IS NULL OR next_check_at - 1000 * unixepoch(said_on) <= 2592000000 THEN 24
            ELSE 168
          END
      END
    END
  ) VIRTUAL,
  folded TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT ''
) STRICT;

-- Each sort has its index. The two last columns let a walk in its order filter without reading the rows.
CREATE INDEX cases_by_receipt ON cases (archived, receipt, id, stage, status_group);
CREATE INDEX cases_by_client ON cases (archived, client_key, id, stage, status_group);
CREATE INDEX cases_by_form ON cases (archived, form, id, stage, status_group);
CREATE INDEX cases_by_title ON cases (archived, title_en COLLATE NOCASE, id, stage, status_group);
CREATE INDEX cases_by_group ON cases (archived, status_group, id, stage);
CREATE INDEX cases_by_said_on ON cases (archived, said_on, id, stage, status_group);
CREATE INDEX cases_by_asked_at ON cases (archived, asked_at, id, stage, status_group);
CREATE INDEX cases_by_next_check ON cases (archived, ifnull(next_check_at, 9223372036854775807), id, stage, status_group);
CREATE INDEX cases_by_stage ON cases (archived, stage);
CREATE INDEX cases_unread ON cases (archived) WHERE unread > 0;
CREATE INDEX cases_unrecognised ON cases (archived) WHERE recognition = 'not_recognised';
CREATE INDEX cases_pinned ON cases (archived) WHERE pinned = 1;
CREATE INDEX cases_stale ON cases (archived, stale_from) WHERE stale_from IS NOT NULL;
CREATE INDEX cases_due ON cases (next_check_at) WHERE next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0;

CREATE VIRTUAL TABLE case_search USING fts5 (
  folded, content = 'cases', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER case_search_added AFTER INSERT ON cases BEGIN
  INSERT INTO case_search (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER case_search_changed AFTER UPDATE OF folded ON cases WHEN old.folded <> new.folded BEGIN
  INSERT INTO case_search (case_search, rowid, folded) VALUES ('delete', old.id, old.folded);
  INSERT INTO case_search (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER case_search_removed AFTER DELETE ON cases BEGIN
  INSERT INTO case_search (case_search, rowid, folded) VALUES ('delete', old.id, old.folded);
END;

CREATE TABLE observations (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  content TEXT NOT NULL CHECK (json_valid(content)),
  body BLOB NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL CHECK (last_seen_at >= first_seen_at)
) STRICT;
CREATE INDEX observations_of_case ON observations (case_id);

CREATE TABLE pulls (
  id INTEGER PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('schedule', 'check_now')),
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  total INTEGER NOT NULL DEFAULT 0 CHECK (total >= done),
  done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
  changes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_open_pull ON pulls (finished_at IS NULL) WHERE finished_at IS NULL;

CREATE TABLE pull_answers (
  pull_id INTEGER NOT NULL REFERENCES pulls (id),
  answer TEXT NOT NULL,
  checks INTEGER NOT NULL,
  PRIMARY KEY (pull_id, answer)
) STRICT, WITHOUT ROWID;

CREATE TABLE checks (
  id INTEGER PRIMARY KEY,
  pull_id INTEGER NOT NULL REFERENCES pulls (id),
  case_id INTEGER NOT NULL REFERENCES cases (id),
  position INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('schedule', 'check_now')),
  attempts INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER,
  answer TEXT,
  http_status INTEGER,
  code TEXT,
  message TEXT,
  trace_id TEXT,
  CHECK ((answer IS NULL) = (asked_at IS NULL))
) STRICT;
CREATE INDEX checks_to_do ON checks (pull_id, position) WHERE answer IS NULL;
CREATE UNIQUE INDEX checks_waiting ON checks (case_id) WHERE answer IS NULL;
CREATE INDEX checks_of_case ON checks (case_id, asked_at);
CREATE INDEX checks_failed ON checks (asked_at) WHERE answer <> 'status';

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  pull_id INTEGER NOT NULL REFERENCES pulls (id),
  kind TEXT NOT NULL,
  kinds TEXT NOT NULL CHECK (json_type(kinds) = 'array'),
  before_id INTEGER REFERENCES observations (id),
  after_id INTEGER REFERENCES observations (id),
  seen_at INTEGER NOT NULL,
  said_on TEXT CHECK (said_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  added_history TEXT NOT NULL CHECK (json_type(added_history) = 'array'),
  read_at INTEGER
) STRICT;
CREATE INDEX changes_of_case ON changes (case_id);
CREATE INDEX changes_unread ON changes (id) WHERE read_at IS NULL;
CREATE TRIGGER change_added AFTER INSERT ON changes WHEN new.read_at IS NULL BEGIN
  UPDATE cases SET unread = unread + 1 WHERE id = new.case_id;
END;
CREATE TRIGGER change_acknowledged AFTER UPDATE OF read_at ON changes
WHEN (old.read_at IS NULL) <> (new.read_at IS NULL) BEGIN
  UPDATE cases SET unread = unread + iif(new.read_at IS NULL, 1, -1) WHERE id = new.case_id;
END;

CREATE TABLE outbox (change_id INTEGER PRIMARY KEY REFERENCES changes (id), announced_at INTEGER) STRICT;
CREATE INDEX outbox_to_announce ON outbox (change_id) WHERE announced_at IS NULL;

CREATE TABLE budget (day TEXT PRIMARY KEY, used INTEGER NOT NULL CHECK (used >= 0)) STRICT, WITHOUT ROWID;
`;
