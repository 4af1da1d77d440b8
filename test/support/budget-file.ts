import { dirname, join } from 'node:path';
import { createBudgetFile, type BudgetFile } from '../../electron/store/budget-file.ts';
import type { CivilDate, Instant } from '../../shared/clock.ts';
import { dayIn } from '../../shared/service/hours.ts';

const EASTERN = 'America/New_York';

/** The file in which a database's calls are counted: beside it, with no workspaces' folder around. */
export const budgetBeside = (database: string): BudgetFile =>
  createBudgetFile({
    path: join(dirname(database), 'budget.db'),
    damaged(kept) {
      throw new Error(`the count was damaged: ${kept}`);
    },
  });

/** How many calls a key used on a day. */
export function usedOn(budget: BudgetFile, key: string, day: CivilDate, now: Instant): number {
  return budget.count(key, { now, first: day, last: day }).used;
}

/** How many calls were taken out of the budget since `from`, should midnight pass meanwhile. */
export const usedSince = (budget: BudgetFile, key: string, from: Instant, now: Instant): number =>
  [...new Set([from, now].map((at) => dayIn(EASTERN, at)))].reduce(
    (sum, day) => sum + usedOn(budget, key, day, now),
    0,
  );
