import { describe, expect, it } from 'vitest';
import { NEAR_MIDNIGHT } from '../../../electron/pulls/budget.ts';
import { DAY, HOUR, instant, MINUTE, SECOND, type Instant } from '../../../shared/clock.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import { dayIn } from '../../../shared/service/hours.ts';
import { ONE_KEY } from '../../support/memory-budget.ts';
import { MemoryPullStore } from '../../support/memory-pull-store.ts';
import { Harness } from './harness.ts';

/** The times between calls, in seconds, rounded down. */
const gaps = (harness: Harness): number[] =>
  harness.calls
    .slice(1)
    .map(({ sentAt }, index) => Math.floor((sentAt - (harness.calls[index]?.sentAt ?? 0)) / SECOND));

describe('a service that fails', () => {
  it('is left alone after three failures in a row, longer each time, and probed with one call', async () => {
    const harness = new Harness();
    let away = true;
    harness.doing = () => (away ? { kind: 'unavailable' } : {});
    const ids = harness.startWith(30);
    await harness.clock.advance(5 * HOUR);
    const waits = gaps(harness).slice(2);
    for (const [index, wanted] of [30, 60, 120, 240, 480, 900, 900, 900].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(0.79 * wanted);
      expect(waits[index]).toBeLessThanOrEqual(1.21 * wanted);
    }
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'service' },
      trouble: { answer: 'unavailable', said: { message: 'said unavailable' } },
    });
    expect(harness.store.recorded).toEqual([]);
    away = false;
    await harness.clock.advance(HOUR);
    expect(harness.store.recorded.map(({ caseId }) => caseId).sort((a, b) => a - b)).toEqual(ids);
    expect(harness.store.recorded.every(({ answer }) => answer === 'status')).toBe(true);
    expect(harness.closest).toBeGreaterThanOrEqual(251);
  });

  it('leaves a few calls at most to be counted when slow calls fail together', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 0 ? {} : { kind: 'timeout', latency: 15 * SECOND });
    harness.startWith(30);
    // Eight calls are in flight when the first of them fails. One more leaves: after such a silence it goes alone.
    await harness.clock.advance(39 * SECOND);
    expect(harness.calls).toHaveLength(1 + 9);
    await harness.clock.advance(13 * SECOND);
    expect(harness.calls).toHaveLength(1 + 10);
  });

  it.each<AnswerKind>(['unavailable', 'timeout', 'unreadable', 'refused', 'not_recognised'])(
    'is never what a case is said to have answered when nobody was asked for it: no token could be had (%s)',
    async (kind) => {
      const harness = new Harness();
      let away = false;
      harness.doing = (_receipt, nth) => (away && nth % 2 === 1 ? { kind, unsent: true } : {});
      const ids = harness.startWith(40);
      await harness.clock.advance(2 * SECOND);
      // At first every second token fails, then all of them: cases in between are answered, and these are not.
      away = true;
      await harness.clock.advance(20 * SECOND);
      harness.doing = () => ({ kind, unsent: true });
      void harness.pulls.checkNow(ids);
      await harness.clock.advance(5 * HOUR);
      expect(harness.store.recorded.every(({ answer }) => answer === 'status')).toBe(true);
      expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting' });
      harness.doing = () => ({});
      await harness.clock.advance(HOUR);
      expect(new Set(harness.store.recorded.map(({ caseId }) => caseId)).size).toBe(40);
    },
  );

  it('is left alone when no token can be had, however many cases wait', async () => {
    const harness = new Harness();
    let tokens = 0;
    harness.doing = () => {
      tokens += 1;
      return { kind: 'unreadable', unsent: true };
    };
    harness.startWith(100);
    await harness.clock.advance(HOUR);
    expect(tokens).toBeLessThan(15);
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'service' },
      pull: { done: 0 },
    });
  });

  it.each(['network', 'tls'] as const)(
    'waits for the network for days without giving up a case, and tries at once when it is back (%s)',
    async (kind) => {
      const harness = new Harness();
      let away = true;
      harness.doing = () => (away ? { kind } : {});
      harness.startWith(1);
      await harness.clock.advance(2 * DAY);
      expect(harness.store.recorded).toEqual([]);
      expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'network' });
      expect(harness.calls.length).toBeLessThan(300);
      away = false;
      harness.pulls.wake();
      await harness.clock.advance(SECOND);
      expect(harness.store.recorded).toMatchObject([{ answer: 'status' }]);
    },
  );

  it('records the failure of a bad case after three attempts, asks it again within the hour, and never holds up others', async () => {
    const harness = new Harness();
    const bad = new Set<string>();
    harness.doing = (receipt) => (bad.has(receipt) ? { kind: 'unavailable' } : {});
    const ids = Array.from({ length: 50 }, () => harness.store.add());
    const badIds = ids.filter((_id, index) => [2, 3, 4, 7, 8].includes(index % 11));
    for (const id of badIds) bad.add(`ZZZ${String(id).padStart(10, '0')}`);
    harness.pulls.start();
    await harness.clock.advance(10 * MINUTE);
    expect(harness.store.pulls).toHaveLength(1);
    const given = harness.store.recorded.filter(({ answer }) => answer === 'unavailable');
    expect(given.map(({ caseId }) => caseId).sort((a, b) => a - b)).toEqual(badIds);
    for (const { caseId, at } of given) {
      expect(harness.store.watchedCase(caseId)?.nextCheckAt).toBeLessThanOrEqual(at + HOUR);
    }
  });

  it.each<[AnswerKind, number, number]>([
    ['unavailable', 20, 100],
    ['unreadable', 20, 100],
    ['timeout', 20, 100],
    ['unavailable', 20, 40],
    ['unreadable', 20, 40],
    ['unavailable', 150, 500],
    ['unreadable', 150, 500],
  ])('is not taken for failing for long where bad cases stand at the front (%s, %i of %i)', async (kind, bad, all) => {
    const harness = new Harness();
    harness.limits = { ...harness.limits, perDay: 10_000 };
    const ids = Array.from({ length: all }, () => harness.store.add());
    const badOnes = new Set<string>(ids.slice(0, bad).map((id) => MemoryPullStore.receiptOf(id)));
    const latency = kind === 'timeout' ? 15 * SECOND : 80;
    harness.doing = (receipt) => (badOnes.has(receipt) ? { kind, latency } : {});
    harness.pulls.start();
    await harness.clock.advance(12 * MINUTE);
    const answered = harness.store.recorded.filter(({ answer }) => answer === 'status');
    expect(answered.map(({ caseId }) => caseId).sort((a, b) => a - b)).toEqual(ids.slice(bad));
    // Three calls for each bad case and one for each of the others, and a few probes.
    expect(harness.calls.length).toBeLessThan(2 * bad + all + 40);
  });

  it('lets a pull of nothing but bad cases end, so that others get their turn', async () => {
    const harness = new Harness();
    harness.doing = () => ({ kind: 'timeout', latency: 15 * SECOND });
    harness.startWith(3);
    await harness.clock.advance(2 * HOUR);
    expect(harness.store.pulls[0]).toMatchObject({ total: 3, done: 3 });
  });

  it('keeps a pause to its length when the clock is set back', async () => {
    const harness = new Harness();
    let away = true;
    harness.doing = () => (away ? { kind: 'unavailable' } : {});
    harness.startWith(10);
    await harness.clock.advance(5 * SECOND);
    harness.clock.setWall('2026-11-10T15:00:00Z');
    harness.pulls.wake();
    away = false;
    await harness.clock.advance(2 * MINUTE);
    expect(harness.store.recorded).toHaveLength(10);
  });
});

