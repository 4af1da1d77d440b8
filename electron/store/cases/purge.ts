import { later, type Instant } from '../../../shared/clock.ts';
import { KEPT_DELETED, type PurgeView } from '../../../shared/contract/trash.ts';
import { writeChunks, writeSome } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Breathe } from '../types.ts';
import type { WordIndex } from './word-index.ts';

/** Deletes cases for good: their rows are overwritten in the file, and the log of the file is cut off after. */
export interface Purge {
  /** When the next case has been deleted for 30 days; an unfinished purge is due at once; null: none. */
  nextPurgeAt(): Instant | null;
  /**
   * Purges these deleted cases (null: all that were deleted 30 days ago or more), in short steps, and first what a killed
   * program left half done. Null: there was nothing. One at a time.
   */
  purge(ids: readonly number[] | null, now: Instant, breathe: Breathe): Promise<PurgeView | null>;
  /** Newest first. */
  purges(): PurgeView[];
}

/** So many rows of a case go in one step: a millisecond or two. */
const ROWS = 30;

interface PurgeRow {
  readonly id: number;
  readonly began_at: Instant;
  readonly finished_at: Instant | null;
  readonly asked: number;
  readonly cases: number;
  readonly answers: number;
  readonly changes: number;
  readonly checks: number;
  readonly notes: number;
  readonly edits: number;
}

/** Tables whose rows are only a case's own, by what they are counted as. */
const OWN = { answers: 'observations', checks: 'checks', edits: 'edits' } as const;

