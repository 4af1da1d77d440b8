import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifeOf, type LifeSoFar } from '../../../electron/simulator/life.ts';
import { KNOWN_RECEIPTS } from '../../../electron/simulator/staging-receipts.ts';
import { DAY, instant, later, MINUTE, type Instant } from '../../../shared/clock.ts';

const EPOCH = instant(Date.parse('2026-11-16T05:00:00Z'));
const LIFE = { epoch: EPOCH, pace: 4 * MINUTE };
const receipts = fc.constantFrom(...KNOWN_RECEIPTS.keys());
const moments = fc.integer({ min: 0, max: 30 * DAY }).map((span) => later(EPOCH, span));

const at = (receipt: string, now: Instant, seed = 1): LifeSoFar => lifeOf(seed, receipt, LIFE, now, EPOCH);
const present = (so: LifeSoFar) => so.steps.at(-1);

describe('the life of simulated cases', () => {
  it('is a pure function of seed, receipt and time, so that a restart changes nothing', () => {
    fc.assert(
      fc.property(receipts, moments, fc.nat(), (receipt, now, seed) => {
        expect(at(receipt, now, seed)).toEqual(at(receipt, now, seed));
      }),
    );
  });

  it('brings exactly one step to every case in each span of the pace', () => {
    fc.assert(
      fc.property(receipts, moments, (receipt, now) => {
        const before = at(receipt, now);
        const after = at(receipt, later(now, LIFE.pace));
        expect(after.steps.at(-2)).toEqual(present(before));
      }),
    );
  });

  it('never rewrites what happened, and dates no step in the future', () => {
    fc.assert(
      fc.property(receipts, moments, moments, (receipt, one, other) => {
        const [early, late] = [at(receipt, one), at(receipt, other)].sort(
          (a, b) => (present(a)?.at ?? 0) - (present(b)?.at ?? 0),
        ) as [LifeSoFar, LifeSoFar];
        const shared = late.steps.filter((step) => step.at <= (present(early)?.at ?? 0));
        expect(early.steps.slice(early.steps.length - shared.length)).toEqual(shared);
        expect(present(at(receipt, one))?.at).toBeLessThanOrEqual(one);
        expect(early.filedAt).toEqual(late.filedAt);
      }),
    );
  });

  it('lists steps in order of time, each unlike the one before it, and at most 24', () => {
    fc.assert(
      fc.property(receipts, moments, (receipt, now) => {
        const { steps } = at(receipt, now);
        expect(steps.length).toBeLessThanOrEqual(24);
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before === undefined) continue;
          expect(step.at).toBeGreaterThan(before.at);
          expect(step.name).not.toBe(before.name);
        }
      }),
    );
  });

  it('lets different receipts step at different moments and stand at different statuses', () => {
    const all = [...KNOWN_RECEIPTS.keys()].map((receipt) => present(at(receipt, later(EPOCH, DAY))));
    expect(new Set(all.map((step) => step?.at)).size).toBe(all.length);
    expect(new Set(all.map((step) => step?.name)).size).toBeGreaterThan(5);
  });

  it('stands still without a life', () => {
    const still = (now: Instant): LifeSoFar => lifeOf(1, 'EAC9999103404', null, now, EPOCH);
    expect(still(later(EPOCH, 400 * DAY))).toEqual(still(EPOCH));
  });
});
