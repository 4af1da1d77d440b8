import { expect, it } from 'vitest';
import { later } from '../../../shared/clock.ts';
import { nextMidnight } from '../../../shared/service/hours.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('a moment a fraction of a millisecond later is still a moment that calendars take', () => {
  const now = new FakeClock('2026-11-02T12:00:00Z').now();
  expect(nextMidnight('America/New_York', later(now, 832.662))).toBe(Date.parse('2026-11-03T05:00:00Z'));
});
