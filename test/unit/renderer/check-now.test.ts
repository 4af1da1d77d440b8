import { describe, expect, test } from 'vitest';
import { whenAsked } from '../../../renderer/features/activity/when-asked.ts';
import { instant } from '../../../shared/clock.ts';
import type { PullState, WaitReason } from '../../../shared/contract/pulls.ts';
import en from '../../../shared/locales/en/activity.json' with { type: 'json' };

const OPENS = instant(1_000);
const RESETS = instant(2_000);
const budget = { limit: 100, used: 40, reserved: 10, resetsAt: RESETS, spent: null };
const after = (state: PullState, queued = 60): ReturnType<typeof whenAsked> => whenAsked({ state, budget }, queued);
const waiting = (reason: WaitReason, until = OPENS): PullState => ({ kind: 'waiting', reason, until });

describe('after "Check now" the page promises no more than what happens', () => {
  test('soon, where calls are made', () => {
    expect(after({ kind: 'running' })).toEqual({ key: 'soon' });
    expect(after(waiting('nothing_due'))).toEqual({ key: 'soon' });
  });

  test('as far as the budget reaches, where it does not reach for all', () => {
    expect(after({ kind: 'running' }, 61)).toEqual({ key: 'partly', left: 60, at: RESETS });
    expect(after(waiting('budget', RESETS), 61)).toEqual({ key: 'budget', at: RESETS });
  });

  test('with the next budget, where USCIS says that today’s is spent', () => {
    const spent = { ...budget, spent: 'told' } as const;
    expect(whenAsked({ state: { kind: 'running' }, budget: spent }, 1)).toEqual({ key: 'budget', at: RESETS });
  });

  test('not while it is paused or stopped', () => {
    expect(after({ kind: 'paused' })).toEqual({ key: 'paused' });
    expect(after({ kind: 'stopped', problem: { kind: 'credentials' } })).toEqual({ key: 'stopped' });
  });

  test('when USCIS opens, where that is known with the hour', () => {
    expect(after(waiting('closed'))).toEqual({ key: 'closed', at: OPENS });
    expect(after({ kind: 'waiting', reason: 'closed', until: null })).toEqual({ key: 'closed_unknown' });
  });

  test.each(['service', 'network', 'vault', 'disk'] as const)('when what is in the way is gone: %s', (reason) => {
    expect(after(waiting(reason))).toEqual({ key: reason });
    expect(Object.keys(en.checkNow.when)).toContain(reason);
  });
});