describe('a service that is slowed, closed or odd', () => {
  it('halves the pace at once, once for calls under way, and recovers slowly', async () => {
    const harness = new Harness();
    harness.limits = { ...harness.limits, perDay: 10_000 };
    harness.doing = (_receipt, nth) => (nth === 10 || nth === 11 ? { kind: 'slowed', latency: 700 } : {});
    harness.startWith(400);
    await harness.clock.advance(4 * SECOND);
    expect(harness.pulls.activity().pace).toBe(2);
    await harness.clock.advance(11 * SECOND);
    expect(harness.pulls.activity().pace).toBeCloseTo(2.2);
    await harness.clock.advance(5 * MINUTE);
    expect(harness.pulls.activity().pace).toBe(4);
    expect(harness.store.recorded).toHaveLength(400);
    expect(harness.store.recorded.every(({ answer }) => answer === 'status')).toBe(true);
  });

  it('waits as long as the service asks for, whoever calls in between', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth === 2 ? { kind: 'slowed', retryAfterSeconds: 120 } : {});
    const ids = harness.startWith(10);
    await harness.clock.advance(30 * SECOND);
    harness.pulls.wake();
    void harness.pulls.checkNow(ids);
    await harness.clock.advance(80 * SECOND);
    expect(harness.calls).toHaveLength(3);
    await harness.clock.advance(30 * SECOND);
    expect(new Set(harness.asked).size).toBe(10);
  });

  it('waits half an hour when it says closed while its hours say open, counting nothing', async () => {
    const harness = new Harness();
    let closed = true;
    harness.doing = () => (closed ? { kind: 'closed' } : {});
    harness.startWith(10);
    await harness.clock.advance(5 * HOUR);
    expect(harness.calls.length).toBeLessThanOrEqual(11);
    expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'closed' });
    closed = false;
    await harness.clock.advance(HOUR);
    expect(harness.store.recorded).toHaveLength(10);
  });

  it.each<AnswerKind>(['not_recognised', 'refused'])('records %s as the answer that it is', async (kind) => {
    const harness = new Harness();
    harness.doing = () => ({ kind });
    harness.startWith(10);
    await harness.clock.advance(10 * SECOND);
    expect(harness.store.recorded.map(({ answer }) => answer)).toEqual(Array(10).fill(kind));
  });
});

