import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CADENCES, checkEvery, type CadenceInput } from '../../../shared/case/cadence.ts';
import { STAGES } from '../../../shared/case/status-groups.ts';
import { DAY, HOUR, instant, type CivilDate } from '../../../shared/clock.ts';

const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));
const input = (some: Partial<CadenceInput> = {}): CadenceInput => ({
  cadence: 'automatic',
  stage: 'pending',
  saidOn: null,
  pinned: false,
  archived: false,
  ...some,
});
const every = (some: Partial<CadenceInput>): number | null => checkEvery(input(some), NOW);

describe('how often a case is checked', () => {
  it('follows the stage', () => {
    expect(every({ stage: 'action' })).toBe(6 * HOUR);
    expect(every({ stage: 'pending' })).toBe(12 * HOUR);
    expect(every({ stage: 'unknown' })).toBe(12 * HOUR);
    expect(every({ stage: 'action', pinned: true })).toBe(4 * HOUR);
  });

  it('is daily for thirty days after a decision, then weekly; daily while its date is unknown', () => {
    const decided = (saidOn: string | null) => every({ stage: 'decided', saidOn: saidOn as CivilDate | null });
    expect(decided('2026-11-18')).toBe(DAY);
    expect(decided('2026-10-20')).toBe(DAY);
    expect(decided('2026-10-18')).toBe(7 * DAY);
    expect(decided('2020-01-01')).toBe(7 * DAY);
    expect(decided(null)).toBe(DAY);
  });

  it('is what the office chose, before everything but archiving', () => {
    expect(every({ cadence: 'weekly', stage: 'action', pinned: true })).toBe(7 * DAY);
    expect(every({ cadence: 'every_4_hours', stage: 'decided' })).toBe(4 * HOUR);
    expect(every({ cadence: 'never', pinned: true })).toBeNull();
    expect(every({ cadence: 'every_4_hours', archived: true })).toBeNull();
  });

  it('is never under four hours, and null only for never and archived', () => {
    fc.assert(
      fc.property(
        fc.record({
          cadence: fc.constantFrom(...CADENCES),
          stage: fc.constantFrom(...STAGES),
          saidOn: fc.constantFrom(
            null,
            '2026-11-18' as CivilDate,
            '2019-01-01' as CivilDate,
            '2030-01-01' as CivilDate,
          ),
          pinned: fc.boolean(),
          archived: fc.boolean(),
        }),
        (some) => {
          const span = checkEvery(some, NOW);
          expect(span === null).toBe(some.archived || some.cadence === 'never');
          expect(span ?? DAY).toBeGreaterThanOrEqual(4 * HOUR);
          expect(span ?? DAY).toBeLessThanOrEqual(7 * DAY);
        },
      ),
    );
  });
});
