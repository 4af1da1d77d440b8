import type { WatchedCase } from '../../../shared/case/watched-case.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCheckAt, nextCheckSoon, plan } from '../../../electron/pulls/planner.ts';
import { CADENCES, checkEvery } from '../../../shared/case/cadence.ts';
import { STAGES } from '../../../shared/case/status-groups.ts';
import { DAY, HOUR, instant, later, MINUTE } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import { isOpen, nextOpening } from '../../../shared/service/hours.ts';

const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));
const EASTERN = { zone: 'America/New_York', weekdays: [1, 2, 3, 4, 5], opens: '07:00', closes: '20:00' };

const watched = (more: Partial<WatchedCase> = {}): WatchedCase => ({
  id: 1,
  cadence: 'automatic',
  stage: 'pending',
  saidOn: null,
  pinned: false,
  archived: false,
  askedAt: later(NOW, -12 * HOUR),
  nextCheckAt: NOW,
  ...more,
});

const anyCase = fc.record({
  id: fc.nat(),
  cadence: fc.constantFrom(...CADENCES),
  stage: fc.constantFrom(...STAGES),
  saidOn: fc.constant(null),
  pinned: fc.boolean(),
  archived: fc.boolean(),
  askedAt: fc.option(fc.integer({ min: NOW - 30 * DAY, max: NOW }).map(instant)),
  nextCheckAt: fc.option(fc.integer({ min: NOW - 30 * DAY, max: NOW }).map(instant)),
});

describe('the next check', () => {
  it('comes after the cadence ± a tenth, and within the hours, or soon after they begin', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 0, max: 400 * DAY }), fc.nat(), (some, ahead, seed) => {
        const now = later(NOW, ahead);
        const every = checkEvery(some, now);
        const free = nextCheckAt(some, { now, random: seededRandom(seed), hours: null, hurry: 1 });
        const bound = nextCheckAt(some, { now, random: seededRandom(seed), hours: EASTERN, hurry: 1 });
        if (every === null || free === null || bound === null) {
          expect([every, free, bound]).toEqual([null, null, null]);
          return;
        }
        expect(free - now).toBeGreaterThanOrEqual(Math.floor(0.9 * every));
        expect(free - now).toBeLessThanOrEqual(Math.ceil(1.1 * every));
        expect(isOpen(EASTERN, bound)).toBe(true);
        expect(bound - (nextOpening(EASTERN, free) ?? 0)).toBeLessThanOrEqual(10 * MINUTE);
        expect(bound).toBeGreaterThanOrEqual(free);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same seed, and whole milliseconds', () => {
    const once = nextCheckAt(watched(), { now: NOW, random: seededRandom(5), hours: EASTERN, hurry: 1 });
    expect(nextCheckAt(watched(), { now: NOW, random: seededRandom(5), hours: EASTERN, hurry: 1 })).toBe(once);
    expect(Number.isInteger(once)).toBe(true);
  });

  it('comes within the hour when no answer could be had', () => {
    const timing = { now: NOW, random: seededRandom(1), hours: null, hurry: 1 };
    const soon = (nextCheckSoon(watched(), timing) ?? 0) - NOW;
    expect(soon).toBeGreaterThan(50 * MINUTE);
    expect(soon).toBeLessThanOrEqual(HOUR);
    expect(nextCheckSoon(watched({ cadence: 'never' }), timing)).toBeNull();
  });

  it('hurries for the demonstration', () => {
    const next = nextCheckAt(watched(), { now: NOW, random: seededRandom(1), hours: null, hurry: 240 }) ?? 0;
    expect(next - NOW).toBeLessThanOrEqual((1.1 * 12 * HOUR) / 240);
  });
});

describe('the plan', () => {
  const budget = { left: 3, perDay: 2, resetsAt: later(NOW, 6 * HOUR) };

  it('takes the most urgent that fit, and says by how much the others are stretched', () => {
    const due = [1, 2, 3, 4, 5, 6].map((id) => watched({ id, pinned: id === 6 }));
    const { today, stretched } = plan(due, NOW, budget, 1);
    expect(today.map(({ id }) => id)).toEqual([6, 1, 2]);
    // 3 and 4 are asked in 6 hours, 5 a day after: 12 + 6 + 24 hours instead of 12.
    expect(stretched).toEqual({ cases: 3, factor: 3.5 });
  });

  it('says nothing of stretching when everything fits, or when what waits is not due yet', () => {
    expect(plan([watched()], NOW, budget, 1).stretched).toBeNull();
    const early = [1, 2, 3, 4].map((id) => watched({ id, nextCheckAt: later(NOW, MINUTE) }));
    expect(plan(early, NOW, budget, 1)).toMatchObject({ stretched: null, today: { length: 3 } });
    expect(plan([watched()], NOW, { ...budget, left: 0 }, 1)).toMatchObject({ today: [], stretched: { cases: 1 } });
  });

  it('starves no case: what waits long enough outweighs what is pinned', () => {
    const due = [watched({ id: 1, askedAt: later(NOW, -60 * HOUR) }), watched({ id: 2, pinned: true })];
    const fresh = [watched({ id: 1 }), watched({ id: 2, pinned: true, askedAt: later(NOW, -4 * HOUR) })];
    expect(plan(fresh, NOW, { ...budget, left: 1 }, 1).today.map(({ id }) => id)).toEqual([2]);
    due[1] = watched({ id: 2, pinned: true, askedAt: later(NOW, -4 * HOUR) });
    expect(plan(due, NOW, { ...budget, left: 1 }, 1).today.map(({ id }) => id)).toEqual([1]);
  });

  it('plans every case once, in an order that does not depend on how they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyCase, { selector: ({ id }) => id, maxLength: 30 }), fc.nat(40), (due, left) => {
        const there = plan(due, NOW, { ...budget, left }, 1);
        const back = plan([...due].reverse(), NOW, { ...budget, left }, 1);
        expect(there).toEqual(back);
        expect(there.today).toHaveLength(Math.min(left, due.length));
        expect(there.stretched?.cases ?? 0).toBe(due.length - there.today.length);
      }),
    );
  });
});