describe('answers that cannot be read', () => {
  const receiptsOf = (ids: readonly number[]) => new Set<string>(ids.map((id) => MemoryPullStore.receiptOf(id)));

  it('is recorded where others are answered, and the case is asked again within the hour', async () => {
    const harness = new Harness();
    const ids = Array.from({ length: 50 }, () => harness.store.add());
    const bad = ids.filter((_id, index) => [1, 2, 5].includes(index % 6));
    harness.doing = (receipt) => (receiptsOf(bad).has(receipt) ? { kind: 'unreadable' } : {});
    harness.pulls.start();
    await harness.clock.advance(MINUTE);
    expect(harness.calls).toHaveLength(50);
    const unreadable = harness.store.recorded.filter(({ answer }) => answer === 'unreadable');
    expect(unreadable.map(({ caseId }) => caseId)).toEqual(bad);
    for (const { caseId, at } of unreadable) {
      expect(harness.store.watchedCase(caseId)?.nextCheckAt).toBeLessThanOrEqual(at + HOUR);
    }
  });

  it('of one case after another is a service that fails: it is left alone, and so is the budget', async () => {
    const harness = new Harness();
    let away = true;
    harness.doing = () => (away ? { kind: 'unreadable' } : {});
    const ids = harness.startWith(100);
    await harness.clock.advance(5 * HOUR);
    expect(harness.calls.length).toBeLessThan(40);
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'service' },
      trouble: { answer: 'unreadable' },
    });
    away = false;
    await harness.clock.advance(2 * HOUR);
    const answered = harness.store.recorded.filter(({ answer }) => answer === 'status');
    expect(new Set(answered.map(({ caseId }) => caseId))).toEqual(new Set(ids));
  });

  it('of the same cases as an hour ago tells nothing new: their pull ends, and others get their turn', async () => {
    const harness = new Harness();
    const ids = Array.from({ length: 40 }, () => harness.store.add());
    const bad = ids.filter((_id, index) => index % 2 === 1);
    harness.doing = (receipt) => (receiptsOf(bad).has(receipt) ? { kind: 'unreadable' } : {});
    harness.pulls.start();
    await harness.clock.advance(5 * HOUR);
    expect(harness.store.pulls.length).toBeGreaterThan(2);
    for (const { startedAt, finishedAt } of harness.store.pulls) expect(finishedAt - startedAt).toBeLessThan(MINUTE);
  });
});

describe('a pull of bad cases alone', () => {
  const bad = (harness: Harness, kind: AnswerKind): Set<string> => {
    const receipts = new Set(Array.from({ length: 40 }, () => MemoryPullStore.receiptOf(harness.store.add())));
    harness.doing = (receipt) => (receipts.has(receipt) ? { kind } : {});
    return receipts;
  };

  it.each<AnswerKind>(['unavailable', 'unreadable', 'timeout'])(
    'takes along what falls due meanwhile, and so learns that the service is well (%s)',
    async (kind) => {
      const harness = new Harness();
      bad(harness, kind);
      const dueAt = (index: number): Instant => instant(harness.clock.now() + HOUR + index * 2 * MINUTE);
      const well = Array.from({ length: 60 }, (_nothing, index) => harness.store.add({ nextCheckAt: dueAt(index) }));
      const due = new Map(well.map((id) => [id, harness.store.watchedCase(id)?.nextCheckAt ?? 0]));
      harness.pulls.start();
      await harness.clock.advance(8 * HOUR);
      const firsts = new Map(harness.store.recorded.toReversed().map(({ caseId, at }) => [caseId, at]));
      const waits = well.map((id) => (firsts.get(id) ?? Infinity) - (due.get(id) ?? 0));
      expect(Math.max(...waits)).toBeLessThan(2 * HOUR);
    },
  );

  it('is known for one after a restart: that they cannot be read again tells nothing new', async () => {
    const harness = new Harness();
    for (const receipt of bad(harness, 'unreadable')) {
      harness.store.change(Number(receipt.slice(3)), { lastAnswer: 'unreadable' });
    }
    harness.pulls.start();
    await harness.clock.advance(MINUTE);
    expect(harness.store.pulls).toMatchObject([{ total: 40, done: 40 }]);
  });
});

