import { createHash } from 'node:crypto';
import { groupOf, stageOf } from '../../../shared/case/status-groups.ts';
import knownTitles from '../../../shared/case/status-titles.json' with { type: 'json' };
import type { Instant } from '../../../shared/clock.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from '../cases/case-rows.ts';
import { writeInChunks } from '../chunks.ts';
import type { Connection } from '../connection.ts';
import type { Meta } from '../meta.ts';
import type { Titles } from './titles.ts';
import type { Breathe, PlanNextCheck } from '../types.ts';

export interface Regroup {
  /**
   * Groups every case anew whose group is not the one that counts now, and plans the next check of those whose stage is
   * another: never later than it was planned. Does nothing where all was grouped by the present table and filings. Gives
   * how many cases moved. One at a time.
   */
  regroup(nextCheckAt: PlanNextCheck, breathe: Breathe): Promise<number>;
}

const KEY = 'status_groups';

/** So many rows of the index are read between two breaths: about a millisecond's work. */
const READ = 1000;

interface Grouped {
  readonly id: number;
  readonly status_group: string;
  readonly stage: string;
}

export function createRegroup(connection: Connection, { titles, meta }: { titles: Titles; meta: Meta }): Regroup {
  const having = connection.statement<{ archived: number; title: string; after: number; limit: number }, Grouped>(
    'regroup.having',
    `SELECT id, status_group, stage FROM cases INDEXED BY cases_by_title
     WHERE archived = @archived AND title_en = @title COLLATE NOCASE AND id > @after ORDER BY id LIMIT @limit`,
  );
  const firstSeen = connection.statement<{ archived: number; title: string }, FirstSeen>(
    'regroup.firstSeen',
    `SELECT title_en AS en, title_es AS es, min(first_seen_at) AS at FROM cases INDEXED BY cases_by_title
     JOIN observations ON observations.id = cases.observation_id
     WHERE archived = @archived AND title_en = @title COLLATE NOCASE`,
  );
  const move = connection.statement<{ id: number; group: string; stage: string }>(
    'regroup.move',
    'UPDATE cases SET status_group = @group, stage = @stage WHERE id = @id',
  );
  const watched = connection.statement<{ id: number }, WatchedRow>(
    'regroup.watched',
    `SELECT ${WATCHED_COLUMNS} FROM cases WHERE id = @id`,
  );
  const plan = connection.statement<{ id: number; at: number | null }>(
    'regroup.plan',
    'UPDATE cases SET next_check_at = min(next_check_at, @at) WHERE id = @id',
  );
  const titleOf = connection.statement<{ id: number }, { title_en: string; stage: string }>(
    'regroup.title',
    'SELECT title_en, stage FROM cases WHERE id = @id AND title_en IS NOT NULL',
  );

  /** A name for the way in which titles are grouped here: another table of ours, or another filing, has another. */
  function present(): string {
    const table = knownTitles.map(({ title }) => [title, groupOf(title), stageOf(groupOf(title))]);
    return createHash('sha256')
      .update(JSON.stringify([table, titles.filings()]))
      .digest('hex');
  }

  /** Keeps a title that a table of ours does not know, where it came before that was noted. */
  function note(archived: number, title: string): void {
    if (groupOf(title) !== 'unclassified') return;
    const first = firstSeen.get({ archived, title });
    if (first === undefined || first.at === null) return;
    titles.seen({ en: first.en, es: first.es }, first.at);
  }

  /** The cases whose group is not the one that counts. */
  async function misplaced(breathe: Breathe): Promise<number[]> {
    const found: number[] = [];
    for (const archived of [0, 1]) {
      for (const title of titles.present(archived === 1)) {
        note(archived, title);
        const group = titles.groupOf(title);
        const stage = stageOf(group);
        for (let after = 0; ;) {
          const rows = having.all({ archived, title, after, limit: READ });
          found.push(...rows.filter((row) => row.status_group !== group || row.stage !== stage).map(({ id }) => id));
          const last = rows.at(-1);
          if (last === undefined || rows.length < READ) break;
          after = last.id;
          await breathe();
        }
      }
    }
    return found;
  }

  return {
    async regroup(nextCheckAt, breathe) {
      const wanted = present();
      if (meta.get(KEY) === wanted) return 0;
      const ids = await misplaced(breathe);
      await writeInChunks(connection, ids, breathe, (id) => {
        // An answer may have come meanwhile: what stands there now is what is grouped.
        const now = titleOf.get({ id });
        if (now === undefined) return;
        const group = titles.groupOf(now.title_en);
        const stage = stageOf(group);
        move.run({ id, group, stage });
        const row = watched.get({ id });
        if (stage !== now.stage && row !== undefined) plan.run({ id, at: nextCheckAt(toWatchedCase(row)) });
      });
      meta.set(KEY, wanted);
      return ids.length;
    },
  };
}

interface FirstSeen {
  readonly en: string;
  readonly es: string | null;
  /** Null: there is no such case. */
  readonly at: Instant | null;
}
