import { describe, expect, it } from 'vitest';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../../../shared/clock.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import { Harness } from './harness.ts';

const at = (text: string) => instant(Date.parse(text));
const recordedCases = (harness: Harness): number[] => harness.store.recorded.map(({ caseId }) => caseId);

describe('a pull', () => {
  it('asks every due case once, evenly spaced, and plans the next check by the cadence', async () => {
    const harness = new Harness();
    const ids = harness.startWith(30);
    await harness.clock.advance(10 * SECOND);
    expect(recordedCases(harness)).toEqual(ids);
    expect(harness.store.pulls).toMatchObject([{ reason: 'schedule', total: 30, done: 30 }]);
    // 80 % of 5/s: one call per 250 ms, and the margin.
    expect(harness.closest).toBeGreaterThanOrEqual(251);
    // And the first answer, which the second call waits for.
    expect(harness.calls.at(-1)?.sentAt).toBeLessThan(30 * 250 * 1.02 + 80);
    for (const id of ids) {
      const watched = harness.store.watchedCase(id);
      const wait = (watched?.nextCheckAt ?? 0) - (watched?.askedAt ?? 0);
      expect(wait).toBeGreaterThanOrEqual(0.9 * 12 * HOUR);
      expect(wait).toBeLessThanOrEqual(1.1 * 12 * HOUR);
    }
    const { state, nextPullAt, pull } = harness.pulls.activity();
    expect(pull).toBeNull();
    expect(state).toEqual({ kind: 'waiting', reason: 'nothing_due', until: nextPullAt });
  });

  it('gathers what falls due together, and goes on by itself for days', async () => {
    const harness = new Harness();
    const ids = harness.startWith(40);
    await harness.clock.advance(5 * DAY);
    for (const id of ids) {
      const times = recordedCases(harness).filter((caseId) => caseId === id).length;
      expect(times).toBeGreaterThanOrEqual(9);
      expect(times).toBeLessThanOrEqual(12);
    }
    expect(harness.store.pulls.length).toBeLessThan(harness.store.recorded.length / 2);
  });

  it('asks the urgent first: pinned, never asked, to be acted on, then the rest by how late they are', async () => {
    const harness = new Harness();
    const askedAt = instant(harness.clock.now() - 12 * HOUR);
    const late = harness.store.add({ askedAt: instant(harness.clock.now() - 15 * HOUR) });
    const pending = harness.store.add({ askedAt });
    const action = harness.store.add({ askedAt: instant(harness.clock.now() - 6 * HOUR), stage: 'action' });
    const neverAsked = harness.store.add({ nextCheckAt: harness.clock.now() });
    const pinned = harness.store.add({ askedAt: instant(harness.clock.now() - 4 * HOUR), pinned: true });
    harness.pulls.start();
    await harness.clock.advance(5 * SECOND);
    expect(harness.asked).toEqual([pinned, neverAsked, action, late, pending]);
  });

  it('says what it does: pace, progress, forecast, budget', async () => {
    const harness = new Harness();
    harness.startWith(100);
    await harness.clock.advance(10 * SECOND);
    const { state, pull, pace, budget, nextPullAt } = harness.pulls.activity();
    expect(state).toEqual({ kind: 'running' });
    expect(pace).toBe(4);
    expect(pull?.total).toBe(100);
    expect(pull?.done).toBe(harness.store.recorded.length);
    const left = 100 - (pull?.done ?? 0);
    expect(pull?.forecastAt).toBeGreaterThan(harness.clock.now() + (left - 1) * 253.75);
    expect(pull?.forecastAt).toBeLessThan(harness.clock.now() + left * 253.75 + 1);
    expect(budget).toMatchObject({ limit: 1000, used: harness.calls.length, reserved: 100 });
    expect(budget.resetsAt).toBe(at('2026-11-19T05:00:30Z'));
    expect(nextPullAt).toBeGreaterThanOrEqual((pull?.forecastAt ?? Infinity) + HOUR);
  });

  it('tells when to announce: once, when the answers of a pull are in', async () => {
    const harness = new Harness();
    harness.startWith(3);
    await harness.clock.advance(MINUTE);
    expect(harness.kinds().filter((kind) => kind === 'settled')).toHaveLength(1);
    expect(harness.kinds().lastIndexOf('recorded')).toBeLessThan(harness.kinds().indexOf('settled'));
  });

  it('keeps the pace when answers take longer than the time between calls', async () => {
    const harness = new Harness();
    harness.doing = () => ({ latency: 1500 });
    harness.startWith(40);
    // The second call waits for the first answer, and the last answer takes its time.
    await harness.clock.advance(1500 + 40 * 250 * 1.016 + 1600);
    expect(harness.store.recorded).toHaveLength(40);
    expect(harness.mostInFlight).toBeGreaterThan(4);
    expect(harness.mostInFlight).toBeLessThanOrEqual(8);
  });

  it('minds that fetching a token delays a call: the next one is spaced from when it left', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth % 5 === 0 ? { token: 240 } : {});
    harness.startWith(30);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(30);
    expect(harness.closest).toBeGreaterThanOrEqual(251);
  });

  it('sends the first call alone, and the next an interval after its answer: connecting delays its arrival', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => ({ latency: nth === 0 ? 700 : 400 });
    harness.startWith(10);
    await harness.clock.advance(MINUTE);
    const [first, second, third] = harness.calls.map(({ sentAt }) => sentAt);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(700 + 251);
    expect((third ?? 0) - (second ?? 0)).toBeLessThan(260);
  });

  it('does so again after a rest, when the connection may be gone', async () => {
    const harness = new Harness();
    harness.doing = () => ({ latency: 700 });
    harness.startWith(3);
    await harness.clock.advance(MINUTE);
    void harness.pulls.checkNow(harness.store.recorded.map(({ caseId }) => caseId));
    await harness.clock.advance(MINUTE);
    const [fourth, fifth] = harness.calls.slice(3).map(({ sentAt }) => sentAt);
    expect((fifth ?? 0) - (fourth ?? 0)).toBeGreaterThanOrEqual(700 + 251);
  });

  it('does nothing between telling the pacer and the call itself that could hold the call back', async () => {
    const harness = new Harness();
    harness.doing = () => ({ token: 1 });
    let leaving = false;
    let delayed = 0;
    const watched = <Part extends object>(part: Part, slow: (name: string | symbol) => boolean): Part =>
      new Proxy(part, {
        get(target, name) {
          if (leaving && slow(name)) delayed += 1;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        },
      });
    const sending = (tell: () => void): void => {
      leaving = true;
      tell();
      leaving = false;
    };
    const pulls = harness.newPulls({
      store: watched(harness.store, () => true),
      budget: watched(harness.budget, (name) => name !== 'count'),
      sending,
    });
    Array.from({ length: 5 }, () => harness.store.add());
    pulls.start();
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(5);
    // Taking the call out of the budget was done before: not even the disk is written then.
    expect(delayed).toBe(0);
  });

  it('makes no burst after hours of sleep', async () => {
    const harness = new Harness();
    harness.startWith(200);
    await harness.clock.advance(20 * SECOND);
    harness.clock.setWall('2026-11-19T03:00:00Z');
    harness.pulls.wake();
    await harness.clock.advance(MINUTE);
    expect(harness.store.pulls[0]).toMatchObject({ total: 200, done: 200 });
    expect(harness.closest).toBeGreaterThanOrEqual(251);
  });
});

