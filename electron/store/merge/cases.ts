import type { Run } from './unite.ts';

/** The columns of a case that the office decides, and those that USCIS's answers do, but for what points at other rows. */
const COLUMNS = `receipt, client, client_key, label, cadence, pinned, created_at, archived_at, form, title_en, title_es,
  status_group, stage, recognition, said_on, asked_at, last_answer, answered_at, next_check_at, folded, notes,
  notes_folded, deleted_at, tags`;

/**
 * Brings in the cases that are only there, and says which case there is which here. What is being deleted for good on either
 * side is left alone. A case in the trash stays in it, on whichever side: nothing comes back by itself. Gives how many came.
 */
export function uniteCases(run: Run): number {
  run('CREATE TEMP TABLE cases_map (there INTEGER PRIMARY KEY, here INTEGER NOT NULL UNIQUE, is_new INTEGER NOT NULL)');
  const pairs = (isNew: 0 | 1): string =>
    `INSERT INTO cases_map SELECT there.id, here.id, ${isNew} FROM there.cases AS there
     JOIN main.cases AS here ON here.receipt = there.receipt
     WHERE there.purge_id IS NULL AND here.purge_id IS NULL AND there.id NOT IN (SELECT there FROM cases_map)`;
  run(pairs(0));
  const added = run(`INSERT INTO main.cases (${COLUMNS}) SELECT ${COLUMNS} FROM there.cases AS there
    WHERE purge_id IS NULL AND receipt NOT IN (SELECT receipt FROM main.cases) ORDER BY id`);
  run(pairs(1));
  return added;
}

/** The titles that neither our table nor this office knew, and how they are filed there where they are not filed here. */
export const uniteTitles = (run: Run): number =>
  run(`INSERT INTO main.titles (key, title_en, title_es, first_seen_at, status_group, filed_at)
    SELECT key, title_en, title_es, first_seen_at, status_group, filed_at FROM there.titles WHERE true
    ON CONFLICT (key) DO UPDATE SET first_seen_at = min(first_seen_at, excluded.first_seen_at),
      filed_at = iif(status_group IS NULL, excluded.filed_at, filed_at),
      status_group = ifnull(status_group, excluded.status_group)
    WHERE excluded.first_seen_at < first_seen_at OR (status_group IS NULL AND excluded.status_group IS NOT NULL)`);

/**
 * Cases that no rule may delete there are not deleted by a rule here either. A case that is in the trash here stays there
 * unheld, as everywhere. Gives how many are held now.
 */
export function uniteHolds(run: Run): number {
  const held = run(`INSERT INTO main.holds (case_id, reason, since) SELECT ours.id, reason, since FROM there.holds
    JOIN cases_map ON cases_map.there = holds.case_id
    JOIN main.cases AS ours ON ours.id = cases_map.here AND ours.deleted_at IS NULL
    WHERE true ON CONFLICT (case_id) DO NOTHING`);
  run('DELETE FROM main.retention_due WHERE case_id IN (SELECT case_id FROM main.holds)');
  return held;
}

/**
 * What the rows of the cases show: the newest of what USCIS said to either office, and who asked last. To be run when the
 * observations of both stand in their order. Gives how many cases were altered.
 */
export function showNewest(run: Run): number {
  run(`CREATE TEMP TABLE shown AS
    SELECT cases_map.here AS case_id, observations_map.here AS observation_id, theirs.id AS there
    FROM cases_map JOIN there.cases AS theirs ON theirs.id = cases_map.there
    JOIN observations_map ON observations_map.there = theirs.observation_id
    JOIN main.cases AS ours ON ours.id = cases_map.here
    WHERE observations_map.here = (SELECT max(id) FROM main.observations WHERE case_id = cases_map.here)
      AND ours.observation_id IS NOT observations_map.here`);
  run(`INSERT INTO main.texts (folded) SELECT folded FROM there.texts
    WHERE id IN (SELECT text_id FROM there.cases WHERE id IN (SELECT there FROM shown)) ON CONFLICT DO NOTHING`);
  let altered = run(`UPDATE main.cases AS ours SET observation_id = shown.observation_id, form = theirs.form,
      title_en = theirs.title_en, title_es = theirs.title_es, status_group = theirs.status_group, stage = theirs.stage,
      said_on = theirs.said_on, text_id = (SELECT texts.id FROM main.texts JOIN there.texts AS theirs_text
        ON theirs_text.folded = texts.folded WHERE theirs_text.id = theirs.text_id)
    FROM shown JOIN there.cases AS theirs ON theirs.id = shown.there WHERE ours.id = shown.case_id`);
  // A number that one office was never answered for is no less recognised by USCIS.
  altered += run(`UPDATE main.cases AS ours SET asked_at = theirs.asked_at, last_answer = theirs.last_answer,
      recognition = iif(theirs.recognition = 'never_asked', ours.recognition, theirs.recognition)
    FROM cases_map JOIN there.cases AS theirs ON theirs.id = cases_map.there
    WHERE ours.id = cases_map.here AND theirs.asked_at > ifnull(ours.asked_at, -9e15)`);
  altered += run(`UPDATE main.cases AS ours SET recognition = theirs.recognition
    FROM cases_map JOIN there.cases AS theirs ON theirs.id = cases_map.there
    WHERE ours.id = cases_map.here AND ours.recognition = 'never_asked' AND theirs.recognition <> 'never_asked'`);
  altered += run(`UPDATE main.cases AS ours SET answered_at = theirs.answered_at
    FROM cases_map JOIN there.cases AS theirs ON theirs.id = cases_map.there
    WHERE ours.id = cases_map.here AND theirs.answered_at > ifnull(ours.answered_at, -9e15)`);
  altered += run(`UPDATE main.cases AS ours SET created_at = theirs.created_at
    FROM cases_map JOIN there.cases AS theirs ON theirs.id = cases_map.there
    WHERE ours.id = cases_map.here AND theirs.created_at < ours.created_at`);
  return altered;
}
