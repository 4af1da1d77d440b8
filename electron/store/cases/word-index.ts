import { writeSome, type WriteSome } from '../chunks.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Breathe } from '../types.ts';

/**
 * Keeps the index of words in order while many cases come or go. A killed program leaves it at any stage: it is as right then,
 * but has more parts, and what a purge struck out stands in it until that purge is finished.
 */
export interface WordIndex {
  /**
   * Writes much that comes into the index, as `writeSome` does, and merges its parts meanwhile in transactions of a few pages.
   * `things`: how many there are.
   */
  writeMany(things: number, breathe: Breathe, some: WriteSome): Promise<void>;
  /** From here on what is deleted is struck out, which costs a fiftieth of finding and overwriting its every word. */
  strikeOut(): void;
  /** Writes the index anew without what was struck out, in short steps. What is deleted is overwritten at once again. */
  wipe(breathe: Breathe): Promise<void>;
  /** Lets SQLite merge by itself again where a killed program came to no end. */
  settle(): void;
}

/** From so many things on the index is merged in small steps. */
const MANY = 1000;

/**
 * So many parts are merged at once: fewer than SQLite merges in one go where a killed program left them. By itself it begins when
 * 64 pages were written, and writes some 200 pages then: longer than a frame.
 */
const PARTS = 12;
/** What is merged or written anew in one transaction: some milliseconds. */
const STEP_PAGES = 8;

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
    async writeMany(things, breathe, some) {
      if (things < MANY) return writeSome(connection, breathe, some);
      set(MERGING.inSteps);
      /** Each transaction makes one. */
      let parts = 0;
      await writeSome(connection, breathe, (most) => {
        if (parts >= PARTS && mergeSome(STEP_PAGES)) return { done: 0, more: true };
        parts = parts >= PARTS ? 1 : parts + 1;
        return some(most);
      });
      return mergeAll(STEP_PAGES, breathe);
    },
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
