import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../electron/pulls/pacer.ts';
import { HOUR, SECOND, type Milliseconds } from '../../../shared/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const LIMITS = { perSecond: 5, perDay: 1000, share: 1, zone: 'America/New_York' };

/** Makes calls as a timer would: each leaves so long after the moment that the pacer named. Gives when they left. */
async function drive(lateness: readonly Milliseconds[], limits = LIMITS): Promise<Milliseconds[]> {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const pacer = createPacer(clock, () => limits);
  const left: Milliseconds[] = [];
  for (const late of lateness) {
    await clock.advance(pacer.delay() + late);
    expect(pacer.delay()).toBe(0);
    left.push(pacer.sent());
  }
  return left;
}

const spacings = (times: readonly Milliseconds[]): Milliseconds[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('pacer', () => {
  it('never lets two calls leave closer than one per 1/N s, whatever the timers and waits do', async () => {
    const wait = fc.oneof(
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 400, noNaN: true }),
      fc.constant(9 * HOUR),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(wait, { minLength: 2, maxLength: 40 }),
        fc.constantFrom(0.5, 1, 5, 10, 50),
        fc.constantFrom(0.1, 0.8, 1),
        async (lateness, perSecond, share) => {
          const times = await drive(lateness, { ...LIMITS, perSecond, share });
          // A thousandth of a millisecond for floating point.
          expect(Math.min(...spacings(times))).toBeGreaterThanOrEqual(SECOND / (perSecond * share) + 0.999);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stays within 2 % of the ideal with timers that fire up to a millisecond and a half late', async () => {
    const lateness = Array.from({ length: 1000 }, (_nothing, index) => ((index * 7) % 16) / 10);
    const times = await drive(lateness);
    const last = times.at(-1) ?? 0;
    expect(last).toBeGreaterThan(200 * SECOND);
    expect(last).toBeLessThanOrEqual(200 * SECOND * 1.016);
  });

  it('catches up nothing after a pause', async () => {
    const times = await drive([0, 0, HOUR, 0, 0, 0]);
    expect(Math.min(...spacings(times))).toBeGreaterThanOrEqual(201);
  });

  describe('a call that came late on its way', () => {
    /** Sends calls that are answered so long after; gives when they left. */
    async function answered(roundTrips: readonly Milliseconds[], share: number): Promise<Milliseconds[]> {
      const clock = new FakeClock('2026-11-18T15:00:00Z');
      const pacer = createPacer(clock, () => ({ ...LIMITS, share }));
      const left: Milliseconds[] = [];
      for (const roundTrip of roundTrips) {
        await clock.advance(pacer.delay());
        const sentAt = pacer.sent();
        left.push(sentAt);
        await clock.advance(roundTrip);
        pacer.reached(sentAt);
      }
      return left;
    }

    it('holds the next one back, so that they do not arrive closer than they may', async () => {
      const gaps = spacings(await answered([9, 5, 5, 5, 20, 5, 5], 1));
      // The fifth may have arrived 15 ms later than those before.
      expect(gaps[4]).toBeGreaterThanOrEqual(200 + 15 + 1);
      expect(gaps[5]).toBeLessThan(204);
    });

    it('takes the first few for late, as long as nobody knows how long the way is', async () => {
      const gaps = spacings(await answered([9, 12, 4, 4, 4, 4], 1));
      expect(gaps[1]).toBeGreaterThanOrEqual(200 + 12 + 1);
      expect(gaps[4]).toBeLessThan(204);
    });

    it('holds it back by a quarter of an interval at most: an answer can be slow for other reasons', async () => {
      const gaps = spacings(await answered([9, 5, 5, 5, 120, 5], 1));
      expect(gaps[4]).toBeGreaterThan(250);
      expect(gaps[4]).toBeLessThan(200 * 1.25 + 4);
    });

    it('makes up for what that cost', async () => {
      const times = await answered(
        Array.from({ length: 1000 }, (_nothing, index) => (index % 10 === 9 ? 15 : 5)),
        1,
      );
      expect(Math.min(...spacings(times))).toBeGreaterThanOrEqual(201);
      expect(times.at(-1)).toBeLessThanOrEqual(200 * SECOND * 1.017);
    });

    it('costs nothing below the whole pace, where there is room for it', async () => {
      const gaps = spacings(await answered([9, 5, 5, 5, 120, 5, 60, 5], 0.8));
      expect(Math.max(...gaps.slice(1))).toBeLessThan(255);
    });
  });

  it('halves the pace at a complaint, once for the calls under way, and regains a tenth in twenty answers', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const pacer = createPacer(clock, () => LIMITS);
    await clock.advance(SECOND);
    const first = pacer.sent();
    await clock.advance(SECOND);
    pacer.tooFast(first);
    pacer.tooFast(first);
    expect(pacer.pace).toBe(2.5);
    for (let answer = 0; answer < 20; answer += 1) pacer.fine();
    expect(pacer.pace).toBeCloseTo(2.75);
    for (let complaint = 0; complaint < 10; complaint += 1) {
      await clock.advance(SECOND);
      pacer.tooFast(clock.monotonic());
    }
    expect(pacer.pace).toBe(0.2);
    for (let answer = 0; answer < 1000; answer += 1) pacer.fine();
    expect(pacer.pace).toBe(5);
  });

  it('follows new limits at once, and a limit below the slowest pace holds', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    let limits = LIMITS;
    const pacer = createPacer(clock, () => limits);
    limits = { ...LIMITS, perSecond: 0.1 };
    expect(pacer.pace).toBe(0.1);
    pacer.tooFast(clock.monotonic());
    expect(pacer.pace).toBe(0.1);
    await clock.advance(1);
    pacer.sent();
    expect(pacer.delay()).toBeGreaterThanOrEqual(10 * SECOND);
  });
});
