import type { CASE_SORTS, CaseSort } from '../../../shared/contract/cases.ts';
import type { Condition, Parameters } from './case-filter.ts';
import type { FoundWords } from './search.ts';
import { BEGINS, beginnings, matching } from './search-words.ts';

type Column = (typeof CASE_SORTS)[number];

/** Each sort's index and key. What is unknown comes first, but for `nextCheckAt`, where "never" comes last. */
const SORTS: Readonly<Record<Column, { readonly index: string; readonly key: string }>> = {
  receipt: { index: 'cases_by_receipt', key: 'receipt' },
  client: { index: 'cases_by_client', key: 'client_key' },
  form: { index: 'cases_by_form', key: 'form' },
  title: { index: 'cases_by_title', key: 'title_en COLLATE NOCASE' },
  group: { index: 'cases_by_group', key: 'status_group' },
  saidOn: { index: 'cases_by_said_on', key: 'said_on' },
  askedAt: { index: 'cases_by_asked_at', key: 'asked_at' },
  nextCheckAt: { index: 'cases_by_next_check', key: 'ifnull(next_check_at, 9223372036854775807)' },
};

/** A stretch of a list that one index gives in its order. */
export interface Stretch extends Condition {
  readonly from: string;
  readonly order: string;
}

/** How a list stands in order. */
export interface Order {
  readonly key: string;
  /** Of all cases at once, where they are few. */
  readonly sql: string;
  readonly parameters: Parameters;
  /** How few that is: a match's rank is worked out from every row. */
  readonly few: number;
  /** One after the other, where they are many: together they have every case once. */
  readonly stretches: readonly Stretch[];
}

/** More cases than this are walked in the order of the sort, where a page of them is never far. */
const FEW = 2000;
/** Ranking reads every text, and walking them is as quick. */
const FEW_MATCHES = 300;

const indexedBy = (index: string): string => `cases INDEXED BY ${index}`;

/** Equal keys stand in the order of the ids, so that pages never overlap. */
function byColumn(by: Column, descending: boolean): Order {
  const direction = descending ? 'DESC' : 'ASC';
  const { index, key } = SORTS[by];
  const sql = `${key} ${direction}, id ${direction}`;
  const name = `${by} ${descending ? 'down' : 'up'}`;
  const stretch = { key: name, from: indexedBy(index), order: sql, sql: 'true', parameters: {} };
  return { key: name, sql, parameters: {}, few: FEW, stretches: [stretch] };
}

/** All cases whose office's words match, in the order of their ids. */
const SEARCHED = `(SELECT rowid AS found FROM case_search WHERE case_search MATCH @matched)
  CROSS JOIN cases ON cases.id = found`;
const WITH_TEXT = 'text_id IN (SELECT rowid FROM text_search WHERE text_search MATCH @all)';
const ALL_OWN = 'cases.id IN (SELECT rowid FROM case_search WHERE case_search MATCH @all)';

/** What neither the receipt nor the client begins with, found through the index that has it. */
function rest({ indexed, own }: FoundWords): Stretch[] {
  const all = matching(indexed);
  if (indexed.length === 0) return [];
  if (own.length > 0) {
    return [{ key: 'own', from: SEARCHED, order: 'found', sql: 'true', parameters: { matched: matching(own) } }];
  }
  // First those that have every word in the office's own, then in USCIS's text, then some here and some there.
  return [
    { key: 'all own', from: SEARCHED, order: 'found', sql: 'true', parameters: { matched: all } },
    {
      key: 'text',
      from: indexedBy('cases_by_text'),
      order: 'text_id, cases.id',
      sql: `${WITH_TEXT} AND NOT ${ALL_OWN}`,
      parameters: { all },
    },
    {
      key: 'both',
      from: SEARCHED,
      order: 'found',
      sql: `NOT ifnull(${WITH_TEXT}, 0) AND NOT ${ALL_OWN}`,
      parameters: { matched: matching(indexed, 'OR'), all },
    },
  ];
}

/**
 * The best match first: a receipt that begins with what is looked for, then a client, then words that begin in the office's
 * own, then such that have it inside, then notes, then USCIS's texts. Where many match, the beginnings of words are told
 * from their middles no more.
 */
function byMatch(found: FoundWords): Order {
  const { words } = found;
  const begins = beginnings(words);
  const every = (condition: (index: number) => string): string =>
    words.map((_, index) => condition(index)).join(' AND ');
  const rank = `CASE WHEN ${BEGINS.receipt} THEN 0 WHEN ${BEGINS.client} THEN 1
    WHEN ${every((index) => `instr(folded, @begin${index}) > 0`)} THEN 2
    WHEN ${every((index) => `instr(folded, @plain${index}) > 0`)} THEN 3
    WHEN ${every((index) => `instr(folded || notes_folded, @plain${index}) > 0`)} THEN 4 ELSE 5 END`;
  const plain = words.flatMap((word, index) => [
    [`begin${index}`, ` ${word}`],
    [`plain${index}`, word],
  ]);
  const notFirst = `NOT (${BEGINS.receipt}) AND NOT (${BEGINS.client})`;
  return {
    key: `match ${words.length}`,
    sql: `${rank}, receipt, id`,
    parameters: { ...begins, ...(Object.fromEntries(plain) as Record<string, string>) },
    few: FEW_MATCHES,
    stretches: [
      {
        key: 'receipt begins',
        from: indexedBy('cases_by_receipt'),
        order: 'receipt, cases.id',
        sql: BEGINS.receipt,
        parameters: begins,
      },
      {
        key: 'client begins',
        from: indexedBy('cases_by_client'),
        order: 'client_key, cases.id',
        sql: `${BEGINS.client} AND NOT (${BEGINS.receipt})`,
        parameters: begins,
      },
      ...rest(found).map((stretch) => ({
        ...stretch,
        sql: `${stretch.sql} AND ${notFirst}`,
        parameters: { ...begins, ...stretch.parameters },
      })),
    ],
  };
}

/** Without words there is no better match. */
export function orderOf({ by, descending }: CaseSort, found: FoundWords): Order {
  if (by !== 'match') return byColumn(by, descending);
  return found.words.length === 0 ? byColumn('receipt', false) : byMatch(found);
}
