import type { Instant } from '../../../shared/clock.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { wordConditions } from './search-words.ts';

type Value = string | number;
export type Parameters = Record<string, Value>;

/** A filter as SQL. `key` names its form: filters that differ in values only have the same statement. */
export interface Condition {
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

/**
 * A deleted case is neither archived nor not: it meets no filter. `words`: whether they are tested on each row, or looked
 * up for a whole stretch of ids (`@from` to `@to`), which is sooner done where every case of it is looked at.
 */
export function conditionOf(filter: CaseFilter, now: Instant, words: 'row' | 'stretch' = 'row'): Condition {
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
  for (const condition of wordConditions(filter)) {
    parts.push(condition[words]);
    key.push(condition.key);
    Object.assign(parameters, condition.parameters);
  }
  return { key: key.join('+') || 'all', sql: parts.join(' AND '), parameters };
}

const byIndex = (index: string, condition: string): string =>
  `SELECT id FROM cases INDEXED BY ${index} WHERE archived = @archived AND ${condition} LIMIT @most`;

/** The small indexes that a filter can be looked up in. Each finds all of its cases, when they are few. */
export function narrowingsOf(filter: CaseFilter, now: Instant): Condition[] {
  const archived = filter.archived ? 1 : 0;
  const found: Condition[] = [];
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
