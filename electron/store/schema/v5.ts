import type { Connection } from '../connection.ts';
import { foldNotes, foldOffice, foldStatus } from '../cases/fold.ts';
import { fold } from '../../../shared/case/text.ts';
import { readContent } from '../answers/observations.ts';

/**
 * Order in the data. USCIS's texts are indexed once for all cases that have them (`texts`), and what the office wrote in an
 * index that no answer touches. A deleted case is in no list: `archived`, with which every list's index begins, is null
 * for it. `edits` keeps what stood there before; `purges` keeps how much was deleted for good, and of which cases no more.
 */
const SCHEMA = `
DROP TRIGGER case_search_added;
DROP TRIGGER case_search_changed;
DROP TRIGGER case_search_removed;
DROP TABLE case_search;

CREATE TABLE texts (id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE text_search USING fts5 (
  folded, content = 'texts', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER text_search_added AFTER INSERT ON texts BEGIN
  INSERT INTO text_search (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER text_search_removed AFTER DELETE ON texts BEGIN
  INSERT INTO text_search (text_search, rowid, folded) VALUES ('delete', old.id, old.folded);
END;

CREATE TABLE purges (
  id INTEGER PRIMARY KEY,
  began_at INTEGER NOT NULL,
  finished_at INTEGER,
  asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
  cases INTEGER NOT NULL DEFAULT 0,
  answers INTEGER NOT NULL DEFAULT 0,
  changes INTEGER NOT NULL DEFAULT 0,
  checks INTEGER NOT NULL DEFAULT 0,
  notes INTEGER NOT NULL DEFAULT 0,
  edits INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_open_purge ON purges (finished_at IS NULL) WHERE finished_at IS NULL;

DROP INDEX cases_by_receipt;
DROP INDEX cases_by_client;
DROP INDEX cases_by_form;
DROP INDEX cases_by_title;
DROP INDEX cases_by_group;
DROP INDEX cases_by_said_on;
DROP INDEX cases_by_asked_at;
DROP INDEX cases_by_next_check;
DROP INDEX cases_by_stage;
DROP INDEX cases_unread;
DROP INDEX cases_unrecognised;
DROP INDEX cases_pinned;
DROP INDEX cases_stale;
ALTER TABLE cases DROP COLUMN archived;
ALTER TABLE cases ADD COLUMN text_id INTEGER REFERENCES texts (id);
ALTER TABLE cases ADD COLUMN notes_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN deleted_at INTEGER;
ALTER TABLE cases ADD COLUMN purge_id INTEGER REFERENCES purges (id)
  CHECK (purge_id IS NULL OR deleted_at IS NOT NULL);
ALTER TABLE cases ADD COLUMN archived INTEGER
  GENERATED ALWAYS AS (iif(deleted_at IS NULL, archived_at IS NOT NULL, NULL)) VIRTUAL;
`;

