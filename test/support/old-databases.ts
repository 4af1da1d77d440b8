import { deflateRawSync } from 'node:zlib';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { KEY } from './temporary-store.ts';

const BODY = deflateRawSync(`{"case_status":{"current_case_status_text_en":"Case Was Approved"}}`).toString('hex');

/**
 * What an office's database held when version 1 was the newest: a client with accents and one in another script, an
 * archived case and one that was never asked, an approval that nobody has read yet, one announced and one not, a pull that was
 * killed in the middle, and calls of two days.
 */
const OFFICE_1 = `
INSERT INTO meta VALUES ('workspace', '{"name":"Bufete Núñez"}'), ('status_groups', 'by an older table');

INSERT INTO cases (id, receipt, client, client_key, label, cadence, pinned, created_at, archived_at, form, title_en, title_es,
  status_group, stage, recognition, said_on, asked_at, last_answer, answered_at, next_check_at, waiting, folded, notes)
VALUES
  (1, 'ZZZ9000000001', 'Begoña Núñez', 'begona nunez', 'É 1', 'automatic', 1, 1000, NULL, 'I-130', 'Case Was Approved',
   'Caso Fue Aprobado', 'approved', 'decided', 'recognised', '2026-02-20', 7000, 'status', 7000, 9000, 1,
   ' zzz9000000001 begona nunez e 1 case was approved caso fue aprobado', 'Llamar «el lunes» 📞'),
  (2, 'ZZZ9000000002', '陳大文', '陳大文', '', 'weekly', 0, 1000, 6000, NULL, NULL, NULL, 'unclassified', 'unknown',
   'not_recognised', NULL, 5000, 'not_recognised', NULL, NULL, 0, ' zzz9000000002 陳大文 ', ''),
  (5, 'ZZZ9000000005', '', '', '', 'automatic', 0, 2000, NULL, NULL, NULL, NULL, 'unclassified', 'unknown', 'never_asked',
   NULL, NULL, NULL, NULL, 8000, 1, ' zzz9000000005  ', '');

INSERT INTO observations VALUES
  (1, 1, '{"receipt":"ZZZ9000000001","form":"I-130","submittedAt":null,"modifiedAt":null,"title":{"en":"Case Was Received","es":"Caso Fue Recibido"},"description":{"en":"We received it.","es":"La recibimos."},"history":[]}', x'${BODY}', 3000, 5000),
  (2, 1, '{"receipt":"ZZZ9000000001","form":"I-130","submittedAt":null,"modifiedAt":null,"title":{"en":"Case Was Approved","es":"Caso Fue Aprobado"},"description":{"en":"We approved it.","es":"La aprobamos."},"history":[{"date":"2026-02-20","text":{"en":"Approved.","es":"Aprobado."}}]}', x'${BODY}', 7000, 7000);
UPDATE cases SET observation_id = 2 WHERE id = 1;

INSERT INTO pulls (id, reason, started_at, finished_at, total, done, changes) VALUES
  (1, 'schedule', 3000, 3500, 1, 1, 0), (2, 'check_now', 5000, 5500, 2, 2, 1), (3, 'schedule', 7000, NULL, 3, 1, 1);
INSERT INTO pull_answers VALUES (1, 'status', 1), (2, 'status', 1), (2, 'not_recognised', 1), (3, 'status', 1);
INSERT INTO checks (id, pull_id, case_id, position, reason, attempts, asked_at, answer, http_status, code, message, trace_id) VALUES
  (1, 1, 1, 0, 'schedule', 0, 3000, 'status', 200, NULL, NULL, NULL),
  (2, 2, 1, 0, 'check_now', 1, 5000, 'status', 200, NULL, NULL, NULL),
  (3, 2, 2, 1, 'check_now', 0, 5000, 'not_recognised', 404, '404', 'No se encontró', 'trace-1'),
  (4, 3, 1, 0, 'schedule', 0, 7000, 'status', 200, NULL, NULL, NULL),
  (5, 3, 1, 1, 'schedule', 0, NULL, NULL, NULL, NULL, NULL, NULL),
  (6, 3, 5, 2, 'schedule', 2, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO changes (id, case_id, pull_id, kind, kinds, before_id, after_id, seen_at, said_on, added_history, read_at) VALUES
  (1, 2, 2, 'not_recognised', '["not_recognised"]', NULL, NULL, 5000, NULL, '[]', 5600),
  (2, 1, 3, 'status_changed', '["status_changed","history_added"]', 1, 2, 7000, '2026-02-20',
   '[{"date":"2026-02-20","text":{"en":"Approved.","es":"Aprobado."}}]', NULL);
INSERT INTO outbox VALUES (1, 5001), (2, NULL);
`;

const BUDGET_1 = `INSERT INTO budget VALUES ('2026-03-01', 640), ('2026-03-02', 17), ('2026-02-27', 3);`;

/** From version 2 on calls are counted elsewhere; a database may not yet have handed over what it had counted. */
const EARLIER_CALLS_2 = `INSERT INTO meta VALUES ('earlier_calls', '[{"day":"2026-03-02","used":17}]');`;

/**
 * From version 3 on every check is a line of the ledger. One of its cases was purged, and the oldest line let go. The hashes were
 * worked out elsewhere (printf and sha256sum), as docs/ledger.md says: what was written then must be whole for ever.
 */
