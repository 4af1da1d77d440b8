import { saidOn } from '../../../shared/case/dates.ts';
import { EDITED_FIELDS } from '../../../shared/contract/cases.ts';
import type { Connection, NoParameters } from '../connection.ts';
import { readContent } from '../answers/observations.ts';
import type { TableNames } from './tables.ts';

interface Newest {
  readonly id: number;
  readonly case_id: number;
  readonly content: string;
  readonly first_seen_at: number;
  readonly last_seen_at: number;
}

/**
 * Makes the cases anew whose own rows are lost: of what USCIS said of them last, of the log, and of what the office wrote since
 * they were added. What it wrote when it added them is lost. They are asked for at once. Gives how many there are.
 */
export function remakeCases(connection: Connection, tables: TableNames): number {
  const lost = connection
    .statement<NoParameters, Newest>(
      'remake.lost',
      `SELECT id, case_id, content, last_seen_at,
         (SELECT min(first_seen_at) FROM observations WHERE case_id = newest.case_id) AS first_seen_at
       FROM observations AS newest
       WHERE case_id NOT IN (SELECT id FROM cases)
         AND id = (SELECT max(id) FROM observations WHERE case_id = newest.case_id)`,
    )
    .all({});
  const make = connection.statement<Record<string, string | number | null>>(
    'remake.make',
    `INSERT OR IGNORE INTO cases (id, receipt, client, client_key, label, cadence, created_at, observation_id, form, title_en, title_es,
       status_group, stage, recognition, said_on, asked_at, last_answer, answered_at, next_check_at, folded)
     VALUES (@id, @receipt, '', '', '', 'automatic', @createdAt, @observationId, @form, @titleEn, @titleEs,
       'unclassified', 'unknown', 'recognised', iif(date(@saidOn || 'T00:00') = @saidOn, @saidOn, NULL), @askedAt, @answer,
       @answeredAt, 1, ' ' || lower(@receipt))`,
  );
  const lastCheck = connection.statement<{ caseId: number }, { asked_at: number; answer: string }>(
    'remake.check',
    `SELECT asked_at, answer FROM checks WHERE case_id = @caseId AND answer IS NOT NULL
     ORDER BY asked_at DESC, id DESC LIMIT 1`,
  );
  let remade = 0;
  for (const { id, case_id: caseId, content: json, first_seen_at: createdAt, last_seen_at: answeredAt } of lost) {
    const content = readContent(json);
    const check = lastCheck.get({ caseId });
    remade += make.run({
      id: caseId,
      receipt: content.receipt,
      createdAt,
      observationId: id,
      form: content.form,
      titleEn: content.title.en,
      titleEs: content.title.es,
      saidOn: saidOn(content),
      askedAt: check?.asked_at ?? null,
      answer: check?.answer ?? null,
      answeredAt,
    }).changes;
  }
  if (lost.length > 0 && tables.has('edits')) takeFromEdits(connection, lost);
  // At the next opening every case is looked at, and put into its group: one from a backup too.
  connection.exec(`DELETE FROM meta WHERE key = 'status_groups'`);
  return remade;
}

/** A field that was ever altered stands as its newest edit left it. */
function takeFromEdits(connection: Connection, lost: readonly Newest[]): void {
  const written = (field: string): string =>
    `${field} = ifnull((SELECT ${field === 'pinned' ? `after = '1'` : 'after'} FROM edits
       WHERE case_id = @caseId AND field = '${field}' ORDER BY id DESC LIMIT 1), ${field})`;
  const take = connection.statement<{ caseId: number }>(
    'remake.edits',
    `UPDATE cases SET ${EDITED_FIELDS.map(written).join(', ')} WHERE id = @caseId`,
  );
  for (const { case_id: caseId } of lost) take.run({ caseId });
}
