import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND, type Instant, type Milliseconds } from '../../../shared/clock.ts';
import type { Hours } from '../../../shared/service/hours.ts';
import { Harness } from './harness.ts';

const EASTERN: Hours = { zone: 'America/New_York', weekdays: [1, 2, 3, 4, 5], opens: '07:00', closes: '20:00' };

/**
 * Compares what is forecast now with when the last of these cases was asked since. The error may be 5 % of the time in which
 * calls are made: where nights and weekends lie between, that is far less than 5 % of the whole.
 */
async function compare(harness: Harness, ids: readonly number[], calling: Milliseconds): Promise<void> {
  // Planning and queueing take some turns of the event loop, and no time.
  await harness.clock.advance(0);
  const before = harness.store.recorded.length;
  const { pull } = harness.pulls.activity();
  expect(pull?.total).toBe(ids.length);
  const done = harness.store.recorded.filter(({ pullId }) => pullId === pull?.id).map(({ caseId }) => caseId);
  const left = new Set(ids.filter((id) => !done.includes(id)));
  let end = 0 as Instant;
  for (let look = 0; look < 10 * 24 && left.size > 0; look += 1) {
    await harness.clock.advance(HOUR);
    for (const { caseId, at } of harness.store.recorded.slice(before)) if (left.delete(caseId)) end = at;
  }
  expect(left.size).toBe(0);
  expect(Math.abs((pull?.forecastAt ?? 0) - end)).toBeLessThanOrEqual(0.05 * calling);
}

/** At 4 calls a second. */
const atFullPace = (cases: number): Milliseconds => (cases / 4) * SECOND;

describe('the forecast at the beginning is right to within a twentieth', () => {
  it.each([20, 100, 700])('for %i cases', async (cases) => {
    const harness = new Harness();
    await compare(harness, harness.startWith(cases), atFullPace(cases));
  });

  it('when the day’s budget ends in the middle', async () => {
    const harness = new Harness();
    harness.limits = { ...harness.limits, perDay: 200 };
    const ids = harness.startWith(150);
    await harness.clock.advance(5 * MINUTE);
    expect(harness.store.pulls).toHaveLength(1);
    void harness.pulls.checkNow(ids);
    await compare(harness, ids, atFullPace(150));
  });

  it('when the service closes in the middle, over a weekend', async () => {
    // A Friday, 19:59 in New York.
    const harness = new Harness('2026-11-21T00:59:00Z');
    harness.hours = EASTERN;
    await compare(harness, harness.startWith(700), atFullPace(700));
  });

  it('when it takes days, and clocks go back in a night between', async () => {
    // A Thursday before the clocks of New York go back.
    const harness = new Harness('2026-10-29T20:00:00Z');
    harness.hours = EASTERN;
    const ids = harness.startWith(200);
    harness.limits = { ...harness.limits, perDay: 50 };
    await compare(harness, ids, atFullPace(200));
  });

  it('when clocks go forward in the night between', async () => {
    const harness = new Harness('2027-03-13T20:00:00Z');
    const ids = harness.startWith(80);
    harness.limits = { ...harness.limits, perDay: 50 };
    await compare(harness, ids, atFullPace(80));
  });

  it('when the service slowed us: the pace is regained meanwhile', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 10 ? { kind: 'slowed' } : {});
    const ids = harness.startWith(500);
    await harness.clock.advance(4 * SECOND);
    expect(harness.pulls.activity().pace).toBe(2);
    await compare(harness, ids, atFullPace(500));
  });

  it('when it takes several pulls: all that is due counts', async () => {
    const harness = new Harness();
    harness.limits = { ...harness.limits, perSecond: 0.5, perDay: 10_000 };
    const ids = harness.startWith(1500);
    await compare(harness, ids, (1500 / 0.4) * SECOND);
    expect(harness.store.pulls.map(({ total }) => total)).toEqual([720, 720, 60]);
  });
});
