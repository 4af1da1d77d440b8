import type { WatchedCase } from '../../../shared/case/watched-case.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCheckAt, nextCheckSoon } from '../../../electron/pulls/planner.ts';
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
    const soon = (nextCheckSoon(watched(), timing, 1) ?? 0) - NOW;
    expect(soon).toBeGreaterThan(50 * MINUTE);
    expect(soon).toBeLessThanOrEqual(HOUR);
    expect(nextCheckSoon(watched({ cadence: 'never' }), timing, 1)).toBeNull();
  });

  it('comes later each time that none could be had, and never later than the cadence', () => {
    const timing = { now: NOW, random: seededRandom(1), hours: null, hurry: 1 };
    const hours = [1, 2, 3, 4, 5, 50].map((inRow) => ((nextCheckSoon(watched(), timing, inRow) ?? 0) - NOW) / HOUR);
    for (const [index, most] of [1, 2, 4, 8, 13.2, 13.2].entries()) {
      expect(hours[index]).toBeLessThanOrEqual(most);
      expect(hours[index]).toBeGreaterThan(0.8 * most);
    }
  });

  it('hurries for the demonstration', () => {
    const next = nextCheckAt(watched(), { now: NOW, random: seededRandom(1), hours: null, hurry: 240 }) ?? 0;
    expect(next - NOW).toBeLessThanOrEqual((1.1 * 12 * HOUR) / 240);
  });
});
