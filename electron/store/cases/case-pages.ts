import type { Instant } from '../../../shared/clock.ts';
import type { CaseFilter, CasePage, CaseRow, CaseSort } from '../../../shared/contract/cases.ts';
import { createCountAlong } from './case-count.ts';
import { conditionOf, narrowingsOf, type Condition, type Parameters } from './case-filter.ts';
import { orderOf, type Order, type Stretch } from './case-order.ts';
import { LISTED_COLUMNS, toCaseRow, type ListedCase } from './case-rows.ts';
import type { Connection, Statement } from '../connection.ts';
import { createSearch, type FoundWords } from './search.ts';
import type { Breathe } from '../types.ts';

export interface CasePages {
  /** One page of a filtered, sorted list. Costs the same however many cases there are. What is stale is so at `now`. */
  page(request: CasePage, now: Instant): CaseRow[];
  /** How many a filter finds, of whichever number: in short steps with a breath between them. */
  count(filter: CaseFilter, now: Instant, breathe: Breathe): Promise<number>;
  /** Every id that a filter finds, in the order of the sort. */
  ids(filter: CaseFilter, sort: CaseSort, now: Instant): number[];
}

const NARROWED = 'id IN (SELECT value FROM json_each(@ids))';

/** What is read of each case: a statement's name begins with `name`. */
interface Reading<Value> {
  readonly name: string;
  readonly columns: string;
  readonly take: (statement: Statement<Parameters, object>, parameters: Parameters) => Value[];
}
const PAGE: Reading<CaseRow> = {
  name: 'cases.page',
  columns: LISTED_COLUMNS,
  take: (statement, parameters) => (statement.all(parameters) as ListedCase[]).map(toCaseRow),
};
const IDS: Reading<number> = {
  name: 'cases.ids',
  columns: 'id',
  take: (statement, parameters) => statement.column(parameters) as number[],
};

/** Such a filter is counted in one index, without a look at the cases: in milliseconds, however many there are. */
const isInOneIndex = ({ search, stage, group, only }: CaseFilter): boolean =>
  search === '' && (only === 'all' || (stage === null && group === null));

/** More than this are counted where they stand in an index: here each of them is read. */
const FEW_COUNTED = 500;

interface Limits {
  readonly offset: number;
  readonly limit: number;
}

/**
 * A list is read in one of two ways. Where a filter finds few cases (by one of the small indexes), those are looked up and
 * sorted. Where it finds many, the sort's own index is walked until the page is full. Either way the work is bounded by
 * the page, not by the table; only a late page grows with it, and a count, which is therefore made in steps.
 */
export function createCasePages(connection: Connection): CasePages {
  const search = createSearch(connection);
  const statements = new Map<string, Statement<Parameters, object>>();

  /** The forms of filter and sort make the statement; each is made when it is first asked for, and kept. */
  function statement<Row extends object = object>(name: string, sql: () => string): Statement<Parameters, Row> {
    let found = statements.get(name);
    if (found === undefined) {
      found = connection.statement<Parameters, object>(name, sql());
      statements.set(name, found);
    }
    return found as Statement<Parameters, Row>;
  }

  /** The ids among which all of a filter's cases are, when they are fewer than `most`; else null. */
  function narrow(filter: CaseFilter, words: FoundWords, most: number, now: Instant): string | null {
    const found = search.few(words, filter.archived, most);
    if (found !== null) return JSON.stringify(found);
    for (const { key, sql, parameters } of narrowingsOf(filter, now)) {
      const rows = statement<{ id: number }>(`cases.narrow ${key}`, () => sql).all({ ...parameters, most });
      if (rows.length < most) return JSON.stringify(rows.map(({ id }) => id));
    }
    return null;
  }

  function narrowed<Value>(
    { name, columns, take }: Reading<Value>,
    condition: Condition,
    order: Order,
    ids: string,
    limits: Limits,
  ): Value[] {
    const reading = statement(`${name} ${order.key} ${condition.key} narrowed`, () => {
      const where = `${NARROWED} AND ${condition.sql}`;
      return `SELECT ${columns} FROM cases NOT INDEXED WHERE ${where} ORDER BY ${order.sql} LIMIT @limit OFFSET @offset`;
    });
    return take(reading, { ...condition.parameters, ...order.parameters, ...limits, ids });
  }

  const table = (condition: Condition, { from, sql }: Stretch): string =>
    `FROM ${from} WHERE ${condition.sql} AND ${sql}`;

  /** Goes on with the next stretch where one ends before the page is full. */
  function walked<Value>(
    { name, columns, take }: Reading<Value>,
    condition: Condition,
    { stretches }: Order,
    { offset, limit }: Limits,
  ): Value[] {
    let rows: Value[] = [];
    let skip = offset;
    for (const [index, stretch] of stretches.entries()) {
      const parameters = { ...condition.parameters, ...stretch.parameters };
      const form = `${stretch.key} ${condition.key} walked`;
      const reading = statement(
        `${name} ${form}`,
        () => `SELECT ${columns} ${table(condition, stretch)} ORDER BY ${stretch.order} LIMIT @limit OFFSET @offset`,
      );
      const more = take(reading, { ...parameters, offset: skip, limit: limit - rows.length });
      rows = rows.concat(more);
      if (rows.length === limit || index === stretches.length - 1) break;
      if (more.length > 0) skip = 0;
      if (skip === 0) continue;
      const passed = statement<{ total: number }>(
        `cases.passed ${form}`,
        () => `SELECT count(*) AS total ${table(condition, stretch)}`,
      ).get(parameters);
      skip -= passed?.total ?? 0;
    }
    return rows;
  }

  function read<Value>(
    what: Reading<Value>,
    { filter, sort }: { readonly filter: CaseFilter; readonly sort: CaseSort },
    now: Instant,
    limits: Limits,
  ): Value[] {
    const condition = conditionOf(filter, now);
    const words = search.look(filter.search);
    const order = orderOf(sort, words);
    const ids = narrow(filter, words, order.few, now);
    return ids === null ? walked(what, condition, order, limits) : narrowed(what, condition, order, ids, limits);
  }

  const countAlong = createCountAlong(connection, statement);

  return {
    page: (request, now) => read(PAGE, request, now, request),
    async count(filter, now, breathe) {
      const words = search.look(filter.search);
      const ids = narrow(filter, words, FEW_COUNTED, now);
      if (ids === null && !isInOneIndex(filter)) return countAlong(filter, now, breathe);
      const condition = conditionOf(filter, now);
      const parameters = ids === null ? condition.parameters : { ...condition.parameters, ids };
      const [way, from] =
        ids === null ? ['walked', 'cases WHERE'] : ['narrowed', `cases NOT INDEXED WHERE ${NARROWED} AND`];
      const sql = (): string => `SELECT count(*) AS total FROM ${from} ${condition.sql}`;
      return statement<{ total: number }>(`cases.count ${condition.key} ${way}`, sql).get(parameters)?.total ?? 0;
    },
    ids: (filter, sort, now) => read(IDS, { filter, sort }, now, { offset: 0, limit: Number.MAX_SAFE_INTEGER }),
  };
}
