import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuota, createSpikeArrest } from '../../../electron/simulator/limits.ts';
import { MINUTE } from '../../../shared/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SANDBOX = { perSecond: 5, perDay: 1000 };

describe('spike arrest (L1: one per 1/N second, not N in a burst)', () => {
  it('takes one call per 200 ms, and a refused call uses nothing up', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const meter = createSpikeArrest(clock, SANDBOX);
    expect([meter.take(), meter.take()]).toEqual([true, false]);
    await clock.advance(199);
    expect(meter.take()).toBe(false);
    await clock.advance(1);
    expect([meter.take(), meter.take()]).toEqual([true, false]);
  });

  it('does not mind the wall clock being set', () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const meter = createSpikeArrest(clock, SANDBOX);
    meter.take();
    clock.setWall('2027-01-01T00:00:00Z');
    expect(meter.take()).toBe(false);
  });

  it('follows a limit that changes', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const limits = { perSecond: 5, perDay: 1000 };
    const meter = createSpikeArrest(clock, limits);
    limits.perSecond = 1;
    expect(meter.take()).toBe(true);
    await clock.advance(999);
    expect(meter.take()).toBe(false);
  });

  it('never takes more than the pace and what it forgives allow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 30 }),
        fc.nat({ max: 150 }),
        async (gaps, forgives) => {
          const clock = new FakeClock('2026-11-18T15:00:00Z');
          const meter = createSpikeArrest(clock, { ...SANDBOX, forgives });
          let taken = 0;
          for (const gap of gaps) {
            if (meter.take()) taken += 1;
            await clock.advance(gap);
          }
          expect(taken).toBeLessThanOrEqual(1 + (clock.monotonic() + forgives) / 200);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the daily quota (L2: midnight Eastern)', () => {
  it('begins anew at midnight in New York, not in London', async () => {
    const clock = new FakeClock('2026-11-18T23:59:00Z');
    const meter = createQuota(clock, { perSecond: 5, perDay: 2 });
    expect([meter.take(), meter.take(), meter.take()]).toEqual([true, true, false]);
    await clock.advance(2 * MINUTE);
    expect(meter.take()).toBe(false);
    clock.setWall('2026-11-19T04:59:59Z');
    expect(meter.take()).toBe(false);
    clock.setWall('2026-11-19T05:00:00Z');
    expect(meter.take()).toBe(true);
  });

  it('follows a limit that changes', () => {
    const limits = { perSecond: 5, perDay: 2 };
    const meter = createQuota(new FakeClock('2026-11-18T23:59:00Z'), limits);
    expect([meter.take(), meter.take(), meter.take()]).toEqual([true, true, false]);
    limits.perDay = 3;
    expect([meter.take(), meter.take()]).toEqual([true, false]);
  });
});