const INDEXES = `
CREATE INDEX cases_by_receipt ON cases (archived, receipt, id, stage, status_group);
CREATE INDEX cases_by_client ON cases (archived, client_key, id, stage, status_group);
CREATE INDEX cases_by_form ON cases (archived, form, id, stage, status_group);
CREATE INDEX cases_by_title ON cases (archived, title_en COLLATE NOCASE, id, stage, status_group);
CREATE INDEX cases_by_group ON cases (archived, status_group, id, stage);
CREATE INDEX cases_by_said_on ON cases (archived, said_on, id, stage, status_group);
CREATE INDEX cases_by_asked_at ON cases (archived, asked_at, id, stage, status_group);
CREATE INDEX cases_by_next_check ON cases (archived, ifnull(next_check_at, 9223372036854775807), id, stage, status_group);
CREATE INDEX cases_by_stage ON cases (archived, stage);
CREATE INDEX cases_by_text ON cases (text_id, archived);
CREATE INDEX cases_unread ON cases (archived, unread) WHERE unread > 0;
CREATE INDEX cases_unrecognised ON cases (archived) WHERE recognition = 'not_recognised';
CREATE INDEX cases_pinned ON cases (archived) WHERE pinned = 1;
CREATE INDEX cases_stale ON cases (archived, stale_from) WHERE stale_from IS NOT NULL;
CREATE INDEX cases_deleted ON cases (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX cases_purged ON cases (purge_id) WHERE purge_id IS NOT NULL;
-- What a purge deletes is looked for where it may still be pointed at.
CREATE INDEX cases_of_observation ON cases (observation_id);
CREATE INDEX changes_before ON changes (before_id);
CREATE INDEX changes_after ON changes (after_id);

CREATE VIRTUAL TABLE case_search USING fts5 (
  folded, notes_folded, content = 'cases', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
INSERT INTO case_search (case_search) VALUES ('rebuild');
-- What is deleted leaves no trace in the index either.
INSERT INTO case_search (case_search, rank) VALUES ('secure-delete', 1);
INSERT INTO text_search (text_search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER case_search_added AFTER INSERT ON cases BEGIN
  INSERT INTO case_search (rowid, folded, notes_folded) VALUES (new.id, new.folded, new.notes_folded);
END;
CREATE TRIGGER case_search_changed AFTER UPDATE OF folded, notes_folded ON cases
WHEN old.folded <> new.folded OR old.notes_folded <> new.notes_folded BEGIN
  INSERT INTO case_search (case_search, rowid, folded, notes_folded)
  VALUES ('delete', old.id, old.folded, old.notes_folded);
  INSERT INTO case_search (rowid, folded, notes_folded) VALUES (new.id, new.folded, new.notes_folded);
END;
CREATE TRIGGER case_search_removed AFTER DELETE ON cases BEGIN
  INSERT INTO case_search (case_search, rowid, folded, notes_folded)
  VALUES ('delete', old.id, old.folded, old.notes_folded);
END;

-- Values as text; a pin is '0' or '1'. An edit that takes another back names it.
CREATE TABLE edits (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  field TEXT NOT NULL CHECK (field IN ('client', 'label', 'notes', 'cadence', 'pinned')),
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  at INTEGER NOT NULL CHECK (at >= began_at),
  undoes INTEGER
) STRICT;
CREATE INDEX edits_of_case ON edits (case_id, field);

`;

interface OldCase {
  readonly id: number;
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
  readonly notes: string;
  readonly content: string | null;
}

/** Folds every case anew, in the order of the ids, a handful of rows in memory at a time. */
export function foldAnew(connection: Connection): void {
  const some = connection.statement<{ after: number }, OldCase>(
    'v5.cases',
    `SELECT cases.id, receipt, client, label, notes, content FROM cases
     LEFT JOIN observations ON observations.id = cases.observation_id WHERE cases.id > @after ORDER BY cases.id LIMIT 500`,
  );
  const addText = connection.statement<{ folded: string }>(
    'v5.addText',
    'INSERT INTO texts (folded) VALUES (@folded) ON CONFLICT DO NOTHING',
  );
  const write = connection.statement<Record<string, string | number | null>>(
    'v5.write',
    `UPDATE cases SET folded = @folded, client_key = @clientKey, notes_folded = @notes,
       text_id = (SELECT id FROM texts WHERE folded = @text) WHERE id = @id`,
  );
  for (let after = 0; ;) {
    const rows = some.all({ after });
    for (const row of rows) {
      const text = row.content === null ? null : foldStatus(readContent(row.content));
      if (text !== null) addText.run({ folded: text });
      const folded = foldOffice(row);
      write.run({ id: row.id, folded, clientKey: fold(row.client), notes: foldNotes(row.notes), text });
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

export const SCHEMA_5 = {
  sql: SCHEMA,
  run(connection: Connection): void {
    foldAnew(connection);
    connection.exec(INDEXES);
  },
};