const LEDGER_3 = `
INSERT INTO ledger_keys VALUES (1, '0123456789abcdef');
INSERT INTO ledger_cases VALUES
  (1, NULL, NULL, x'${'11'.repeat(32)}'),
  (2, 1, x'${'22'.repeat(16)}', x'621482ef2d064365f699827a0b92ef279e33df97f41386aa2d2c11d13750ec7d');
INSERT INTO ledger VALUES
  (2, 5000, 1, NULL, 'timeout', NULL, x'2dc5c8ae37d60816a65aa84285f5388732fe9c62833e7b9dbf87a9bb058d73fb'),
  (3, 7000, 2, 1, 'status', x'139fe1f72c441b4e96e0bfb0b61e2eb1011f36be59f8f48569044b5f9aaef563',
   x'83d881a35ea4eb090dcd7c58c35fe4aa5e7d27cd629f3edb00b240773a916159');
UPDATE ledger_ends SET number = 1, at = 3000, hash = x'${'77'.repeat(32)}' WHERE which = 'anchor';
UPDATE ledger_ends SET number = 3, at = 7000, hash = x'83d881a35ea4eb090dcd7c58c35fe4aa5e7d27cd629f3edb00b240773a916159' WHERE which = 'head';
`;

/** From version 4 on the office files titles that our own table does not know. */
const TITLES_4 = `
INSERT INTO titles VALUES
  ('an invented title', 'An Invented Title', 'Un título inventado', 4000, 'approved', 4100),
  ('another', 'Another', NULL, 4000, NULL, NULL);
`;

/** From version 5 on USCIS's texts are kept apart for the search, edits have a history, and cases can be deleted. */
const ORDER_5 = `
INSERT INTO texts VALUES (1, ' case was approved caso fue aprobado we approved it. la aprobamos.');
UPDATE cases SET text_id = 1, folded = ' zzz9000000001 begona nunez e 1', notes_folded = ' llamar «el lunes» 📞' WHERE id = 1;
INSERT INTO edits (id, case_id, field, before, after, began_at, at, undoes)
VALUES (1, 1, 'notes', '', 'Llamar «el lunes» 📞', 3000, 3100, NULL);
INSERT INTO purges VALUES (1, 2000, 2100, 1, 1, 3, 1, 4, 1, 0);
`;

/** From version 6 on another office's workspace can be merged in; its ledger stays a chain of its own. */
const MERGED_6 = `
INSERT INTO merges VALUES (1, 6000, '${'b'.repeat(16)}', 'Oficina Ibáñez');
UPDATE edits SET merge_id = 1 WHERE id = 1;
INSERT INTO chains VALUES (1, 1, '${'b'.repeat(16)}', 'Oficina Ibáñez', 1, 3000, x'${'77'.repeat(32)}', 2, 5000,
  x'2dc5c8ae37d60816a65aa84285f5388732fe9c62833e7b9dbf87a9bb058d73fb');
INSERT INTO chain_cases VALUES (1, 1, NULL, NULL, x'${'11'.repeat(32)}');
INSERT INTO chain_lines VALUES
  (1, 2, 5000, 1, NULL, 'timeout', NULL, x'2dc5c8ae37d60816a65aa84285f5388732fe9c62833e7b9dbf87a9bb058d73fb');
`;

/** From version 7 on cases can be held, and a rule says which it is about to delete. */
const RETENTION_7 = `
INSERT INTO holds VALUES (1, 'Pleito pendiente', 6500);
INSERT INTO retention_due VALUES (2, 6600);
`;

/** From version 9 on cases have tags, whose history is kept too. */
const TAGS_9 = `
UPDATE cases SET tags = 'asilo, urgente', folded = ' zzz9000000001 begona nunez e 1 asilo, urgente' WHERE id = 1;
INSERT INTO edits (id, case_id, field, before, after, began_at, at) VALUES (2, 1, 'tags', '', 'asilo, urgente', 7000, 7000);
`;

/** For each version what an office's database held then, in that version's own SQL. Never altered: the next version adds a line. */
export const OFFICES: Readonly<Record<number, string>> = {
  1: OFFICE_1 + BUDGET_1,
  2: OFFICE_1 + EARLIER_CALLS_2,
  3: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3,
  4: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4,
  5: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4 + ORDER_5,
  6: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4 + ORDER_5 + MERGED_6,
  7: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4 + ORDER_5 + MERGED_6 + RETENTION_7,
  // Version 8 has the same tables, and rules for what stands in them.
  8: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4 + ORDER_5 + MERGED_6 + RETENTION_7,
  9: OFFICE_1 + EARLIER_CALLS_2 + LEDGER_3 + TITLES_4 + ORDER_5 + MERGED_6 + RETENTION_7 + TAGS_9,
};

/** Tables that a step ends, and where what they held is to be found. Of every other table every row stays. */
export const ENDED: Readonly<
  Record<string, { readonly by: number; readonly found: (connection: Connection) => unknown; readonly as: unknown }>
> = {
  budget: {
    by: 2,
    found: (connection) =>
      connection
        .statement<object, { value: string }>('earlier', `SELECT value FROM meta WHERE key = 'earlier_calls'`)
        .get({})?.value,
    as: '[{"day":"2026-03-02","used":17},{"day":"2026-03-01","used":640}]',
  },
};

/** Columns that a step works out anew, by table: only what is written is kept. */
export const WORKED_OUT: Readonly<Record<string, { readonly by: number; readonly columns: readonly string[] }>> = {
  cases: { by: 5, columns: ['folded'] },
  case_search: { by: 5, columns: ['folded'] },
};

/** Makes a database as a program of that version left it, and filled it. */
export function makeOldDatabase(path: string, version: number): void {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  connection.pragma('journal_mode=WAL');
  migrate(
    connection,
    MIGRATIONS.filter((step) => step.version <= version),
  );
  connection.exec(OFFICES[version] ?? '');
  connection.close();
}
