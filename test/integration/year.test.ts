import { expect, test } from 'vitest';
import { MINUTE } from '../../shared/clock.ts';
import { judge } from '../year/verdict.ts';
import { liveAYear } from '../year/year.ts';

/** The short form of `npm run test:year`: the same year with few cases. */
test(
  'a year with sleep, outages, closed weekends, daylight saving, dead keys, invalid JSON and random faults breaks no promise',
  async () => {
    const { broken, figures } = await judge(await liveAYear({ cases: 8, days: 365, seed: 1 }));
    expect(broken).toEqual([]);
    expect(figures.days).toBe(365);
    expect(figures['stops for a new key']).toBeGreaterThanOrEqual(2);
  },
  10 * MINUTE,
);
