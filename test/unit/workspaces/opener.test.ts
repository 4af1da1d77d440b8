import { describe, expect, it, vi } from 'vitest';
import { chooseFirst, createOpener } from '../../../electron/workspaces/opener.ts';
import { MINUTE } from '../../../shared/clock.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { done, fail, type Problem, type ProblemKind, type Result } from '../../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS, type Environment } from '../../../shared/service/environment.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const view = (id: string, environment: Environment): WorkspaceView => ({
  id,
  name: id,
  environment,
  ...ENVIRONMENT_DEFAULTS[environment],
  secretsIn: 'keychain',
  hasCredentials: true,
  paused: false,
  recovery: 'made',
});
const DEMO = view('demo', 'demonstration');
const OFFICE = view('office', 'production');
const seen = { demo: false, hidden: false };

describe('the workspace to begin with', () => {
  it('is the last one, else the first', () => {
    expect(chooseFirst([DEMO, OFFICE], 'office', seen)).toBe('office');
    expect(chooseFirst([OFFICE, DEMO], 'gone', seen)).toBe('office');
    expect(chooseFirst([], 'office', seen)).toBeNull();
  });

  it('is a real one where nobody looks, though the demonstration was looked at last', () => {
    expect(chooseFirst([DEMO, OFFICE], 'demo', { demo: false, hidden: true })).toBe('office');
    expect(chooseFirst([DEMO], 'demo', { demo: false, hidden: true })).toBe('demo');
    expect(chooseFirst([DEMO, OFFICE], 'demo', seen)).toBe('demo');
  });

  it('is the demonstration when it is asked for, and none where there is none', () => {
    expect(chooseFirst([OFFICE, DEMO], 'office', { demo: true, hidden: false })).toBe('demo');
    expect(chooseFirst([OFFICE], 'office', { demo: true, hidden: false })).toBeNull();
  });
});

/** Workspaces that answer an opening as they are told. */
function openerOn(first: ProblemKind | 'throws' | null) {
  const clock = new FakeClock('2026-11-02T12:00:00Z');
  const host = { answer: first, shown: null as { id: string; problem: Problem | null } | null, opened: 0 };
  const failed = vi.fn();
  const open = (id: string): Promise<Result<null>> => {
    host.opened += 1;
    if (host.answer === 'throws') return Promise.reject(new Error('a bug'));
    const result = host.answer === null ? done : fail(host.answer);
    host.shown = { id, problem: result.ok ? null : result.problem };
    return Promise.resolve(result);
  };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), file: '' };
  return { clock, host, failed, opener: createOpener({ open, shown: () => host.shown }, clock, log, failed) };
}

describe('the first opening', () => {
  it('goes on trying while the keychain is locked, tells once, and ends when it opens', async () => {
    const { clock, host, failed, opener } = openerOn('keychain_locked');
    await opener.open('office');
    await clock.advance(3 * MINUTE);
    expect(host.opened).toBe(3);
    expect(failed).toHaveBeenCalledOnce();
    host.answer = null;
    await clock.advance(5 * MINUTE);
    expect(host.opened).toBe(4);
    await clock.advance(600 * MINUTE);
    expect(host.opened).toBe(4);
  });

  it('tries at once when the computer is unlocked', async () => {
    const { host, opener } = openerOn('keychain_locked');
    await opener.open('office');
    opener.again();
    expect(host.opened).toBe(2);
  });

  it('leaves alone what only a person can mend, and what a person has left meanwhile', async () => {
    const newer = openerOn('database_newer');
    await newer.opener.open('office');
    await newer.clock.advance(600 * MINUTE);
    expect(newer.host.opened).toBe(1);

    const left = openerOn('keychain_locked');
    await left.opener.open('office');
    left.host.shown = { id: 'demo', problem: null };
    await left.clock.advance(600 * MINUTE);
    expect(left.host.opened).toBe(1);
  });

  it('never rejects: the program starts all the same', async () => {
    const { failed, opener } = openerOn('throws');
    await opener.open('office');
    expect(failed).toHaveBeenCalledWith({ kind: 'unexpected' });
  });
});
