import { dirname, join } from 'node:path';
import { createBudgetFile, type BudgetFile } from '../../electron/store/pulls/budget-file.ts';
import { openConnection } from '../../electron/store/connection.ts';
import type { CivilDate } from '../../shared/clock.ts';

const fileBeside = (database: string): string => join(dirname(database), 'budget.db');

/** The file in which a database's calls are counted: beside it, with no workspaces' folder around. */
export const budgetBeside = (database: string): BudgetFile =>
  createBudgetFile({
    path: fileBeside(database),
    damaged(kept) {
      throw new Error(`the count was damaged: ${kept}`);
    },
  });

/** What stands in that file: how many calls a key used on each day. The counts themselves are for the day of now only. */
export function countedBeside(database: string, key: string): ReadonlyMap<CivilDate, number> {
  const connection = openConnection({ path: fileBeside(database), key: null, mustExist: true });
  try {
    const rows = connection.statement<{ key: string }, { day: CivilDate; used: number }>(
      'days',
      'SELECT day, used FROM calls WHERE key = @key',
    );
    return new Map(rows.all({ key }).map(({ day, used }) => [day, used]));
  } finally {
    connection.close();
  }
}

/** All of them together. */
export const allCountedBeside = (database: string, key: string): number =>
  [...countedBeside(database, key).values()].reduce((sum, used) => sum + used, 0);