describe('pause, resume, check now, stop', () => {
  it('pauses in the middle, records what is on its way, and goes on where it was', async () => {
    const harness = new Harness();
    const ids = harness.startWith(20);
    await harness.clock.advance(2050);
    harness.pulls.pause();
    await harness.clock.advance(HOUR);
    const before = harness.calls.length;
    expect(before).toBeLessThan(20);
    expect(harness.store.recorded).toHaveLength(before);
    expect(harness.pulls.activity()).toMatchObject({
      state: { kind: 'paused' },
      pull: { done: before, forecastAt: null },
    });
    harness.pulls.resume();
    await harness.clock.advance(10 * SECOND);
    expect(recordedCases(harness)).toEqual(ids);
    expect(harness.asked).toEqual(ids);
  });

  it('puts what a person asks for at the front, and begins a pull of it when none is open', async () => {
    const harness = new Harness();
    const ids = harness.startWith(20);
    await harness.clock.advance(1100);
    const wanted = [ids[19] ?? 0, ids[18] ?? 0, ids[19] ?? 0, 999_999];
    expect(await harness.pulls.checkNow(wanted)).toBe(2);
    await harness.clock.advance(MINUTE);
    expect(harness.asked.slice(4, 6)).toEqual([ids[19], ids[18]]);
    expect(new Set(harness.asked).size).toBe(20);
    expect(harness.calls).toHaveLength(20);
    const archived = harness.store.add({ archived: true, nextCheckAt: null });
    expect(await harness.pulls.checkNow([archived])).toBe(1);
    await harness.clock.advance(SECOND);
    expect(harness.store.pulls.at(-1)).toMatchObject({ reason: 'check_now', total: 1 });
    expect(harness.store.watchedCase(archived)?.nextCheckAt).toBeNull();
  });

  it('lets go of cases that were archived or removed in the middle of a pull', async () => {
    const harness = new Harness();
    const ids = harness.startWith(10);
    await harness.clock.advance(600);
    harness.store.change(ids[5] ?? 0, { archived: true });
    harness.store.remove(ids[6] ?? 0);
    await harness.clock.advance(MINUTE);
    expect(recordedCases(harness)).toEqual(ids.filter((_id, index) => index !== 5 && index !== 6));
    expect(harness.store.openPull()).toBeNull();
  });

  it('stops at once with calls in flight, and records none of them', async () => {
    const harness = new Harness();
    harness.doing = (_receipt, nth) => (nth >= 3 ? { latency: 'hang' } : {});
    harness.startWith(20);
    await harness.clock.advance(2 * SECOND);
    const stopped = harness.pulls.stop();
    await harness.clock.advance(0);
    await stopped;
    await harness.clock.advance(HOUR);
    expect(harness.store.recorded).toHaveLength(3);
    expect(harness.clock.waiting).toBe(0);
    expect(await harness.pulls.checkNow([1])).toBe(0);
  });

  it('leaves no timer behind when a listener stops it in the middle of a turn', async () => {
    const harness = new Harness();
    harness.onEvent = (event) => {
      if (event.kind === 'settled') void harness.pulls.stop();
    };
    harness.startWith(3);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(3);
    expect(harness.clock.waiting).toBe(0);
  });

  it('goes on after a crash: nothing recorded is asked again, nothing is skipped', async () => {
    const harness = new Harness();
    const ids = harness.startWith(50);
    for (let crash = 0; crash < 6; crash += 1) {
      await harness.clock.advance(1333);
      harness.restart();
    }
    await harness.clock.advance(MINUTE);
    expect([...recordedCases(harness)].sort((a, b) => a - b)).toEqual(ids);
    // At most the call in flight at each crash was made twice.
    expect(harness.calls.length).toBeLessThanOrEqual(50 + 6);
    expect(harness.closest).toBeGreaterThanOrEqual(251);
    expect(harness.store.pulls).toHaveLength(1);
  });

  it('stops for what only a person can mend, says it once, counts nothing, and goes on when asked to', async () => {
    const kinds: AnswerKind[] = [
      'credentials',
      'product',
      'credentials_missing',
      'secret_lost',
      'session_ended',
      'endpoint_needs_verified_runtime',
    ];
    for (const kind of kinds) {
      const harness = new Harness();
      let mended = false;
      harness.doing = (_receipt, nth) => (nth >= 2 && !mended ? { kind, unsent: kind.includes('_') } : {});
      const ids = harness.startWith(12);
      await harness.clock.advance(3 * DAY);
      expect(harness.pulls.activity().state).toEqual({
        kind: 'stopped',
        problem: { kind, said: { message: `said ${kind}` } },
      });
      expect(harness.kinds().filter((event) => event === 'stopped')).toHaveLength(1);
      expect(harness.store.recorded).toHaveLength(2);
      mended = true;
      harness.pulls.retry();
      await harness.clock.advance(MINUTE);
      expect(
        recordedCases(harness)
          .slice(0, 12)
          .sort((a, b) => a - b),
      ).toEqual(ids);
    }
  });

  it('stops with the error for the log when the store breaks, instead of going on blindly', async () => {
    const harness = new Harness();
    harness.startWith(5);
    const failure = new Error('a mistake of ours');
    harness.store.recordAnswer = () => {
      throw failure;
    };
    await harness.clock.advance(MINUTE);
    expect(harness.pulls.activity().state).toEqual({ kind: 'stopped', problem: { kind: 'unexpected' } });
    expect(harness.events).toContainEqual({ kind: 'broke', error: failure });
    expect(harness.calls.length).toBeLessThanOrEqual(2);
  });
});

