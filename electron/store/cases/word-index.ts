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
  end(): void;
  /** From here on what is deleted is struck out, which costs a fiftieth of finding and overwriting its every word. */
  strikeOut(): void;
  /** Writes the index anew without what was struck out, in short steps. What is deleted is overwritten at once again. */
  wipe(breathe: Breathe): Promise<void>;
}

/** By itself SQLite merges parts of the index when 64 pages were written, some 200 pages at once: longer than a frame. */
const PAGES_PER_CASE = 0.5;
const LEAST_PAGES = 8;
/** As SQLite has it by itself. */
const AUTOMATIC = 4;
/** What is written anew at once: some milliseconds. */
const WIPED_PAGES = 16;

export function createWordIndex(connection: Connection): WordIndex {
  const setting = (name: string, option: 'automerge' | 'secure-delete', value: number) =>
    connection.statement<NoParameters>(
      `words.${name}`,
      `INSERT INTO case_search (case_search, rank) VALUES ('${option}', ${value})`,
    );
  const begin = setting('begin', 'automerge', 0);
  const end = setting('end', 'automerge', AUTOMATIC);
  const strikeOut = setting('strikeOut', 'secure-delete', 0);
  const overwrite = setting('overwrite', 'secure-delete', 1);
  const merge = connection.statement<{ pages: number }>(
    'words.merge',
    `INSERT INTO case_search (case_search, rank) VALUES ('merge', CAST(@pages AS INTEGER))`,
  );
  const written = connection.statement<NoParameters, { rows: number }>(
    'words.written',
    'SELECT total_changes() AS rows',
  );

  /** Gives false when there was nothing left to merge, by SQLite's own rule: no more than the order's own row was written. */
  function mergeSome(pages: number): boolean {
    const before = written.get({})?.rows ?? 0;
    merge.run({ pages });
    return (written.get({})?.rows ?? 0) - before > 1;
  }

  return {
    begin() {
      connection.writeAhead(() => begin.run({}));
    },
    merge(cases) {
      merge.run({ pages: Math.max(LEAST_PAGES, Math.ceil(cases * PAGES_PER_CASE)) });
    },
    end() {
      connection.writeAhead(() => end.run({}));
    },
    strikeOut() {
      connection.writeAhead(() => {
        begin.run({});
        strikeOut.run({});
      });
    },
    async wipe(breathe) {
      connection.writeAhead(() => overwrite.run({}));
      // A negative number begins with all parts of the index, a positive one goes on.
      for (let pages = -WIPED_PAGES; connection.writeAhead(() => mergeSome(pages)); pages = WIPED_PAGES)
        await breathe();
      connection.writeAhead(() => end.run({}));
    },
  };
}
