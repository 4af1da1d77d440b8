import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlanner } from '../../../electron/pulls/plan.ts';
import { CADENCES } from '../../../shared/case/cadence.ts';
import { STAGES } from '../../../shared/case/status-groups.ts';
import type { WatchedCase } from '../../../shared/case/watched-case.ts';
import { DAY, HOUR, instant, later, MINUTE } from '../../../shared/clock.ts';

const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));

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

const moment = fc.integer({ min: NOW - 30 * DAY, max: NOW }).map(instant);
const anyCase = fc.record({
  id: fc.nat(),
  cadence: fc.constantFrom(...CADENCES),
  stage: fc.constantFrom(...STAGES),
  saidOn: fc.constant(null),
  pinned: fc.boolean(),
  archived: fc.boolean(),
  askedAt: fc.option(moment),
  nextCheckAt: fc.option(moment),
});

const room = { most: 1000, left: 3, perDay: 2, resetsAt: later(NOW, 6 * HOUR) };
const plan = (due: readonly WatchedCase[], rest: Partial<typeof room> = {}) => {
  const planner = createPlanner(NOW, 1);
  planner.take(due.slice(0, 2));
  planner.take(due.slice(2));
  return planner.plan({ ...room, ...rest });
};

describe('the plan', () => {
  it('takes the most urgent that fit, and says by how much the others are stretched', () => {
    const due = [1, 2, 3, 4, 5, 6].map((id) => watched({ id, pinned: id === 6 }));
    // 3 and 4 are asked in 6 hours, 5 a day after: 12 + 6 + 24 hours instead of 12.
    expect(plan(due)).toEqual({ caseIds: [6, 1, 2], behind: 0, stretched: { cases: 3, factor: 3.5 } });
  });

  it('takes no more than one pull can ask, and leaves the others to the pulls after it', () => {
    const due = [1, 2, 3, 4, 5, 6].map((id) => watched({ id, pinned: id === 6 }));
    expect(plan(due, { most: 2, left: 5 })).toMatchObject({ caseIds: [6, 1], behind: 3, stretched: { cases: 1 } });
    expect(plan(due, { most: 2, left: 9 })).toMatchObject({ caseIds: [6, 1], behind: 4, stretched: null });
  });

  it('says nothing of stretching when everything fits, or when what waits is not due yet', () => {
    expect(plan([watched()]).stretched).toBeNull();
    const early = [1, 2, 3, 4].map((id) => watched({ id, nextCheckAt: later(NOW, MINUTE) }));
    expect(plan(early)).toMatchObject({ stretched: null, caseIds: { length: 3 } });
    expect(plan([watched()], { left: 0 })).toMatchObject({ caseIds: [], stretched: { cases: 1 } });
    expect(plan([])).toEqual({ caseIds: [], behind: 0, stretched: null });
  });

  it('starves no case: what waits long enough outweighs what is pinned', () => {
    const pinned = watched({ id: 2, pinned: true, askedAt: later(NOW, -4 * HOUR) });
    expect(plan([watched({ id: 1 }), pinned], { left: 1 }).caseIds).toEqual([2]);
    expect(plan([watched({ id: 1, askedAt: later(NOW, -60 * HOUR) }), pinned], { left: 1 }).caseIds).toEqual([1]);
  });

  it('orders as sorting all of them by lateness times weight does, however they came', () => {
    const weight = ({ pinned, askedAt, stage }: WatchedCase): number =>
      pinned ? 4 : askedAt === null ? 3 : stage === 'action' ? 2 : 1;
    const simple = fc.record({
      id: fc.nat(),
      cadence: fc.constant('daily' as const),
      stage: fc.constantFrom(...STAGES),
      saidOn: fc.constant(null),
      pinned: fc.boolean(),
      archived: fc.constant(false),
      // Few different moments, so that many cases are equally urgent.
      askedAt: fc.integer({ min: 0, max: 3 }).map((days) => later(NOW, -days * DAY)),
      nextCheckAt: fc.constant(NOW),
    });
    fc.assert(
      fc.property(fc.uniqueArray(simple, { selector: ({ id }) => id, maxLength: 40 }), fc.nat(50), (due, left) => {
        const urgency = (one: WatchedCase): number => ((NOW - (one.askedAt ?? 0)) / DAY) * weight(one);
        const sorted = [...due].sort((a, b) => urgency(b) - urgency(a) || a.id - b.id);
        expect(plan(due, { left }).caseIds).toEqual(sorted.slice(0, left).map(({ id }) => id));
      }),
    );
  });

  it('plans every case once, in an order that does not depend on how they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyCase, { selector: ({ id }) => id, maxLength: 30 }), fc.nat(40), (due, left) => {
        const there = plan(due, { left });
        expect(plan([...due].reverse(), { left })).toEqual(there);
        expect(there.caseIds).toHaveLength(Math.min(left, due.length));
        expect(there.stretched?.cases ?? 0).toBe(due.length - there.caseIds.length);
      }),
    );
  });
});
