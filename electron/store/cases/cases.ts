import { readTags, writeTags } from '../../../shared/case/tags.ts';
import type { Instant } from '../../../shared/clock.ts';
import { CADENCES } from '../../../shared/case/cadence.ts';
import type { CaseDetail, CaseEdit, EditView } from '../../../shared/contract/cases.ts';
import type { HistoryEntry } from '../../../shared/service/answer.ts';
import type { ActivityLog } from '../pulls/activity.ts';
import {
  LISTED_COLUMNS,
  toCaseRow,
  toWatchedCase,
  WATCHED_COLUMNS,
  type ListedCase,
  type WatchedRow,
} from './case-rows.ts';
import type { Changes } from '../answers/changes.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection } from '../connection.ts';
import type { Edit, Edits, Written } from './edits.ts';
import { foldNotes, foldOffice } from './fold.ts';
import { fold } from '../../../shared/case/text.ts';
import type { Observations } from '../answers/observations.ts';
import type { Titles } from '../answers/titles.ts';
import type { Breathe, PlanNextCheck } from '../types.ts';

export interface Cases {
  /** Everything about one case; null: there is none, or it was deleted. */
  detail(id: number): CaseDetail | null;
  /**
   * Changes what the office wrote, and keeps what stood there before. Where the cadence or the pin changes, the next check is
   * planned anew. Gives the ids of the edits; null: there is no such case.
   */
  change(id: number, edit: CaseEdit, now: Instant, nextCheckAt: PlanNextCheck): number[] | null;
  /** The last edits of a case, newest first; null: there is no such case. */
  edits(id: number, limit: number): { edits: EditView[]; more: boolean } | null;
  /** Sets what stood there before an edit; that is an edit too. False: there is no such case, or it has no such edit. */
  putBack(id: number, edit: number, now: Instant, nextCheckAt: PlanNextCheck): boolean;
  /** Archives cases or takes that back, planning their next check anew. Gives the ids that it altered, for undo. */
  archive(
    ids: readonly number[],
    archived: boolean,
    now: Instant,
    nextCheckAt: PlanNextCheck,
    breathe: Breathe,
  ): Promise<number[]>;
}

interface FullCase extends ListedCase {
  readonly notes: string;
  readonly created_at: Instant;
  readonly observation_id: number | null;
}

export function createCases(
  connection: Connection,
  parts: { observations: Observations; changes: Changes; activity: ActivityLog; titles: Titles; edits: Edits },
): Cases {
  const full = connection.statement<{ id: number }, FullCase>(
    'cases.full',
    `SELECT ${LISTED_COLUMNS}, notes, created_at, observation_id FROM cases WHERE id = @id AND deleted_at IS NULL`,
  );
  const write = connection.statement<Record<string, string | number>>(
    'cases.write',
    `UPDATE cases SET client = @client, client_key = @clientKey, label = @label, tags = @tags, notes = @notes, cadence = @cadence,
       pinned = @pinned, folded = @folded, notes_folded = @notesFolded WHERE id = @id`,
  );
  const archive = connection.statement<{ id: number; now: number | null }>(
    'cases.archive',
    `UPDATE cases SET archived_at = @now
     WHERE id = @id AND deleted_at IS NULL AND (archived_at IS NULL) = (@now IS NOT NULL)`,
  );
  const watched = connection.statement<{ id: number }, WatchedRow>(
    'cases.watched',
    `SELECT ${WATCHED_COLUMNS} FROM cases WHERE id = @id`,
  );
  const plan = connection.statement<{ id: number; at: number | null }>(
    'cases.plan',
    'UPDATE cases SET next_check_at = @at WHERE id = @id',
  );

  function planAnew(id: number, nextCheckAt: PlanNextCheck): void {
    const row = watched.get({ id });
    if (row !== undefined) plan.run({ id, at: nextCheckAt(toWatchedCase(row)) });
  }

  function change(
    id: number,
    edit: CaseEdit,
    now: Instant,
    nextCheckAt: PlanNextCheck,
    undoes: number | null,
  ): number[] | null {
    const before = full.get({ id });
    if (before === undefined) return null;
    const client = edit.client ?? before.client;
    const label = edit.label ?? before.label;
    const tags = edit.tags === undefined ? before.tags : writeTags(edit.tags);
    const notes = edit.notes ?? before.notes;
    const cadence = edit.cadence ?? before.cadence;
    const pinned = edit.pinned === undefined ? before.pinned : Number(edit.pinned);
    write.run({
      id,
      client,
      clientKey: fold(client),
      label,
      tags,
      notes,
      cadence,
      pinned,
      folded: foldOffice({ receipt: before.receipt, client, label, tags }),
      notesFolded: foldNotes(notes),
    });
    if (cadence !== before.cadence || pinned !== before.pinned) planAnew(id, nextCheckAt);
    return parts.edits.keep(id, written(before), written({ client, label, tags, notes, cadence, pinned }), now, undoes);
  }

  return {
    detail(id) {
      const found = full.get({ id });
      if (found === undefined) return null;
      const content = found.observation_id === null ? null : parts.observations.get(found.observation_id)?.content;
      return {
        row: toCaseRow(found),
        grouping: parts.titles.groupingOf(found.title_en),
        notes: found.notes,
        createdAt: found.created_at,
        description: content?.description ?? null,
        submittedAt: content?.submittedAt ?? null,
        modifiedAt: content?.modifiedAt ?? null,
        history: newestFirst(content?.history ?? []),
        observations: parts.observations.ofCase(id),
        changes: parts.changes.ofCase(id),
        checks: parts.activity.ofCase(id),
      };
    },
    change: (id, edit, now, nextCheckAt) => connection.write(() => change(id, edit, now, nextCheckAt, null)),
    edits(id, limit) {
      const found = full.get({ id });
      if (found === undefined) return null;
      const now = written(found);
      const edits = parts.edits.ofCase(id, limit + 1);
      return {
        edits: edits.slice(0, limit).map((edit) => ({ ...edit, stands: now[edit.field] === edit.before })),
        more: edits.length > limit,
      };
    },
    putBack: (id, editId, now, nextCheckAt) =>
      connection.write(() => {
        const edit = parts.edits.get(id, editId);
        return edit !== undefined && change(id, takingBack(edit), now, nextCheckAt, editId) !== null;
      }),
    async archive(ids, archived, now, nextCheckAt, breathe) {
      const altered: number[] = [];
      await writeInChunks(connection, ids, breathe, (id) => {
        if (archive.run({ id, now: archived ? now : null }).changes === 0) return;
        planAnew(id, nextCheckAt);
        altered.push(id);
      });
      return altered;
    },
  };
}

const written = (row: Pick<FullCase, 'client' | 'label' | 'tags' | 'notes' | 'cadence' | 'pinned'>): Written => ({
  client: row.client,
  label: row.label,
  tags: row.tags,
  notes: row.notes,
  cadence: row.cadence,
  pinned: String(row.pinned),
});

function takingBack({ field, before }: Edit): CaseEdit {
  if (field === 'pinned') return { pinned: before === '1' };
  if (field === 'tags') return { tags: readTags(before) };
  if (field !== 'cadence') return { [field]: before };
  const cadence = CADENCES.find((name) => name === before);
  if (cadence === undefined) throw new Error(`No cadence is called ${before}`);
  return { cadence };
}

/** USCIS guarantees no order. Lines of one date stay as they came; those without a date come last. */
const newestFirst = (history: readonly HistoryEntry[]): HistoryEntry[] =>
  [...history].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
