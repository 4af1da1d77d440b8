import { MINUTE, type Instant, type Milliseconds } from '../../../shared/clock.ts';
import { EDITED_FIELDS, type EditedField, type EditView } from '../../../shared/contract/cases.ts';
import type { Connection } from '../connection.ts';

/** What the office wrote about a case, each field as the history keeps it: as text, a pin as '0' or '1'. */
export type Written = Readonly<Record<EditedField, string>>;

/** An edit as it was kept; whether it can be put back depends on how the case stands now. */
export type Edit = Omit<EditView, 'stands'>;

/** One that is made here. */
type Made = Omit<Edit, 'id' | 'from'>;

/** What stood there before: every change of what the office wrote. */
export interface Edits {
  /**
   * Keeps what differs between `before` and `after`, inside the caller's transaction. `undoes`: the edit that is taken back.
   * Gives the ids of the edits.
   */
  keep(caseId: number, before: Written, after: Written, now: Instant, undoes: number | null): number[];
  /** The same for one field of which the caller knows that it differs. */
  keepOne(caseId: number, field: EditedField, before: string, after: string, now: Instant): void;
  /** Up to `limit`, newest first. */
  ofCase(caseId: number, limit: number): Edit[];
  /** Undefined: this case has no such edit. */
  get(caseId: number, id: number): Edit | undefined;
}

/** Saves of one text with no longer a pause between them, and nothing else, are one edit: a person typing. */
const SITTING: Milliseconds = 10 * MINUTE;

/** Who strikes out more characters than this, or half of them, between two saves is not correcting a word: what was there is kept. */
const CORRECTION = 20;

/** A choice is one act; only a text is written little by little. */
const TEXTS: ReadonlySet<EditedField> = new Set(['client', 'label', 'notes']);

export function createEdits(connection: Connection): Edits {
  const columns = 'id, field, before, after, at, undoes, (SELECT name FROM merges WHERE id = merge_id) AS "from"';
  const newest = connection.statement<{ caseId: number; limit: number }, Edit>(
    'edits.ofCase',
    `SELECT ${columns} FROM edits WHERE case_id = @caseId ORDER BY id DESC LIMIT @limit`,
  );
  const one = connection.statement<{ caseId: number; id: number }, Edit>(
    'edits.one',
    `SELECT ${columns} FROM edits WHERE id = @id AND case_id = @caseId`,
  );
  const add = connection.statement<Made & { caseId: number }>(
    'edits.add',
    `INSERT INTO edits (case_id, field, before, after, began_at, at, undoes)
     VALUES (@caseId, @field, @before, @after, @at, @at, @undoes)`,
  );
  const goOn = connection.statement<{ id: number; after: string; at: Instant }>(
    'edits.goOn',
    'UPDATE edits SET after = @after, at = @at WHERE id = @id',
  );

  function keepField(caseId: number, edit: Made): number {
    const [last] = newest.all({ caseId, limit: 1 });
    if (last === undefined || !isSameSitting(last, edit)) return add.run({ caseId, ...edit }).lastId;
    goOn.run({ id: last.id, after: edit.after, at: edit.at });
    return last.id;
  }

  return {
    keep: (caseId, before, after, at, undoes) =>
      EDITED_FIELDS.filter((field) => before[field] !== after[field]).map((field) =>
        keepField(caseId, { field, before: before[field], after: after[field], at, undoes }),
      ),
    keepOne: (caseId, field, before, after, at) => void keepField(caseId, { field, before, after, at, undoes: null }),
    ofCase: (caseId, limit) => newest.all({ caseId, limit }),
    get: (caseId, id) => one.get({ caseId, id }),
  };
}

/** Does `next` go on with `last`, so that one edit tells of both and nothing of weight is lost between them? */
const isSameSitting = (last: Edit, next: Made): boolean =>
  TEXTS.has(next.field) &&
  last.field === next.field &&
  last.undoes === null &&
  last.from === null &&
  next.undoes === null &&
  next.at >= last.at &&
  next.at - last.at <= SITTING &&
  next.after !== last.before &&
  struckOut(next.before, next.after) <= Math.min(CORRECTION, next.before.length / 2);

/** How many characters of `before` went, where the two differ in one place. */
function struckOut(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return before.length - head - tail;
}
