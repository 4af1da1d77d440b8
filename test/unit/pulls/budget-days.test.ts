import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBudget, type Budget } from '../../../electron/pulls/budget.ts';
import { createBudgetFile, type BudgetFile } from '../../../electron/store/pulls/budget-file.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { DAY, HOUR, instant, later, MINUTE, SECOND, type Clock, type Instant } from '../../../shared/clock.ts';
import type { PullReason } from '../../../shared/contract/pulls.ts';
import { dayIn, nextMidnight } from '../../../shared/service/hours.ts';
import { temporaryFolder } from '../../support/temporary-store.ts';

const ZONE = 'America/New_York';
const PER_DAY = 8;

type Event =
  | { readonly do: 'calls'; readonly times: number; readonly reason: PullReason; readonly latency: number }
  | { readonly do: 'crash' }
  | { readonly do: 'switch'; readonly key: string }
  | { readonly do: 'pass'; readonly span: number }
  /** It is the service's next midnight, and so much later. */
  | { readonly do: 'midnight'; readonly past: number }
  /** The clock shows so much more than is true from now on. */
  | { readonly do: 'set'; readonly ahead: number };

const call = fc.record({
  do: fc.constant('calls' as const),
  times: fc.integer({ min: 1, max: 12 }),
  reason: fc.constantFrom('schedule' as const, 'check_now' as const),
  latency: fc.integer({ min: 0, max: 15 * SECOND }),
});
const life = [
  call,
  fc.record({ do: fc.constant('crash' as const) }),
  fc.record({ do: fc.constant('switch' as const), key: fc.constantFrom('one key', 'another key') }),
  fc.record({
    do: fc.constant('pass' as const),
    span: fc.oneof(
      fc.integer({ min: 0, max: 40 * SECOND }),
      fc.integer({ min: 0, max: 9 * HOUR }),
      fc.integer({ min: 0, max: 3 * DAY }),
    ),
  }),
];
const midnight = fc.record({
  do: fc.constant('midnight' as const),
  past: fc.integer({ min: -40 * SECOND, max: 40 * SECOND }),
});
const set = (ahead: fc.Arbitrary<number>) => fc.record({ do: fc.constant('set' as const), ahead });
/** As good as right: no computer's clock is exact. */
const right = fc.integer({ min: -14 * SECOND, max: 14 * SECOND });

/** An office whose programs share one file, and the service that counts what arrives by its own, right clock. */
function office(folder: string, start: Instant) {
  const path = join(folder, `budget ${start}.db`);
  let [now, ahead, key] = [start, 0, 'one key'];
  const clock: Clock = {
    now: () => later(now, ahead),
    monotonic: () => now - start,
    after: () => () => undefined,
  };
  const limits = () => ({ perSecond: 5, perDay: PER_DAY, share: 1, zone: ZONE });
  const files: BudgetFile[] = [];
  const begin = (): Budget => {
    const file = createBudgetFile({
      path,
      damaged(kept) {
        throw new Error(kept);
      },
    });
    files.push(file);
    return createBudget(file, () => key, clock, limits);
  };
  let budget = begin();
  /** Calls by key and the service's day, of those that left while the clock was right, and all. */
  const arrived = { right: new Map<string, number>(), all: new Map<string, number>(), made: new Map<string, number>() };
  const note = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    path,
    arrived,
    live(event: Event): void {
      if (event.do === 'crash') budget = begin();
      else if (event.do === 'switch') {
        key = event.key;
        budget = begin();
      } else if (event.do === 'pass') now = later(now, event.span);
      else if (event.do === 'midnight') now = later(nextMidnight(ZONE, later(now, MINUTE)), event.past);
      else if (event.do === 'set') ahead = event.ahead;
      else {
        for (let times = 0; times < event.times; times += 1) {
          if (!budget.secure(event.reason) || !budget.spend(key)) break;
          const day = `${key} ${dayIn(ZONE, later(now, event.latency))}`;
          note(arrived.made, key);
          note(arrived.all, day);
          if (Math.abs(ahead) < 15 * SECOND) note(arrived.right, day);
          now = later(now, SECOND / 5);
        }
      }
    },
    counted(): number {
      for (const file of files.splice(0)) file.close();
      const connection = openConnection({ path, key: null, mustExist: false });
      try {
        const sum = connection.statement<{ key: string }, { used: number }>(
          'sum',
          'SELECT coalesce(sum(used), 0) AS used FROM calls WHERE key = @key',
        );
        for (const [name, made] of arrived.made) expect(sum.get({ key: name })?.used ?? 0).toBeGreaterThanOrEqual(made);
        return arrived.made.size;
      } finally {
        connection.close();
      }
    },
  };
}

/** Some of them from the middle of a day to the end of an earlier one. */
const back = fc.oneof(
  fc.integer({ min: SECOND, max: 40 * DAY }),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 10 * MINUTE }))
    .map(([days, more]) => days * DAY + 10 * HOUR + more),
);

const STARTS = [
  // The nights of both changes of daylight saving, and a common one.
  '2026-11-01T03:55:00Z',
  '2027-03-14T04:50:00Z',
  '2026-11-18T15:00:00Z',
].map((text) => instant(Date.parse(text)));

it('no day gets more calls than its quota while the clock is right, whatever was done to the clock before', () => {
  const folder = temporaryFolder();
  let run = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...STARTS),
      fc.array(
        fc.oneof(...life, midnight, midnight, set(fc.oneof(right, fc.integer({ min: -400 * DAY, max: 400 * DAY })))),
        {
          minLength: 5,
          maxLength: 40,
        },
      ),
      (start, events) => {
        run += 1;
        const lived = office(folder, later(start, run));
        for (const event of events) lived.live(event);
        expect(Math.max(0, ...lived.arrived.right.values())).toBeLessThanOrEqual(PER_DAY);
        lived.counted();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

it('a clock that is set back, however often and far, gives the service’s day no second budget', () => {
  const folder = temporaryFolder();
  let run = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...STARTS),
      fc.array(call, { maxLength: 2 }),
      fc.array(fc.tuple(back, fc.array(fc.oneof(...life), { maxLength: 6 })), {
        minLength: 1,
        maxLength: 5,
      }),
      (start, before, jumps) => {
        run += 1;
        const lived = office(folder, later(start, run));
        for (const event of before) lived.live(event);
        let ahead = 0;
        for (const [back, events] of jumps) {
          ahead -= back;
          lived.live({ do: 'set', ahead });
          for (const event of events) lived.live(event);
        }
        const first = dayIn(ZONE, start);
        for (const [day, calls] of lived.arrived.all)
          if (day.endsWith(first)) expect(calls).toBeLessThanOrEqual(PER_DAY);
        lived.counted();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

it('a clock that is set leaves an office without calls for two days at the most', () => {
  const folder = temporaryFolder();
  let run = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...STARTS),
      fc.array(fc.integer({ min: -400 * DAY, max: 400 * DAY }), { maxLength: 4 }),
      (start, jumps) => {
        run += 1;
        const lived = office(folder, later(start, run));
        const spend: Event = { do: 'calls', times: PER_DAY, reason: 'check_now', latency: 0 };
        lived.live(spend);
        for (const ahead of jumps) {
          lived.live({ do: 'set', ahead });
          lived.live({ do: 'pass', span: MINUTE });
          lived.live(spend);
        }
        const before = lived.arrived.made.get('one key') ?? 0;
        for (let hours = 0; hours < 49; hours += 1) {
          lived.live({ do: 'pass', span: HOUR });
          lived.live(spend);
        }
        expect(lived.arrived.made.get('one key')).toBeGreaterThan(before);
        lived.counted();
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
