import { groupOf, titleKey, type Group } from '../../../shared/case/status-groups.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Grouping, TitleView } from '../../../shared/contract/titles.ts';
import type { Bilingual } from '../../../shared/service/answer.ts';
import type { Connection, NoParameters } from '../connection.ts';

/** Which group counts for a status title in this workspace, and the titles that our own table does not know. */
export interface Titles {
  groupOf(titleEn: string): Group;
  /** Whose the group of a title is; null: no title. */
  groupingOf(titleEn: string | null): Grouping;
  /** Keeps a title that our own table does not know, inside the caller's transaction. */
  seen(title: Bilingual, at: Instant): void;
  /** Every title that our own table does not know, or that the office filed: those without a group first, newest first. */
  list(): TitleView[];
  /** Files a title under a group, or takes that back (null). The cases are not grouped anew yet. False: no such title. */
  file(key: string, group: Group | null, now: Instant): boolean;
  /** The office's filings, by key and in one order. */
  filings(): readonly (readonly [key: string, group: Group])[];
  /** The titles that cases have now, one for each that differs in more than capitals. Archived cases apart. */
  present(archived: boolean): string[];
}

interface Row {
  readonly key: string;
  readonly title_en: string;
  readonly title_es: string | null;
  readonly first_seen_at: Instant;
  readonly status_group: Group | null;
  readonly filed_at: Instant | null;
}

export function createTitles(connection: Connection): Titles {
  const all = connection.statement<NoParameters, Row>(
    'titles.all',
    'SELECT key, title_en, title_es, first_seen_at, status_group, filed_at FROM titles ORDER BY first_seen_at DESC, key',
  );
  const see = connection.statement<Record<string, string | number | null>>(
    'titles.see',
    `INSERT INTO titles (key, title_en, title_es, first_seen_at) VALUES (@key, @en, @es, @at)
     ON CONFLICT (key) DO UPDATE SET title_es = excluded.title_es WHERE title_es IS NULL AND excluded.title_es IS NOT NULL`,
  );
  const write = connection.statement<{ key: string; group: string | null; at: number | null }>(
    'titles.file',
    'UPDATE titles SET status_group = @group, filed_at = @at WHERE key = @key',
  );
  const next = connection.statement<{ archived: number; after: string }, { title_en: string }>(
    'titles.next',
    `SELECT title_en FROM cases INDEXED BY cases_by_title WHERE archived = @archived AND title_en > @after COLLATE NOCASE
     ORDER BY title_en COLLATE NOCASE LIMIT 1`,
  );
  const count = connection.statement<{ title: string }, { cases: number }>(
    'titles.count',
    `SELECT count(*) AS cases FROM cases INDEXED BY cases_by_title
     WHERE archived = 0 AND title_en = @title COLLATE NOCASE`,
  );

  /** Read once and kept: every answer asks for it. */
  let known: Map<string, Group> | null = null;
  const filings = (): Map<string, Group> =>
    (known ??= new Map(
      all.all({}).flatMap(({ key, status_group: group }) => (group === null ? [] : [[key, group] as const])),
    ));

  /** One look-up in the index for each title: the cases themselves are not read. */
  function present(archived: boolean): string[] {
    const found: string[] = [];
    for (let after = ''; ;) {
      const title = next.get({ archived: archived ? 1 : 0, after })?.title_en;
      if (title === undefined) return found;
      found.push(title);
      after = title;
    }
  }

  return {
    groupOf: (titleEn) => groupOf(titleEn, filings()),
    groupingOf: (titleEn) => ({
      filed: titleEn !== null && filings().has(titleKey(titleEn)),
      ours: titleEn === null ? 'unclassified' : groupOf(titleEn),
    }),
    seen({ en, es }, at) {
      if (groupOf(en) === 'unclassified') see.run({ key: titleKey(en), en, es, at });
    },
    list() {
      const cases = new Map<string, number>();
      for (const title of present(false)) {
        const key = titleKey(title);
        cases.set(key, (cases.get(key) ?? 0) + (count.get({ title })?.cases ?? 0));
      }
      return all
        .all({})
        .map((row) => toView(row, cases.get(row.key) ?? 0))
        .filter(({ filed, ours }) => filed !== null || ours === 'unclassified')
        .sort((a, b) => Number(a.filed !== null) - Number(b.filed !== null));
    },
    file(key, group, now) {
      const altered = write.run({ key, group, at: group === null ? null : now }).changes > 0;
      known = null;
      return altered;
    },
    filings: () => [...filings()].sort(([a], [b]) => (a < b ? -1 : 1)),
    present,
  };
}

const toView = (row: Row, cases: number): TitleView => ({
  key: row.key,
  title: { en: row.title_en, es: row.title_es },
  firstSeenAt: row.first_seen_at,
  cases,
  filed: row.status_group === null || row.filed_at === null ? null : { group: row.status_group, at: row.filed_at },
  ours: groupOf(row.title_en),
});
