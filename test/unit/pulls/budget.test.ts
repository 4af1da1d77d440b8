import { describe, expect, it } from 'vitest';
import { NEAR_MIDNIGHT } from '../../../electron/pulls/budget.ts';
import { createPulls } from '../../../electron/pulls/engine.ts';
import { LONE_PROBES } from '../../../electron/pulls/quota.ts';
import { DAY, HOUR, instant, later, MINUTE, SECOND, sleep } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import type { Answer } from '../../../shared/service/answer.ts';
import { dayIn } from '../../../shared/service/hours.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryBudget, ONE_KEY } from '../../support/memory-budget.ts';
import { MemoryPullStore } from '../../support/memory-pull-store.ts';
import { Harness, type Doing } from './harness.ts';

const RESET = instant(Date.parse('2026-11-19T05:00:00Z') + NEAR_MIDNIGHT);
const NAMED: Doing = { kind: 'slowed', said: { httpStatus: 429, code: 'policies.ratelimit.QuotaViolation' } };
const PACE: Doing = { kind: 'slowed', said: { httpStatus: 429, message: 'Spike Arrest Violation' } };
const WAITS = { state: { kind: 'waiting', reason: 'budget', until: RESET } };

describe('a 429 that names the quota', () => {
  it('means that today is spent, whoever spent it: until the reset, across a restart, with no blame on the pace', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 10 ? NAMED : {});
    const ids = harness.startWith(40);
    await harness.clock.advance(MINUTE);
    const calls = harness.calls.length;
    expect(calls).toBeLessThan(13);
    expect(harness.pulls.activity()).toMatchObject({
      ...WAITS,
      pace: 4,
      budget: { used: calls, spent: 'told', resetsAt: RESET },
      trouble: { answer: 'slowed' },
    });
    harness.restart();
    await harness.clock.advance(5 * HOUR);
    expect(await harness.pulls.checkNow(ids.slice(0, 3))).toBe(3);
    harness.pulls.wake();
    await harness.clock.advance(5 * HOUR);
    expect(harness.calls).toHaveLength(calls);
    expect(harness.pulls.activity()).toMatchObject(WAITS);
    await harness.clock.advance(RESET + MINUTE - harness.clock.now());
    expect(harness.pulls.activity().budget).toMatchObject({ spent: null });
    expect(new Set(harness.store.recorded.map(({ caseId }) => caseId)).size).toBe(40);
  });

  it('holds as long as it says itself, where it says so', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 0 ? { ...NAMED, retryAfterSeconds: 3600 } : {});
    harness.startWith(1);
    await harness.clock.advance(MINUTE);
    const until = harness.pulls.activity().budget.resetsAt;
    expect(Math.abs(until - later(harness.clock.now(), 59 * MINUTE))).toBeLessThan(SECOND);
    await harness.clock.advance(HOUR);
    expect(harness.store.recorded).toHaveLength(1);
  });

  it('is asked again by a person with one call, and believed when that is answered', async () => {
    const harness = new Harness();
    let spent = true;
    harness.doing = (_receipt, nth) => (nth >= 5 && spent ? NAMED : {});
    harness.startWith(30);
    await harness.clock.advance(MINUTE);
    const before = harness.calls.length;
    for (const tries of [1, 2]) {
      harness.pulls.retry();
      await harness.clock.advance(HOUR);
      expect(harness.calls).toHaveLength(before + tries);
      expect(harness.pulls.activity()).toMatchObject(WAITS);
    }
    spent = false;
    harness.pulls.retry();
    await harness.clock.advance(MINUTE);
    expect(harness.pulls.activity().budget.spent).toBeNull();
    expect(harness.store.recorded).toHaveLength(30);
  });

  it('is not tried again with a call that our own budget does not have', async () => {
    const harness = new Harness();
    harness.limits = { ...harness.limits, perDay: 10 };
    harness.doing = (_receipt, nth) => (nth === 8 ? NAMED : {});
    const ids = harness.startWith(9);
    await harness.clock.advance(MINUTE);
    expect(harness.calls).toHaveLength(9);
    await harness.pulls.checkNow(ids);
    for (let tries = 0; tries < 3; tries += 1) {
      harness.pulls.retry();
      await harness.clock.advance(MINUTE);
    }
    expect(harness.calls.length).toBeLessThanOrEqual(10);
  });

  it('speaks of one key: another has calls of its own', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 5 ? NAMED : {});
    harness.startWith(20);
    await harness.clock.advance(MINUTE);
    expect(harness.pulls.activity()).toMatchObject(WAITS);
    harness.key = 'a new key';
    harness.pulls.wake();
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(20);
  });
});