export function createPurge(
  connection: Connection,
  ledger: { forgetCase(caseId: number): void },
  words: Pick<WordIndex, 'strikeOut' | 'wipe'>,
): Purge {
  const nextDue = connection.statement<NoParameters, { at: Instant }>(
    'purge.nextDue',
    `SELECT deleted_at AS at FROM cases INDEXED BY cases_deleted
     WHERE deleted_at IS NOT NULL AND deleted_at > 0 ORDER BY deleted_at LIMIT 1`,
  );
  const open = connection.statement<NoParameters, PurgeRow>(
    'purge.open',
    'SELECT * FROM purges INDEXED BY one_open_purge WHERE finished_at IS NULL',
  );
  const one = connection.statement<{ id: number }, PurgeRow>('purge.one', 'SELECT * FROM purges WHERE id = @id');
  const all = connection.statement<NoParameters, PurgeRow>(
    'purge.all',
    'SELECT * FROM purges ORDER BY id DESC LIMIT 100',
  );
  const begin = connection.statement<{ now: Instant; asked: number }>(
    'purge.begin',
    'INSERT INTO purges (began_at, asked) VALUES (@now, @asked)',
  );
  const forget = connection.statement<{ id: number }>('purge.forget', 'DELETE FROM purges WHERE id = @id');
  const due = connection.statement<{ before: Instant }>(
    'purge.due',
    `SELECT id FROM cases INDEXED BY cases_deleted
     WHERE deleted_at <= @before AND deleted_at IS NOT NULL AND purge_id IS NULL`,
  );
  const takeThese = connection.statement<{ id: number; ids: string }>(
    'purge.takeThese',
    `UPDATE cases SET purge_id = @id
     WHERE id IN (SELECT value FROM json_each(@ids)) AND deleted_at IS NOT NULL AND purge_id IS NULL`,
  );
  const next = connection.statement<{ purge: number; after: number }, { id: number; notes: number }>(
    'purge.next',
    `SELECT id, notes <> '' AS notes FROM cases INDEXED BY cases_purged
     WHERE purge_id = @purge AND id > @after ORDER BY id LIMIT 1`,
  );
  const someChanges = connection.statement<{ caseId: number }, { id: number }>(
    'purge.someChanges',
    `SELECT id FROM changes WHERE case_id = @caseId LIMIT ${ROWS}`,
  );
  const removeAnnounced = connection.statement<{ ids: string }>(
    'purge.outbox',
    'DELETE FROM outbox WHERE change_id IN (SELECT value FROM json_each(@ids))',
  );
  const removeChanges = connection.statement<{ ids: string }>(
    'purge.changes',
    'DELETE FROM changes WHERE id IN (SELECT value FROM json_each(@ids))',
  );
  const clear = connection.statement<{ caseId: number }>(
    'purge.clear',
    'UPDATE cases SET observation_id = NULL WHERE id = @caseId AND observation_id IS NOT NULL',
  );
  const counting = (counted: keyof typeof OWN | 'changes') =>
    connection.statement<{ id: number; by: number }>(
      `purge.count ${counted}`,
      `UPDATE purges SET ${counted} = ${counted} + @by WHERE id = @id`,
    );
  const countChanges = counting('changes');
  const own = (['answers', 'checks', 'edits'] as const).map((counted) => ({
    remove: connection.statement<{ caseId: number; limit: number }>(
      `purge.${counted}`,
      `DELETE FROM ${OWN[counted]} WHERE id IN (SELECT id FROM ${OWN[counted]} WHERE case_id = @caseId LIMIT @limit)`,
    ),
    count: counting(counted),
  }));
  // One statement for many: at each one of several in a transaction SQLite would write the index of words out.
  const removeCases = connection.statement<{ ids: string }>(
    'purge.cases',
    'DELETE FROM cases WHERE id IN (SELECT value FROM json_each(@ids))',
  );
  const countCases = connection.statement<{ id: number; cases: number; notes: number }>(
    'purge.countCases',
    'UPDATE purges SET cases = cases + @cases, notes = notes + @notes WHERE id = @id',
  );
  const orphans = connection.statement<{ after: number; most: number }, { id: number; used: number }>(
    'purge.texts',
    `SELECT id, EXISTS (SELECT 1 FROM cases INDEXED BY cases_by_text WHERE text_id = texts.id) AS used FROM texts
     WHERE id > @after ORDER BY id LIMIT @most`,
  );
  const removeText = connection.statement<{ id: number }>('purge.text', 'DELETE FROM texts WHERE id = @id');
  const finish = connection.statement<{ id: number; now: Instant }>(
    'purge.finish',
    'UPDATE purges SET finished_at = @now WHERE id = @id',
  );

  /** Takes some rows of a case, first what points at other rows, then those. Gives whether there are no more. */
  function takeRows(purge: number, caseId: number): boolean {
    const ids = someChanges.all({ caseId }).map(({ id }) => id);
    if (ids.length > 0) {
      removeAnnounced.run({ ids: JSON.stringify(ids) });
      countChanges.run({ id: purge, by: removeChanges.run({ ids: JSON.stringify(ids) }).changes });
    }
    let room = ROWS - ids.length;
    clear.run({ caseId });
    for (const { remove, count } of own) {
      if (room === 0) return false;
      const by = remove.run({ caseId, limit: room }).changes;
      if (by > 0) count.run({ id: purge, by });
      room -= by;
    }
    return room > 0;
  }

  /** Takes so many steps at the most, inside a transaction; the cases' own rows go last. */
  function steps(purge: number, most: number): { done: number; more: boolean } {
    const bare: number[] = [];
    let [done, more, notes] = [0, true, 0];
    for (; done < most; done += 1) {
      const found = next.get({ purge, after: bare.at(-1) ?? 0 });
      more = found !== undefined;
      if (found === undefined) break;
      if (!takeRows(purge, found.id)) continue;
      ledger.forgetCase(found.id);
      bare.push(found.id);
      notes += found.notes;
    }
    removeCases.run({ ids: JSON.stringify(bare) });
    countCases.run({ id: purge, cases: bare.length, notes });
    return { done, more };
  }

  /** USCIS's texts that no case has any more: one may name an office or a parcel. */
  async function removeUnusedTexts(breathe: Breathe): Promise<void> {
    let after = 0;
    await writeSome(connection, breathe, (most) => {
      const rows = orphans.all({ after, most });
      for (const { id, used } of rows) if (used === 0) removeText.run({ id });
      after = rows.at(-1)?.id ?? after;
      return { done: rows.length, more: rows.length === most };
    });
  }

  /**
   * From here on these cases cannot be restored. Null: there are none. A program that is killed meanwhile has taken some of
   * them: those go, and the others are as deleted as they were.
   */
  async function take(ids: readonly number[] | null, now: Instant, breathe: Breathe): Promise<number | null> {
    const wanted = ids ?? (due.column({ before: later(now, -KEPT_DELETED) }) as number[]);
    const purge: { id: number | null; cases: number } = { id: null, cases: 0 };
    await writeChunks(connection, wanted, breathe, (some) => {
      purge.id ??= begin.run({ now, asked: ids === null ? 0 : 1 }).lastId;
      purge.cases += takeThese.run({ id: purge.id, ids: JSON.stringify(some) }).changes;
    });
    if (purge.id === null || purge.cases > 0) return purge.id;
    forget.run({ id: purge.id });
    return null;
  }

  async function finishPurge(id: number, now: Instant, breathe: Breathe): Promise<void> {
    words.strikeOut();
    await writeSome(connection, breathe, (most) => steps(id, most));
    await words.wipe(breathe);
    await removeUnusedTexts(breathe);
    // A program that is killed before has not finished, and does this when it starts again.
    await connection.cutLog();
    connection.write(() => finish.run({ id, now }));
  }

  return {
    nextPurgeAt() {
      const unfinished = open.get({});
      if (unfinished !== undefined) return unfinished.began_at;
      const first = nextDue.get({});
      return first === undefined ? null : later(first.at, KEPT_DELETED);
    },
    async purge(ids, now, breathe) {
      const unfinished = open.get({});
      if (unfinished !== undefined) await finishPurge(unfinished.id, now, breathe);
      const id = await take(ids, now, breathe);
      if (id === null) return unfinished === undefined ? null : view(one.get({ id: unfinished.id }));
      await finishPurge(id, now, breathe);
      return view(one.get({ id }));
    },
    purges: () => all.all({}).flatMap((row) => view(row) ?? []),
  };
}

function view(row: PurgeRow | undefined): PurgeView | null {
  if (row === undefined || row.finished_at === null) return null;
  const { id, began_at: beganAt, finished_at: finishedAt, asked, ...counts } = row;
  return { id, beganAt, finishedAt, asked: asked === 1, ...counts };
}
