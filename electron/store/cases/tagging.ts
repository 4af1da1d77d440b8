import { hasTag, MOST_TAGS, readTags, withoutTag, writeTags } from '../../../shared/case/tags.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Connection, NoParameters } from '../connection.ts';
import type { Breathe } from '../types.ts';
import type { Edits } from './edits.ts';
import { foldOffice } from './fold.ts';
import type { WordIndex } from './word-index.ts';

/** `ids`: the cases that were altered; `full`: how many have as many tags as a case can have, and were left alone. */
export interface Tagged {
  readonly ids: number[];
  readonly full: number;
}

/** The tags of many cases. Those of one are a part of what the office writes about it (`cases.ts`). */
export interface Tagging {
  /** Every tag that a case has, in the order of the alphabet. */
  tags(): string[];
  /** Gives cases a tag, or takes it from them, and keeps what stood there before. */
  tag(ids: readonly number[], tag: string, on: boolean, now: Instant, breathe: Breathe): Promise<Tagged>;
}

interface TaggedCase {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly tags: string;
}

export function createTagging(
  connection: Connection,
  parts: { edits: Pick<Edits, 'keepOne'>; words: Pick<WordIndex, 'writeMany'> },
): Tagging {
  // From each list to the next one in the index: most cases have one that others have too.
  const lists = connection.statement<NoParameters, { tags: string }>(
    'tags.all',
    `WITH RECURSIVE lists (tags) AS (
       SELECT min(tags) FROM cases WHERE tags <> ''
       UNION ALL
       SELECT (SELECT min(tags) FROM cases WHERE tags <> '' AND tags > lists.tags) FROM lists WHERE lists.tags IS NOT NULL)
     SELECT tags FROM lists WHERE tags IS NOT NULL`,
  );
  const find = connection.statement<{ ids: string }, TaggedCase>(
    'tags.find',
    `SELECT id, receipt, client, label, tags FROM cases
     WHERE id IN (SELECT value FROM json_each(@ids)) AND deleted_at IS NULL`,
  );
  // One statement for many: at each one of several in a transaction SQLite would write the index of words out.
  const write = connection.statement<{ rows: string }>(
    'tags.write',
    `UPDATE cases SET tags = value ->> 1, folded = value ->> 2 FROM json_each(@rows) WHERE cases.id = value ->> 0`,
  );

  return {
    tags: () =>
      readTags(
        lists
          .all({})
          .map(({ tags }) => tags)
          .join(','),
      ).sort((a, b) => a.localeCompare(b)),
    async tag(ids, tag, on, now, breathe) {
      const altered: number[] = [];
      let [next, full] = [0, 0];
      await parts.words.writeMany(ids.length, breathe, (most) => {
        const some = ids.slice(next, next + most);
        const rows: [id: number, tags: string, folded: string][] = [];
        for (const found of find.all({ ids: JSON.stringify(some) })) {
          const before = readTags(found.tags);
          if (hasTag(before, tag) === on) continue;
          if (on && before.length >= MOST_TAGS) {
            full += 1;
            continue;
          }
          const tags = writeTags(on ? [...before, tag] : withoutTag(before, tag));
          rows.push([found.id, tags, foldOffice({ ...found, tags })]);
          parts.edits.keepOne(found.id, 'tags', found.tags, tags, now);
        }
        write.run({ rows: JSON.stringify(rows) });
        altered.push(...rows.map(([id]) => id));
        next += some.length;
        return { done: some.length, more: next < ids.length };
      });
      return { ids: altered, full };
    },
  };
}
