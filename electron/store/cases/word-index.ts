import { writeSome } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Breathe } from '../types.ts';

/**
 * Keeps the index of words in order while many cases come or go. A killed program leaves it at any stage: it is as right then,
 * but has more parts, and what a purge struck out stands in it until that purge is finished.
 */
export interface WordIndex {
  /** From here on nothing is merged but by `merge`. */
  begin(): void;
  /** Merges as much as so many new cases call for, inside their transaction. */
  merge(cases: number): void;
  /** Merges what is left in short steps; from here on SQLite merges by itself again. */
  end(breathe: Breathe): Promise<void>;
  /** From here on what is deleted is struck out, which costs a fiftieth of finding and overwriting its every word. */
  strikeOut(): void;
  /** Writes the index anew without what was struck out, in short steps. What is deleted is overwritten at once again. */
  wipe(breathe: Breathe): Promise<void>;
  /** Lets SQLite merge by itself again where a killed program came to no end. */
  settle(): void;
}

/** By itself SQLite merges parts of the index when 64 pages were written, some 200 pages at once: longer than a frame. */
const PAGES_PER_CASE = 0.5;
const LEAST_PAGES = 8;
/** What is merged or written anew at once, where there is nothing else to do: some milliseconds. */
const STEP_PAGES = 16;

/** When SQLite merges: by itself a little from 4 parts of a size on, and all of them at once from 16 on, however long it takes. */
const MERGING = { byItself: { automerge: 4, crisismerge: 16 }, inSteps: { automerge: 0, crisismerge: 1999 } } as const;

type Option = 'automerge' | 'crisismerge' | 'secure-delete';

export function createWordIndex(connection: Connection): WordIndex {
  const setting = connection.statement<{ option: Option; value: number }>(
    'words.setting',
    'INSERT INTO case_search (case_search, rank) VALUES (@option, CAST(@value AS INTEGER))',
  );
  const merge = connection.statement<{ pages: number }>(
    'words.merge',
    `INSERT INTO case_search (case_search, rank) VALUES ('merge', CAST(@pages AS INTEGER))`,
  );
  const automerge = connection.statement<NoParameters, { value: number }>(
    'words.automerge',
    `SELECT v AS value FROM case_search_config WHERE k = 'automerge'`,
  );
  const written = connection.statement<NoParameters, { rows: number }>(
    'words.written',
    'SELECT total_changes() AS rows',
  );

  const set = (options: Partial<Record<Option, number>>): void => {
    connection.writeAhead(() => {
      for (const [option, value] of Object.entries(options)) setting.run({ option: option as Option, value });
    });
  };

  /** Gives false when there was nothing left to merge, by SQLite's own rule: no more than the order's own row was written. */
  function mergeSome(pages: number): boolean {
    const before = written.get({})?.rows ?? 0;
    merge.run({ pages });
    return (written.get({})?.rows ?? 0) - before > 1;
  }

  async function mergeAll(first: number, breathe: Breathe): Promise<void> {
    let pages = first;
    await writeSome(connection, breathe, (most) => {
      let [done, more] = [0, true];
      for (; more && done < most; done += 1) {
        more = mergeSome(pages);
        pages = STEP_PAGES;
      }
      return { done, more };
    });
    set(MERGING.byItself);
  }

  return {
    begin() {
      set(MERGING.inSteps);
    },
    merge(cases) {
      merge.run({ pages: Math.max(LEAST_PAGES, Math.ceil(cases * PAGES_PER_CASE)) });
    },
    end: (breathe) => mergeAll(STEP_PAGES, breathe),
    strikeOut() {
      set({ ...MERGING.inSteps, 'secure-delete': 0 });
    },
    wipe(breathe) {
      set({ 'secure-delete': 1 });
      // A negative number begins with all parts of the index, a positive one goes on.
      return mergeAll(-STEP_PAGES, breathe);
    },
    settle() {
      if (automerge.get({})?.value === MERGING.inSteps.automerge) set(MERGING.byItself);
    },
  };
}
