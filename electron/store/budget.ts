import type { CivilDate } from '../../shared/clock.ts';
import type { Connection } from './connection.ts';

/** How many calls each day has used, by the day of the service's zone. */
export interface Budget {
  /** Takes one call before it is made, durably; false when `allowed` calls are used already. */
  reserveCall(day: CivilDate, allowed: number): boolean;
  callsUsed(day: CivilDate): number;
}

export function createBudget(connection: Connection): Budget {
  const begin = connection.statement<{ day: string }>(
    'budget.begin',
    'INSERT INTO budget (day, used) VALUES (@day, 0) ON CONFLICT (day) DO NOTHING',
  );
  const take = connection.statement<{ day: string; allowed: number }>(
    'budget.take',
    'UPDATE budget SET used = used + 1 WHERE day = @day AND used < @allowed',
  );
  const used = connection.statement<{ day: string }, { used: number }>(
    'budget.used',
    'SELECT used FROM budget WHERE day = @day',
  );
  return {
    reserveCall: (day, allowed) =>
      connection.write(() => {
        begin.run({ day });
        return take.run({ day, allowed }).changes > 0;
      }),
    callsUsed: (day) => used.get({ day })?.used ?? 0,
  };
}
