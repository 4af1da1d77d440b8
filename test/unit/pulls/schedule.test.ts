import { describe, expect, it } from 'vitest';
import { DAY, HOUR, later, MINUTE, SECOND } from '../../../shared/clock.ts';
import { Harness } from './harness.ts';

describe('the network', () => {
  it('is tried within seconds of being back, though nobody tells, and not before', async () => {
    const harness = new Harness();
    harness.doing = () => (harness.online ? {} : { kind: 'network' });
    harness.online = false;
    harness.startWith(30);
    await harness.clock.advance(2 * HOUR);
    const before = harness.calls.length;
    expect(before).toBeLessThan(25);
    await harness.clock.advance(MINUTE);
    expect(harness.calls.length - before).toBeLessThanOrEqual(1);
    harness.online = true;
    await harness.clock.advance(16 * SECOND);
    expect(harness.calls.length).toBeGreaterThan(before + 1);
    await harness.clock.advance(15 * SECOND);
    expect(harness.store.recorded).toHaveLength(30);
  });

  it('is left alone for as long as ever where the computer believes to have one', async () => {
    const harness = new Harness();
    harness.doing = () => ({ kind: 'network' });
    harness.startWith(30);
    await harness.clock.advance(2 * HOUR);
    expect(harness.calls.length).toBeLessThan(25);
  });
});

describe('a clock that is set without a word', () => {
  it('forward: what is due by then is asked within a quarter of an hour', async () => {
    const harness = new Harness();
    const ids = harness.startWith(10);
    await harness.clock.advance(MINUTE);
    harness.clock.setWall(new Date(harness.clock.now() + 3 * DAY).toISOString());
    await harness.clock.advance(16 * MINUTE);
    expect(harness.store.recorded.map(({ caseId }) => caseId).sort((a, b) => a - b)).toEqual(
      [...ids, ...ids].sort((a, b) => a - b),
    );
  });

  it('back: what was asked at a time that is still to come is not left alone until then', async () => {
    const harness = new Harness('2027-11-18T15:00:00Z');
    const ids = harness.startWith(10);
    await harness.clock.advance(MINUTE);
    harness.clock.setWall('2026-11-18T15:00:00Z');
    await harness.clock.advance(16 * MINUTE);
    expect(harness.store.recorded).toHaveLength(20);
    for (const id of ids) expect(harness.store.watchedCase(id)?.nextCheckAt).toBeLessThan(harness.clock.now() + DAY);
    await harness.clock.advance(2 * HOUR);
    expect(harness.store.recorded).toHaveLength(20);
  });

  it('back by minutes: nothing is asked twice for that', async () => {
    const harness = new Harness();
    harness.startWith(10);
    await harness.clock.advance(MINUTE);
    harness.clock.setWall(new Date(later(harness.clock.now(), -50 * MINUTE)).toISOString());
    await harness.clock.advance(2 * HOUR);
    expect(harness.store.recorded).toHaveLength(10);
  });

  it('forward, in the middle of a wait for tomorrow’s budget: midnight comes when the clock says so', async () => {
    const harness = new Harness('2026-11-18T23:00:00Z');
    harness.limits = { ...harness.limits, perDay: 20 };
    harness.startWith(30);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(18);
    harness.clock.setWall('2026-11-19T04:58:00Z');
    await harness.clock.advance(16 * MINUTE);
    expect(harness.store.recorded).toHaveLength(30);
  });
});
