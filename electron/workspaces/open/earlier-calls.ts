import { z } from 'zod';
import type { CivilDate } from '../../../shared/clock.ts';
import type { BudgetStore } from '../../pulls/ports.ts';
import type { BudgetFile } from '../../store/pulls/budget-file.ts';
import type { Meta } from '../../store/meta.ts';

/** Where a database of the schema's first version left what it had counted (schema/v2.ts). */
const KEY = 'earlier_calls';

const earlierSchema = z.array(z.object({ day: z.iso.date(), used: z.int().min(1) })).max(2);

/**
 * The counts of all keys, with what this workspace counted by itself, before there was one file for all: it is added to the
 * key that the workspace has, before its first call. A program that is killed in between counts it twice, which
 * is the safe side.
 */
export function withEarlierCalls(budget: BudgetFile, meta: Meta): BudgetStore {
  let earlier = read(meta);
  const handOver = (key: string, time: Parameters<BudgetFile['count']>[1]): void => {
    for (const { day, used } of earlier) budget.add(key, day as CivilDate, used, time);
    if (earlier.length > 0) meta.remove(KEY);
    earlier = [];
  };
  return {
    count(key, time) {
      const count = budget.count(key, time);
      const more = earlier.filter(({ day }) => day >= time.first && day <= time.last);
      return { ...count, used: count.used + Math.max(0, ...more.map(({ used }) => used)) };
    },
    reserve(key, time, allowed) {
      handOver(key, time);
      return budget.reserve(key, time, allowed);
    },
    reachDisk: () => budget.reachDisk(),
    sync: () => budget.sync(),
    tell: (key, until, time) => budget.tell(key, until, time),
  };
}

function read(meta: Meta): z.infer<typeof earlierSchema> {
  const text = meta.get(KEY);
  return text === null ? [] : earlierSchema.parse(JSON.parse(text));
}
