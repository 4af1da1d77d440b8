import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeenTime, lookAtClock, type SeenState } from '../../../electron/workspaces/keeping/seen-time.ts';
import { DAY, HOUR, instant, later, type Instant } from '../../../shared/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const START = instant(Date.parse('2026-03-02T12:00:00Z'));
const YEAR = 365 * DAY;

/** What is believed after the clock showed these moments, in days from the start. */
const believed = (...days: number[]): number => {
  let state: SeenState | null = null;
  for (const day of days) state = lookAtClock(state, later(START, day * DAY));
  return ((state?.seen ?? 0) - START) / DAY;
};

test('time that goes by while the program looks on is believed', () => {
  expect(believed(0)).toBe(0);
  expect(believed(0, 1, 2, 3.4, 4.9)).toBe(4.9);
});

test('a clock that stands a year ahead for a day moves nothing, however often it is looked at', () => {
  expect(believed(0, 365, 365.1, 365.2, 365.8)).toBe(0);
  expect(believed(0, 365, 0.5)).toBe(0.5);
  expect(believed(0, 365, 0.5, 365, 1, 365, 1.5)).toBe(1.5);
});

test('after a holiday the second day is believed; after a year only the fourteenth', () => {
  expect(believed(0, 21)).toBe(0);
  expect(believed(0, 21, 22)).toBe(22);
  expect(believed(0, 30, 60)).toBe(60);
  const year = Array.from({ length: 14 }, (_each, day) => 365 + day);
  expect(believed(0, ...year.slice(0, 13))).toBe(0);
  expect(believed(0, ...year)).toBe(378);
});

test('a clock that was set back is followed at once, and its way forward is not believed at once', () => {
  expect(believed(0, -365)).toBe(-365);
  expect(believed(0, -365, 0, 1)).toBe(-365);
});

test('it is never later than the clock, and never runs ahead of what went by', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2 * YEAR, max: 2 * YEAR }), { minLength: 1, maxLength: 40 }), (moments) => {
      let state: SeenState | null = null;
      for (const moment of moments) {
        const now = later(START, moment);
        state = lookAtClock(state, now);
        expect(state.seen).toBeLessThanOrEqual(now);
      }
    }),
  );
});

test('it is remembered beyond the end of the program', () => {
  const kept = new Map<string, string>();
  const meta = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
  const clock = new FakeClock('2026-03-02T12:00:00Z');
  const now = (): Instant => createSeenTime(meta, clock).now();
  expect(now()).toBe(START);
  clock.setWall('2027-03-02T12:00:00Z');
  expect(now()).toBe(START);
  expect(createSeenTime(meta, clock).isDoubtful()).toBe(true);
  clock.setWall('2026-03-02T13:00:00Z');
  expect(now()).toBe(later(START, HOUR));
  expect(createSeenTime(meta, clock).isDoubtful()).toBe(false);
});
