import type { Instant } from '../../shared/clock.ts';
import type { CaseFilter, CaseSort } from '../../shared/contract/cases.ts';
import { searchWords } from './fold.ts';

type Value = string | number;
export type Parameters = Record<string, Value>;

/** A filter as SQL. `key` names its form: filters that differ in values only have the same statement. */
interface Condition {
  readonly key: string;
  readonly sql: string;
  readonly parameters: Parameters;
}

const ONLY = {
  unread: 'unread > 0',
  unrecognised: `recognition = 'not_recognised'`,
  pinned: 'pinned = 1',
  stale: 'stale_from < @now',
} as const;

/** The trigram index finds nothing shorter. */
const INDEXED_LENGTH = 3;
const isIndexed = (word: string): boolean => Array.from(word).length >= INDEXED_LENGTH;

/** Words of three characters and more are found anywhere; shorter ones only where a word begins. */
export function conditionOf(filter: CaseFilter, now: Instant): Condition {
  const parts = ['archived = @archived'];
  const key: string[] = [];
  const parameters: Parameters = { archived: filter.archived ? 1 : 0 };
  if (filter.stage !== null) {
    parts.push('stage = @stage');
    key.push('stage');
    parameters['stage'] = filter.stage;
  }
  if (filter.group !== null) {
    parts.push('status_group = @group');
    key.push('group');
    parameters['group'] = filter.group;
  }
  if (filter.only !== 'all') {
    parts.push(ONLY[filter.only]);
    key.push(filter.only);
    if (filter.only === 'stale') parameters['now'] = now;
  }
  const words = searchWords(filter.search);
  for (const [index, word] of words.entries()) {
    parts.push(`instr(folded, @word${index}) > 0`);
    parameters[`word${index}`] = isIndexed(word) ? word : ` ${word}`;
  }
  if (words.length > 0) key.push(`${words.length} words`);
  return { key: key.join('+') || 'all', sql: parts.join(' AND '), parameters };
}

/** A small index that may find a filter's cases sooner than walking the sorted list does. */
interface Narrowing {
  readonly key: string;
  readonly sql: string;
  readonly parameters: Parameters;
}

/** More cases than this are walked in the order of the sort, where a page of them is never far. */
export const NARROW = 2000;

const byIndex = (index: string, condition: string): string =>
  `SELECT id FROM cases INDEXED BY ${index} WHERE archived = @archived AND ${condition} LIMIT ${NARROW}`;

/** The indexes that a filter can be looked up in. */
export function narrowingsOf(filter: CaseFilter, now: Instant): Narrowing[] {
  const archived = filter.archived ? 1 : 0;
  const found: Narrowing[] = [];
  const words = searchWords(filter.search).filter(isIndexed);
  if (words.length > 0) {
    const match = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
    const sql = `SELECT rowid AS id FROM case_search WHERE case_search MATCH @match LIMIT ${NARROW}`;
    found.push({ key: 'search', sql, parameters: { match } });
  }
  if (filter.only !== 'all') {
    const sql = byIndex(`cases_${filter.only}`, ONLY[filter.only]);
    const parameters = filter.only === 'stale' ? { archived, now } : { archived };
    found.push({ key: filter.only, sql, parameters });
  }
  if (filter.group !== null) {
    const sql = byIndex('cases_by_group', 'status_group = @group');
    found.push({ key: 'group', sql, parameters: { archived, group: filter.group } });
  }
  if (filter.stage !== null) {
    const sql = byIndex('cases_by_stage', 'stage = @stage');
    found.push({ key: 'stage', sql, parameters: { archived, stage: filter.stage } });
  }
  return found;
}

/** Each sort's index and key. What is unknown comes first, but for `nextCheckAt`, where "never" comes last. */
export const SORTS: Readonly<Record<CaseSort['by'], { readonly index: string; readonly key: string }>> = {
  receipt: { index: 'cases_by_receipt', key: 'receipt' },
  client: { index: 'cases_by_client', key: 'client_key' },
  form: { index: 'cases_by_form', key: 'form' },
  title: { index: 'cases_by_title', key: 'title_en COLLATE NOCASE' },
  group: { index: 'cases_by_group', key: 'status_group' },
  saidOn: { index: 'cases_by_said_on', key: 'said_on' },
  askedAt: { index: 'cases_by_asked_at', key: 'asked_at' },
  nextCheckAt: { index: 'cases_by_next_check', key: 'ifnull(next_check_at, 9223372036854775807)' },
};

/** Equal keys stand in the order of the ids, so that pages never overlap. */
export function orderOf(sort: CaseSort): string {
  const direction = sort.descending ? 'DESC' : 'ASC';
  return `${SORTS[sort.by].key} ${direction}, id ${direction}`;
}
