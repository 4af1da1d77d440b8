import { EDITED_FIELDS, type EditedField } from '../../../shared/contract/cases.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Written } from '../cases/edits.ts';
import { foldNotes, foldOffice } from '../cases/fold.ts';
import { fold } from '../../../shared/case/text.ts';

/** What stands in a field that nobody has written yet. */
const UNWRITTEN: Written = { client: '', label: '', tags: '', notes: '', cadence: 'automatic', pinned: '0' };

const valueOf = (field: EditedField, side: string): string =>
  field === 'pinned' ? `CAST(${side}.pinned AS TEXT)` : `${side}.${field}`;

/** Did this office ever write the field? What it emptied again it meant to be empty. */
const unwritten = (field: EditedField): string =>
  `(${valueOf(field, 'ours')} = '${UNWRITTEN[field]}' AND NOT EXISTS (SELECT 1 FROM main.edits
    WHERE edits.case_id = ours.id AND edits.field = '${field}' AND edits.merge_id IS NULL))`;

/** Do the two sides say different things in this field, and is it not only that we have said nothing yet? */
export const differs = (field: EditedField): string =>
  `(${valueOf(field, 'ours')} <> ${valueOf(field, 'theirs')} AND NOT ${unwritten(field)})`;

/** Which fields are only written there, as a part of a SELECT: 1 where they are to be taken. */
const takes = (field: EditedField): string =>
  `(${valueOf(field, 'ours')} <> ${valueOf(field, 'theirs')} AND ${unwritten(field)})`;

export { valueOf };

interface CaseRow {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly ours: string;
  readonly theirs: string;
  readonly take: number;
}

/**
 * What each office wrote about a case that both have. A field that was never written here takes what is written there. Where
 * they differ ours stands, and what stands there is kept in the history of the case, from where it can be put back. To be
 * run when the edits of both stand in their order. Gives how many fields were taken over, and kept aside.
 */
export function uniteFields(connection: Connection, merge: number, now: Instant): { taken: number; keptAside: number } {
  const newest = connection.statement<{ caseId: number; field: EditedField }, { after: string }>(
    'merge.newestEdit',
    'SELECT after FROM main.edits WHERE case_id = @caseId AND field = @field ORDER BY id DESC LIMIT 1',
  );
  const keptBefore = connection.statement<{ caseId: number; field: EditedField; value: string }, { id: number }>(
    'merge.keptBefore',
    `SELECT id FROM main.edits
     WHERE case_id = @caseId AND field = @field AND before = @value AND merge_id IS NOT NULL LIMIT 1`,
  );
  const keep = connection.statement<Record<string, string | number>>(
    'merge.keep',
    `INSERT INTO main.edits (case_id, field, before, after, began_at, at, merge_id)
     VALUES (@caseId, @field, @before, @after, @now, @now, @merge)`,
  );
  let taken = 0;
  let keptAside = 0;
  const written = new Set<number>();
  for (const field of EDITED_FIELDS) {
    const differing = connection.statement<NoParameters, CaseRow>(
      `merge.differing.${field}`,
      `SELECT ours.id, ours.receipt, ${valueOf(field, 'ours')} AS ours, ${valueOf(field, 'theirs')} AS theirs,
         ${takes(field)} AS take
       FROM cases_map JOIN main.cases AS ours ON ours.id = cases_map.here
       JOIN there.cases AS theirs ON theirs.id = cases_map.there
       WHERE cases_map.is_new = 0 AND (${valueOf(field, 'ours')} <> ${valueOf(field, 'theirs')} OR ours.id IN (
         SELECT case_id FROM main.edits JOIN edits_map ON here = edits.id WHERE is_new = 1 AND field = '${field}'))`,
    );
    const set = connection.statement<{ id: number; value: string }>(
      `merge.set.${field}`,
      `UPDATE main.cases SET ${field} = @value WHERE id = @id`,
    );
    for (const { id: caseId, ours, theirs, take } of differing.all({})) {
      const entry = (before: string, after: string): void =>
        void keep.run({ caseId, field, before, after, now, merge });
      if (take === 1) {
        set.run({ id: caseId, value: theirs });
        taken += 1;
        written.add(caseId);
        if (newest.get({ caseId, field })?.after !== theirs) entry(ours, theirs);
        continue;
      }
      if (ours !== theirs && keptBefore.get({ caseId, field, value: theirs }) === undefined) {
        entry(theirs, ours);
        keptAside += 1;
      }
      // A later edit of theirs may have come between: the history ends with what stands.
      const last = newest.get({ caseId, field })?.after;
      if (last !== undefined && last !== ours) entry(last, ours);
    }
  }
  foldAnew(connection, written);
  return { taken, keptAside };
}

interface Folded {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly tags: string;
  readonly notes: string;
}

/** What the search and the sort by client go by. */
function foldAnew(connection: Connection, ids: ReadonlySet<number>): void {
  const read = connection.statement<{ id: number }, Folded>(
    'merge.written',
    'SELECT id, receipt, client, label, tags, notes FROM main.cases WHERE id = @id',
  );
  const write = connection.statement<Record<string, string | number>>(
    'merge.fold',
    'UPDATE main.cases SET folded = @folded, client_key = @clientKey, notes_folded = @notes WHERE id = @id',
  );
  for (const id of ids) {
    const row = read.get({ id });
    if (row !== undefined) {
      write.run({ id, folded: foldOffice(row), clientKey: fold(row.client), notes: foldNotes(row.notes) });
    }
  }
}
