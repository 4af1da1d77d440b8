import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, instant, later, MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import type { Hours } from '../../shared/service/hours.ts';
import { joined, type Span } from './spans.ts';

export const EASTERN = 'America/New_York';

/** The service's hours: weekends are closed, and both changes of daylight saving lie in the year. */
export const HOURS: Hours = { zone: EASTERN, weekdays: [1, 2, 3, 4, 5], opens: '07:00', closes: '20:00' };

/** A stretch in which the service as a whole does something else than answer. */
export interface Outage extends Span {
  readonly as: 'bad_gateway' | 'unavailable' | 'hang' | 'closed';
}

/** A key dies, and somebody enters the new one. */
export interface Rotation {
  readonly at: Instant;
  readonly enteredAt: Instant;
  /** Tokens that the old key was given die with it. */
  readonly tokensToo: boolean;
}

/** Everything outside the program that happens in the year. It depends on nothing but the seed. */
export interface Calendar extends Span {
  /** The laptop is open. */
  readonly awake: readonly Span[];
  readonly offline: readonly Span[];
  readonly outages: readonly Outage[];
  readonly rotations: readonly Rotation[];
  readonly brokenJson: Span;
  /** The office's budget is far too small for its cases. */
  readonly poor: Span;
}

export function makeCalendar(first: string, days: number, seed: number): Calendar {
  const random = seededRandom(seed);
  const chance = (share: number): boolean => random.next() < share;
  const between = (least: Milliseconds, most: Milliseconds): Milliseconds =>
    Math.round(least + (most - least) * random.next());
  const start = Temporal.PlainDate.from(first);
  /** A moment by the wall clock of the service. */
  const at = (day: number, hour: number): Instant =>
    later(
      instant(start.add({ days: day }).toZonedDateTime({ timeZone: EASTERN, plainTime: '00:00' }).epochMilliseconds),
      hour * HOUR,
    );
  const weekday = (day: number): number => start.add({ days: day }).dayOfWeek;
  const span = (day: number, hour: number, length: Milliseconds): Span => {
    const from = at(day, hour);
    return { from, until: later(from, length) };
  };

  const awake: Span[] = [];
  const offline: Span[] = [];
  const outages: Outage[] = [];
  for (let day = 0; day < days; day += 1) {
    // The holidays: nobody is there for ten days.
    if (day >= 206 && day < 216) continue;
    if (weekday(day) >= 6) {
      if (chance(0.25)) awake.push(span(day, 10 + random.next() * 4, 3 * HOUR));
    } else if (!chance(0.08)) {
      const from = at(day, 7.5 + random.next() * 2);
      // Some nights it stays open.
      const until = chance(0.1) ? later(at(day + 1, 6), between(0, 2 * HOUR)) : at(day, 17 + random.next() * 3.5);
      const lunch = span(day, 12.25, between(20 * MINUTE, 80 * MINUTE));
      if (chance(0.2)) awake.push({ from, until: lunch.from }, { from: lunch.until, until });
      else awake.push({ from, until });
    }
    if (chance(0.25)) offline.push(span(day, 6 + random.next() * 14, between(2 * MINUTE, 4 * HOUR)));
    if (chance(0.06)) {
      const as = (['bad_gateway', 'unavailable', 'hang', 'closed'] as const)[Math.floor(random.next() * 4)] ?? 'hang';
      outages.push({ ...span(day, 7 + random.next() * 10, between(10 * MINUTE, 8 * HOUR)), as });
    }
  }
  // Three days in a row, as it has happened.
  outages.push({ ...span(128, 9, 3 * DAY), as: 'unavailable' });
  const end = at(days, 0);
  const within = <Kind extends Span>(spans: readonly Kind[]): Kind[] => spans.filter(({ until }) => until <= end);
  const rotations = [62, 165, 290].map((day, index) => {
    const rotated = at(day, 10.6);
    return { at: rotated, enteredAt: later(rotated, between(20 * MINUTE, 26 * HOUR)), tokensToo: index !== 1 };
  });
  return {
    from: at(0, 0),
    until: end,
    awake: joined(within(awake)),
    offline: joined(within(offline)),
    outages: within(outages),
    rotations: rotations.filter(({ enteredAt }) => enteredAt < end),
    brokenJson: { from: at(180, 0), until: at(194, 0) },
    poor: { from: at(245, 0), until: at(273, 0) },
  };
}