describe('this computer', () => {
  it.each<AnswerKind>([
    'keychain_locked',
    'keychain_timeout',
    'keychain_missing',
    'safe_storage_unavailable',
    'file_failed',
  ])('waits for a vault that does not give the key, longer each time, and goes on by itself (%s)', async (kind) => {
    const harness = new Harness();
    const asked: number[] = [];
    let shut = false;
    harness.doing = () => {
      if (shut) asked.push(harness.clock.monotonic());
      return shut ? { kind, unsent: true } : {};
    };
    const ids = harness.startWith(20);
    await harness.clock.advance(2 * SECOND);
    shut = true;
    await harness.clock.advance(HOUR);
    const waits = asked.slice(1).map((time, index) => Math.round((time - (asked[index] ?? 0)) / MINUTE));
    expect(waits.slice(0, 5)).toEqual([1, 2, 5, 15, 15]);
    const { state, trouble, nextPullAt } = harness.pulls.activity();
    expect(state).toMatchObject({ kind: 'waiting', reason: 'vault' });
    expect(state).toHaveProperty('until', expect.any(Number));
    expect(trouble).toMatchObject({ answer: kind });
    expect(nextPullAt).not.toBeNull();
    expect(harness.kinds()).not.toContain('stopped');
    shut = false;
    await harness.clock.advance(16 * MINUTE);
    expect(recordedCases(harness)).toEqual(ids);
  });

  it.each(['wake', 'retry', 'resume'] as const)(
    'asks a vault again at once when somebody is there (%s)',
    async (what) => {
      const harness = new Harness();
      let shut = true;
      harness.doing = () => (shut ? { kind: 'keychain_locked', unsent: true } : {});
      harness.startWith(1);
      await harness.clock.advance(5 * MINUTE);
      shut = false;
      harness.pulls[what]();
      await harness.clock.advance(SECOND);
      expect(harness.store.recorded).toHaveLength(1);
    },
  );

  /** A full disk: what the store writes fails while `full` is true. */
  function fillingDisk(harness: Harness): { full: boolean; readonly failure: Error } {
    const disk = { full: false, failure: new Error('database or disk is full') };
    harness.mayPass = (error) => error === disk.failure;
    const { store, budget } = harness;
    const failing = <Part extends object>(part: Part, names: readonly (keyof Part)[]): void => {
      for (const name of names) {
        const write = (part[name] as (...given: unknown[]) => unknown).bind(part);
        Object.assign(part, {
          [name]: (...given: unknown[]) => {
            if (disk.full) throw disk.failure;
            return write(...given);
          },
        });
      }
    };
    failing(store, ['recordAnswer', 'beginPull', 'finishPull', 'postpone']);
    failing(budget, ['reserve', 'tell']);
    return disk;
  }

  it('waits for a disk that is full, makes no call meanwhile, and goes on by itself', async () => {
    const harness = new Harness();
    const disk = fillingDisk(harness);
    const ids = harness.startWith(20);
    await harness.clock.advance(2 * SECOND);
    disk.full = true;
    await harness.clock.advance(2 * SECOND);
    const calls = harness.calls.length;
    await harness.clock.advance(3 * HOUR);
    expect(harness.calls).toHaveLength(calls);
    expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'disk' });
    expect(harness.kinds()).not.toContain('stopped');
    expect(harness.events).toContainEqual({ kind: 'broke', error: disk.failure });
    expect(harness.kinds().filter((kind) => kind === 'broke').length).toBeLessThan(20);
    disk.full = false;
    await harness.clock.advance(16 * MINUTE);
    expect(recordedCases(harness).sort((a, b) => a - b)).toEqual(ids);
    expect(harness.closest).toBeGreaterThanOrEqual(251);
  });

  it('announces later what it could not announce on a full disk, and throws at nobody', async () => {
    const harness = new Harness();
    const disk = fillingDisk(harness);
    let announced = 0;
    harness.onEvent = (event) => {
      if (event.kind === 'recorded') disk.full = true;
      if (event.kind !== 'settled') return;
      if (disk.full) throw disk.failure;
      announced += 1;
    };
    harness.startWith(1);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(1);
    expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'disk' });
    disk.full = false;
    await harness.clock.advance(16 * MINUTE);
    expect(announced).toBe(1);
    expect(harness.store.pulls).toHaveLength(1);
    expect(harness.pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'nothing_due' });
  });

  it('stops, and throws at nobody, when the store and the announcement break together', async () => {
    const harness = new Harness();
    const failure = new Error('a mistake of ours');
    const record = harness.store.recordAnswer.bind(harness.store);
    harness.store.recordAnswer = (...given) => {
      if (harness.store.recorded.length > 0) throw failure;
      record(...given);
    };
    harness.onEvent = (event) => {
      if (event.kind === 'settled') throw failure;
    };
    harness.startWith(3);
    await harness.clock.advance(MINUTE);
    expect(harness.store.recorded).toHaveLength(1);
    expect(harness.pulls.activity().state).toEqual({ kind: 'stopped', problem: { kind: 'unexpected' } });
    expect(harness.kinds()).not.toContain('settled');
  });
});
