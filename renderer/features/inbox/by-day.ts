import type { ChangeView } from '../../../shared/contract/cases.ts';
import { DAY, later, type Instant } from '../../../shared/clock.ts';

export interface Day {
  /** The day's name in full, in the reader's language and zone. */
  readonly name: string;
  readonly is: 'today' | 'yesterday' | 'earlier';
  readonly changes: readonly ChangeView[];
}

/** Groups changes, which come newest first, by the calendar day (by `nameOf`) on which we saw them. */
export function byDay(changes: readonly ChangeView[], now: Instant, nameOf: (moment: Instant) => string): Day[] {
  const [today, yesterday] = [nameOf(now), nameOf(later(now, -DAY))];
  const days = new Map<string, ChangeView[]>();
  for (const change of changes) {
    const name = nameOf(change.seenAt);
    const day = days.get(name);
    if (day === undefined) days.set(name, [change]);
    else day.push(change);
  }
  return [...days].map(([name, found]) => ({
    name,
    is: name === today ? 'today' : name === yesterday ? 'yesterday' : 'earlier',
    changes: found,
  }));
}
