import type { Instant } from '../../shared/clock.ts';
import type { CaseFilter, CasePage, CaseRow, CaseSort } from '../../shared/contract/cases.ts';
import { conditionOf, NARROW, narrowingsOf, orderOf, SORTS, type Parameters } from './case-filter.ts';
import { LISTED_COLUMNS, toCaseRow, type ListedCase } from './case-rows.ts';
import type { Connection, Statement } from './connection.ts';

export interface CasePages {
  /** One page of a filtered, sorted list. Costs the same however many cases there are. What is stale is so at `now`. */
  page(request: CasePage, now: Instant): CaseRow[];
  count(filter: CaseFilter, now: Instant): number;
  /** Every id that a filter finds, in the order of the sort. */
  ids(filter: CaseFilter, sort: CaseSort, now: Instant): number[];
}

const NARROWED = 'id IN (SELECT value FROM json_each(@ids))';

/**
 * A list is read in one of two ways. Where a filter finds few cases (by one of the small indexes), those are looked up and
 * sorted. Where it finds many, the sort's own index is walked until the page is full. Either way the work is bounded by
 * the page, not by the table; only a late page, and a count of a search that finds thousands, grow with it.
 */
export function createCasePages(connection: Connection): CasePages {
  const statements = new Map<string, Statement<Parameters, object>>();

  /** The forms of filter and sort make the statement; each is made when it is first asked for, and kept. */
  function statement<Row extends object>(name: string, sql: () => string): Statement<Parameters, Row> {
    let found = statements.get(name);
    if (found === undefined) {
      found = connection.statement<Parameters, object>(name, sql());
      statements.set(name, found);
    }
    return found as Statement<Parameters, Row>;
  }

  /** The ids among which all of a filter's cases are, when they are few; else null. */
  function narrow(filter: CaseFilter, now: Instant): string | null {
    for (const { key, sql, parameters } of narrowingsOf(filter, now)) {
      const found = statement<{ id: number }>(`cases.narrow ${key}`, () => sql).all(parameters);
      if (found.length < NARROW) return JSON.stringify(found.map(({ id }) => id));
    }
    return null;
  }

  function read<Row extends object>(
    what: string,
    columns: string,
    { filter, sort, now }: { readonly filter: CaseFilter; readonly sort: CaseSort; readonly now: Instant },
    rest: string,
  ) {
    const condition = conditionOf(filter, now);
    const name = `${what} ${sort.by} ${sort.descending ? 'down' : 'up'} ${condition.key}`;
    const order = `ORDER BY ${orderOf(sort)} ${rest}`;
    const ids = narrow(filter, now);
    const found =
      ids === null
        ? statement<Row>(`${name} walked`, () => {
            const table = `cases INDEXED BY ${SORTS[sort.by].index}`;
            return `SELECT ${columns} FROM ${table} WHERE ${condition.sql} ${order}`;
          })
        : statement<Row>(`${name} narrowed`, () => {
            return `SELECT ${columns} FROM cases NOT INDEXED WHERE ${NARROWED} AND ${condition.sql} ${order}`;
          });
    const parameters = ids === null ? condition.parameters : { ...condition.parameters, ids };
    return (more: Parameters) => found.all({ ...parameters, ...more });
  }

  return {
    page({ filter, sort, offset, limit }, now) {
      const rows = read<ListedCase>('cases.page', LISTED_COLUMNS, { filter, sort, now }, 'LIMIT @limit OFFSET @offset');
      return rows({ offset, limit }).map(toCaseRow);
    },
    count(filter, now) {
      const condition = conditionOf(filter, now);
      const ids = narrow(filter, now);
      const name = `cases.count ${condition.key}`;
      const found =
        ids === null
          ? statement<{ total: number }>(`${name} walked`, () => {
              return `SELECT count(*) AS total FROM cases WHERE ${condition.sql}`;
            }).get(condition.parameters)
          : statement<{ total: number }>(`${name} narrowed`, () => {
              return `SELECT count(*) AS total FROM cases NOT INDEXED WHERE ${NARROWED} AND ${condition.sql}`;
            }).get({ ...condition.parameters, ids });
      return found?.total ?? 0;
    },
    ids: (filter, sort, now) =>
      read<{ id: number }>('cases.ids', 'id', { filter, sort, now }, '')({}).map(({ id }) => id),
  };
}
