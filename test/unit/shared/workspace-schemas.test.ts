import { describe, expect, it } from 'vitest';
import { hoursSchema, limitsSchema } from '../../../shared/contract/workspaces.ts';
import { ENVIRONMENT_DEFAULTS, ENVIRONMENTS } from '../../../shared/service/environment.ts';

const hours = { zone: 'America/New_York', weekdays: [1, 2, 3], opens: '07:00', closes: '20:00' };
const limits = { perSecond: 5, perDay: 1000, share: 0.8, zone: 'America/New_York' };
const UNKNOWN_ZONES = ['America/Nowhere', 'x', '2026-01-01T00:00[America/New_York]', '../etc'];

describe('what a workspace may be set to', () => {
  it('are the defaults, and any zone that the computer knows', () => {
    for (const environment of ENVIRONMENTS) {
      expect(limitsSchema.safeParse(ENVIRONMENT_DEFAULTS[environment].limits).success).toBe(true);
      expect(hoursSchema.safeParse(ENVIRONMENT_DEFAULTS[environment].hours).success).toBe(true);
    }
    for (const zone of ['UTC', 'Pacific/Guam', 'Europe/Kyiv'])
      expect(limitsSchema.safeParse({ ...limits, zone }).success).toBe(true);
  });

  it.each([
    ['20:00', '07:00'],
    ['07:00', '07:00'],
  ])('is no service that opens at %s and closes at %s: it would never be asked', (opens, closes) => {
    expect(hoursSchema.safeParse({ ...hours, opens, closes }).success).toBe(false);
  });

  it.each(UNKNOWN_ZONES)('is no zone that nobody knows: %s', (zone) => {
    expect(hoursSchema.safeParse({ ...hours, zone }).success).toBe(false);
    expect(limitsSchema.safeParse({ ...limits, zone }).success).toBe(false);
  });
});
