import type { Connection, NoParameters } from '../connection.ts';

/** Keeps the index of words in order while many cases are added. */
export interface WordIndex {
  /** From here on nothing is merged but by `merge`. A killed program leaves it so: the index has more parts, and is as right. */
  begin(): void;
  /** Merges as much as so many new cases call for, inside their transaction. */
  merge(cases: number): void;
  end(): void;
}

/** By itself SQLite merges parts of the index when 64 pages were written, some 200 pages at once: longer than a frame. */
const PAGES_PER_CASE = 0.5;
const LEAST_PAGES = 8;
/** As SQLite has it by itself. */
const AUTOMATIC = 4;

export function createWordIndex(connection: Connection): WordIndex {
  const automerge = (name: string, parts: number) =>
    connection.statement<NoParameters>(
      `words.${name}`,
      `INSERT INTO case_search (case_search, rank) VALUES ('automerge', ${parts})`,
    );
  const begin = automerge('begin', 0);
  const end = automerge('end', AUTOMATIC);
  const merge = connection.statement<{ pages: number }>(
    'words.merge',
    `INSERT INTO case_search (case_search, rank) VALUES ('merge', CAST(@pages AS INTEGER))`,
  );
  return {
    begin() {
      begin.run({});
    },
    merge(cases) {
      merge.run({ pages: Math.max(LEAST_PAGES, Math.ceil(cases * PAGES_PER_CASE)) });
    },
    end() {
      end.run({});
    },
  };
}