describe('a run of 429s that name nothing', () => {
  it(`means the same after ${LONE_PROBES} lone probes in vain, and not before`, async () => {
    const harness = new Harness();
    harness.doing = () => PACE;
    harness.startWith(5);
    const states = new Set<string>();
    harness.onEvent = (event) => {
      if (event.kind === 'state' && event.state.kind === 'waiting') states.add(event.state.reason);
    };
    await harness.clock.advance(40 * MINUTE);
    expect([...states]).toEqual(['service']);
    await harness.clock.advance(40 * MINUTE);
    expect(harness.pulls.activity()).toMatchObject({ ...WAITS, budget: { spent: 'told' } });
    const times = harness.calls.map(({ sentAt }) => sentAt);
    const lone = times.filter((time, index) => index > 0 && time - (times[index - 1] ?? 0) >= 24 * SECOND);
    expect(lone).toHaveLength(LONE_PROBES);
    const calls = harness.calls.length;
    await harness.clock.advance(RESET - SECOND - harness.clock.now());
    expect(harness.calls).toHaveLength(calls);
    harness.doing = () => ({});
    await harness.clock.advance(2 * MINUTE);
    expect(harness.store.recorded).toHaveLength(5);
  });

  it('means nothing where one of them is answered: another installation pulls at the same time', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth > 2 && nth % LONE_PROBES === 0 ? {} : PACE);
    harness.startWith(3);
    await harness.clock.advance(6 * HOUR);
    expect(harness.store.recorded).toHaveLength(3);
    expect(harness.pulls.activity().budget.spent).toBeNull();
  });
});

describe('a call', () => {
  it('that is repeated with a new token is not made beyond the day’s quota, and its case waits', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const store = new MemoryPullStore();
    for (let added = 0; added < 10; added += 1) store.add();
    let departed = 0;
    const answered: Answer = { kind: 'not_recognised', said: {} };
    const pulls = createPulls({
      store,
      budget: new MemoryBudget(),
      clock,
      random: seededRandom(3),
      limits: () => ({ perSecond: 4, perDay: 5, share: 1, zone: 'America/New_York' }),
      hours: () => null,
      paused: false,
      onEvent: () => undefined,
      service: {
        key: () => ONE_KEY,
        async check(_receipt, _signal, sending, turn) {
          for (let attempt = 1; attempt <= 2; attempt += 1) {
            await turn();
            if (!sending(ONE_KEY)) return { kind: 'network', said: {} };
            departed += 1;
            await sleep(clock, 100);
          }
          return answered;
        },
      },
    });
    pulls.start();
    await pulls.checkNow([...Array(10).keys()].map((index) => index + 1));
    await clock.advance(HOUR);
    expect(departed).toBe(5);
    expect(store.recorded.map(({ answer }) => answer)).toEqual(['not_recognised', 'not_recognised']);
    expect(pulls.activity()).toMatchObject({
      ...WAITS,
      budget: { used: 5, spent: null },
      pull: { done: 2 },
    });
    await pulls.stop();
  });

  it('whose key is read only then does not leave when that key’s day is spent', async () => {
    const harness = new Harness();
    harness.key = null;
    const today = dayIn(harness.limits.zone, harness.clock.now());
    const time = { now: harness.clock.now(), first: today, last: today };
    while (harness.budget.reserve(ONE_KEY, time, harness.limits.perDay));
    harness.startWith(3);
    await harness.clock.advance(HOUR);
    expect(harness.calls).toEqual([]);
    expect(harness.pulls.activity()).toMatchObject(WAITS);
    await harness.clock.advance(DAY);
    expect(harness.store.recorded.length).toBeGreaterThanOrEqual(3);
  });

  it('that waited over midnight for its token counts on the day on which it leaves', async () => {
    const harness = new Harness('2026-11-19T04:58:50Z');
    harness.doing = (_receipt, nth) => (nth === 0 ? { token: 3 * MINUTE } : {});
    harness.startWith(1);
    await harness.clock.advance(5 * MINUTE);
    expect(harness.calls).toHaveLength(1);
    const tomorrow = dayIn(harness.limits.zone, RESET);
    expect(harness.budget.used(tomorrow)).toBe(1);
  });
});
