import { STAGES } from '../../../shared/case/status-groups.ts';
import type { Instant, Milliseconds } from '../../../shared/clock.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { conditionOf, type Condition, type Parameters } from './case-filter.ts';
import type { Connection, NoParameters, Statement } from '../connection.ts';
import type { Breathe } from '../types.ts';

/** The step that a walk begins with, in ids; from then on it follows the time that steps take. */
const FIRST_STEP = 2000;
const LEAST_STEP = 100;
/** A step that took longer is halved, one that took less than a third of it doubled: a window can spare 8 ms. */
const STEP_TIME: Milliseconds = 4;

/**
 * Counts what a filter finds where that are many and no one index has them, along the ids, with a breath after each step:
 * the index of words is asked for a stretch of ids at a time. What is written between two steps may be counted or not; whoever writes tells of it, and
 * the count is then asked for anew.
 */
export type CountAlong = (filter: CaseFilter, now: Instant, breathe: Breathe) => Promise<number>;

/** The index that knows most of a filter and still gives stretches of ids. */
function walkOf({ group, only, stage }: CaseFilter): string {
  if (only === 'pinned' || only === 'unrecognised') return `cases INDEXED BY cases_${only} WHERE`;
  if (group !== null) return 'cases INDEXED BY cases_by_group WHERE';
  const every = STAGES.map((one) => `'${one}'`).join(', ');
  return `cases INDEXED BY cases_by_stage WHERE ${stage === null ? `stage IN (${every}) AND` : ''}`;
}

export function createCountAlong(
  connection: Connection,
  statement: (name: string, sql: () => string) => Statement<Parameters, { total: number }>,
): CountAlong {
  const lastId = connection.statement<NoParameters, { last: number | null }>(
    'cases.lastId',
    'SELECT max(id) AS last FROM cases',
  );

  return async (filter, now, breathe) => {
    const condition: Condition = conditionOf(filter, now, 'stretch');
    const some = statement(
      `cases.count ${condition.key} along`,
      () => `SELECT count(*) AS total FROM ${walkOf(filter)} ${condition.sql} AND id BETWEEN @from AND @to`,
    );
    const last = lastId.get({})?.last ?? 0;
    let total = 0;
    let step = FIRST_STEP;
    for (let from = 1; from <= last;) {
      if (from > 1) await breathe();
      const spent = connection.stopwatch();
      const to = from + step - 1;
      total += some.get({ ...condition.parameters, from, to })?.total ?? 0;
      from = to + 1;
      const took = spent();
      if (took === null) continue;
      if (took > STEP_TIME) step = Math.max(LEAST_STEP, Math.floor(step / 2));
      else if (took < STEP_TIME / 3) step *= 2;
    }
    return total;
  };
}