describe('a fortnight of bad records', () => {
  it('leaves the budget to the others: each time in a row a case is asked later again, and never later than its cadence', async () => {
    const harness = new Harness();
    const ids = Array.from({ length: 50 }, () => harness.store.add());
    const bad = new Set<string>(ids.filter((id) => id % 50 < 19).map((id) => MemoryPullStore.receiptOf(id)));
    harness.doing = (receipt) => (bad.has(receipt) ? { kind: 'unreadable' } : {});
    harness.pulls.start();
    await harness.clock.advance(14 * DAY);
    const vain = harness.store.recorded.filter(({ answer }) => answer === 'unreadable');
    // Asked again after 1, 2, 4, 8 hours, then every 12: 32 times in a fortnight. Hourly it would be 336 times.
    expect(vain.length).toBeLessThan(19 * 36);
    for (const id of ids) {
      const times = harness.store.recorded.filter(({ caseId }) => caseId === id).map(({ at }) => at);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.max(...gaps)).toBeLessThan(1.1 * 12 * HOUR + 15 * MINUTE);
    }
  });
});

describe('hours', () => {
  const eastern = { zone: 'America/New_York', weekdays: [1, 2, 3, 4, 5], opens: '07:00', closes: '20:00' };

  it('makes no call outside them, not even for check now, and goes on at the next opening', async () => {
    // A Friday, 19:59:50 in New York.
    const harness = new Harness('2026-11-21T00:59:50Z');
    harness.hours = eastern;
    const ids = harness.startWith(100);
    await harness.clock.advance(MINUTE);
    void harness.pulls.checkNow(ids.slice(90));
    await harness.clock.advance(DAY);
    const monday = instant(Date.parse('2026-11-23T12:00:00Z'));
    expect(harness.calls.length).toBeLessThan(45);
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'closed', until: monday },
      hours: { open: false, changesAt: monday },
    });
    const forecastAt = harness.pulls.activity().pull?.forecastAt ?? 0;
    await harness.clock.advance(monday + MINUTE - harness.clock.now());
    expect(harness.store.pulls[0]).toMatchObject({ total: 100, done: 100 });
    expect(Math.abs((harness.store.pulls[0]?.finishedAt ?? 0) - forecastAt)).toBeLessThan(2 * SECOND);
    for (const id of ids) {
      const local = new Date(harness.store.watchedCase(id)?.nextCheckAt ?? 0).toISOString();
      expect(local >= '2026-11-24T00:00' || local < '2026-11-24T01:00').toBe(true);
    }
  });
});

describe('the budget', () => {
  it('keeps a tenth back for check now, stretches the rest, and begins anew at midnight, also when clocks change', async () => {
    // The night in which New York's clocks go back: 31 October to 1 November 2026 has 25 hours.
    const harness = new Harness('2026-10-31T20:00:00Z');
    harness.limits = { ...harness.limits, perDay: 50 };
    const ids = harness.startWith(80);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(45);
    expect(harness.pulls.activity().stretched?.cases).toBe(35);
    const midnight = instant(Date.parse('2026-11-01T04:00:00Z') + NEAR_MIDNIGHT);
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'waiting', reason: 'budget', until: midnight },
      budget: { limit: 50, used: 45, reserved: 5, resetsAt: midnight },
      nextPullAt: midnight,
    });
    expect(await harness.pulls.checkNow(ids.slice(70))).toBe(10);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(50);
    expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'budget' });
    await harness.clock.advance(midnight + 2 * MINUTE - harness.clock.now());
    expect(harness.pulls.activity().budget).toMatchObject({
      resetsAt: Date.parse('2026-11-02T05:00:00Z') + NEAR_MIDNIGHT,
    });
    expect(new Set(harness.store.recorded.map(({ caseId }) => caseId)).size).toBe(80);
  });

  it.each([1, 4])(
    'asks again for what a person wants after %i failures, and does not wait for midnight',
    async (failures) => {
      const harness = new Harness();
      harness.limits = { ...harness.limits, perDay: 100 };
      // The schedule's share is spent while its pull still has cases.
      const ids = harness.startWith(80);
      await harness.clock.advance(3 * SECOND);
      const today = dayIn(harness.limits.zone, harness.clock.now());
      const time = { now: harness.clock.now(), first: today, last: today };
      for (let call = 0; call < 90; call += 1) harness.budget.reserve(ONE_KEY, time, 90);
      await harness.clock.advance(MINUTE);
      expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'budget' });
      const wanted = ids[79] ?? 0;
      const before = harness.calls.length;
      harness.doing = (_receipt, nth) => (nth < before + failures ? { kind: 'timeout' } : {});
      void harness.pulls.checkNow([wanted]);
      await harness.clock.advance(10 * MINUTE);
      expect(harness.asked.slice(before)).toEqual(Array(failures + 1).fill(wanted));
      expect(harness.store.recorded.at(-1)).toMatchObject({ caseId: wanted, answer: 'status' });
    },
  );
});
