import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, instant, later, MINUTE } from '../../../shared/clock.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { dayIn, isOpen, nextClosing, nextMidnight, nextOpening } from '../../../shared/service/hours.ts';

const { hours } = ENVIRONMENT_DEFAULTS.sandbox;
const ZONE = 'America/New_York';
const at = (text: string) => instant(Date.parse(text));
const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
const moments = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map(instant);

describe('the sandbox’s hours (L3: Mon–Fri 7:00–20:00, Eastern wall clock)', () => {
  it.each([
    ['2026-11-18T11:59:59Z', false],
    ['2026-11-18T12:00:00Z', true],
    ['2026-11-19T00:59:59Z', true],
    ['2026-11-19T01:00:00Z', false],
    ['2026-11-21T15:00:00Z', false],
    ['2026-11-22T15:00:00Z', false],
    ['2026-07-15T10:59:59Z', false],
    ['2026-07-15T11:00:00Z', true],
    ['2026-07-16T00:00:00Z', false],
  ])('at %s open is %s, in winter and summer alike by the clock on the wall', (moment, open) => {
    expect(isOpen(hours, at(moment))).toBe(open);
  });

  it('open on Monday morning after the weekend, also when the clocks change in it', () => {
    expect(iso(nextOpening(hours, at('2026-11-21T15:00:00Z')))).toBe('2026-11-23T12:00:00.000Z');
    expect(iso(nextOpening(hours, at('2026-03-07T15:00:00Z')))).toBe('2026-03-09T11:00:00.000Z');
    expect(iso(nextOpening(hours, at('2026-10-31T15:00:00Z')))).toBe('2026-11-02T12:00:00.000Z');
  });

  it('close in the evening of the day', () => {
    expect(iso(nextClosing(hours, at('2026-11-18T15:00:00Z')))).toBe('2026-11-19T01:00:00.000Z');
    expect(nextClosing(hours, at('2026-11-21T15:00:00Z'))).toBeNull();
  });

  it('are open at the next opening, closed just before it, and closed at the closing', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const opening = nextOpening(hours, moment);
        if (opening === null) throw new Error('the sandbox opens again');
        expect(opening).toBeGreaterThanOrEqual(moment);
        expect(opening - moment).toBeLessThan(3 * DAY);
        expect(isOpen(hours, opening)).toBe(true);
        if (opening > moment) expect(isOpen(hours, later(opening, -1))).toBe(false);
        const closing = nextClosing(hours, opening);
        if (closing === null) throw new Error('the sandbox closes again');
        expect(closing - opening).toBeLessThanOrEqual(13 * HOUR);
        expect(isOpen(hours, later(closing, -1))).toBe(true);
        expect(isOpen(hours, closing)).toBe(false);
      }),
    );
  });

  it('without hours it is always open; with no weekday it never opens', () => {
    const now = at('2026-11-21T15:00:00Z');
    expect([isOpen(null, now), nextOpening(null, now), nextClosing(null, now)]).toEqual([true, now, null]);
    const never = { zone: ZONE, weekdays: [], opens: '07:00', closes: '20:00' };
    expect([isOpen(never, now), nextOpening(never, now)]).toEqual([false, null]);
  });
});

describe('the day of the budget (L2: midnight Eastern)', () => {
  it('is the calendar day there, not here', () => {
    expect(dayIn(ZONE, at('2026-11-19T04:59:59Z'))).toBe('2026-11-18');
    expect(dayIn(ZONE, at('2026-11-19T05:00:00Z'))).toBe('2026-11-19');
    expect(dayIn(ZONE, at('2026-07-19T04:00:00Z'))).toBe('2026-07-19');
  });

  it('has 23 hours and 25 when the clocks change', () => {
    const length = (noon: string): number => {
      const end = nextMidnight(ZONE, at(noon));
      return end - nextMidnight(ZONE, later(at(noon), -DAY));
    };
    expect(length('2026-03-08T16:00:00Z')).toBe(23 * HOUR);
    expect(length('2026-11-01T17:00:00Z')).toBe(25 * HOUR);
    expect(length('2026-11-18T17:00:00Z')).toBe(24 * HOUR);
  });

  it('changes exactly at the next midnight', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const midnight = nextMidnight(ZONE, moment);
        expect(midnight).toBeGreaterThan(moment);
        expect(midnight - moment).toBeLessThanOrEqual(25 * HOUR);
        expect(dayIn(ZONE, later(midnight, -1))).toBe(dayIn(ZONE, moment));
        expect(dayIn(ZONE, midnight)).not.toBe(dayIn(ZONE, moment));
        expect(midnight % MINUTE).toBe(0);
      }),
    );
  });
});
