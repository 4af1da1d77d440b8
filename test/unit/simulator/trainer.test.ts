import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { simulatorHandlers } from '../../../electron/ipc/simulator.ts';
import { createFaults, type Fault } from '../../../electron/simulator/faults.ts';
import { createRequestLog } from '../../../electron/simulator/requests.ts';
import { scriptOf, USUAL } from '../../../electron/simulator/stories.ts';
import { SYNTHETIC_CASES } from '../../../electron/simulator/synthetic-cases.ts';
import { createTrainer } from '../../../electron/simulator/trainer.ts';
import { instant, later, MINUTE } from '../../../shared/clock.ts';
import { contract } from '../../../shared/contract/contract.ts';
import { FAULT_KINDS, STORIES, type FaultKind } from '../../../shared/contract/simulator-lists.ts';
import { fail } from '../../../shared/problem.ts';
import { seededRandom } from '../../../shared/random.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SOME_CASE = SYNTHETIC_CASES[3]?.receipt ?? '';

function training() {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const faults = createFaults(clock, seededRandom(1));
  const requests = createRequestLog();
  const changed = vi.fn();
  const trainer = createTrainer(clock, { faults, requests }, changed);
  const met = (receipt = SOME_CASE) => faults.take('case', receipt)?.kind ?? null;
  return { clock, faults, requests, changed, trainer, met };
}

describe('a story', () => {
  it.each(STORIES.filter((story) => story !== 'bad_day'))(
    '%s runs for its minutes, or until it is stopped',
    (story) => {
      expect(scriptOf(story, 10).faults.map(({ from, until }) => [from, until])).toEqual([[0, 10]]);
      expect(scriptOf(story, null).faults.map(({ until }) => until)).toEqual([undefined]);
    },
  );

  it('begins at once, is shown, and is over after its time', async () => {
    const { clock, trainer, met, changed } = training();
    trainer.play('down', 10);
    expect(changed).toHaveBeenCalledOnce();
    const until = later(clock.now(), 10 * MINUTE);
    expect(trainer.view().running).toMatchObject([
      { what: { kind: 'story', story: 'down' }, from: clock.now(), until, faults: [{ fault: 'unavailable', until }] },
    ]);
    expect(met()).toBe('unavailable');
    await clock.advance(10 * MINUTE);
    expect(met()).toBeNull();
    expect(trainer.view().running).toEqual([]);
  });

  it('is stopped alone; "all is well" ends everything', () => {
    const { trainer, met, faults } = training();
    trainer.play('down', null);
    trainer.play('rotated', null);
    const [down, rotated] = trainer.view().running;
    expect(met(), 'what was started first strikes').toBe('unavailable');
    expect(trainer.stop(down?.id ?? 0)).toBe(true);
    expect(trainer.stop(down?.id ?? 0)).toBe(false);
    expect(met()).toBe('key_rotated');
    expect(faults.take('token')?.kind).toBe('key_rotated');
    expect(trainer.view().running).toEqual([rotated]);
    trainer.clear();
    expect([met(), trainer.view().running]).toEqual([null, []]);
  });

  it('"does not recognise a case" is about one case of the demonstration, whose number is not shown whole', () => {
    const { trainer } = training();
    trainer.play('not_recognised', null);
    const [{ receipt } = { receipt: '' }] = SYNTHETIC_CASES;
    const { faults } = training();
    faults.follow(scriptOf('not_recognised', null));
    const struck = SYNTHETIC_CASES.filter((one) => faults.take('case', one.receipt) !== undefined);
    expect(struck.map((one) => one.receipt)).toEqual([receipt]);
    expect(trainer.view().running[0]?.faults[0]?.receipts).toEqual([receipt.slice(-4)]);
  });

  it('"the whole bad day" is ten minutes without a gap, whatever length is asked for', async () => {
    const { clock, trainer, faults } = training();
    trainer.play('bad_day', 3);
    const [day] = trainer.view().running;
    expect(day?.until).toBe(later(clock.now(), 10 * MINUTE));
    const kinds = new Set<string>();
    for (let minute = 0; minute < 20; minute += 1) {
      const struck = SYNTHETIC_CASES.flatMap(({ receipt }) => faults.take('case', receipt)?.kind ?? []);
      expect(struck, `half minute ${minute}`).not.toEqual([]);
      for (const kind of struck) kinds.add(kind);
      await clock.advance(MINUTE / 2);
    }
    expect([...kinds]).toEqual(day?.faults.map(({ fault }) => fault));
    expect(SYNTHETIC_CASES.some(({ receipt }) => faults.take('case', receipt) !== undefined)).toBe(false);
  });
});

describe('one fault', () => {
  it('begins when it is to, strikes where it is to, and ends', async () => {
    const { clock, trainer, faults, met } = training();
    trainer.add({ fault: 'hang', place: 'token', share: 1, of: 'calls', from: 2, minutes: 3 });
    expect(trainer.view().running).toMatchObject([
      { what: { kind: 'line' }, faults: [{ fault: 'hang', place: 'token' }] },
    ]);
    expect(faults.take('token')).toBeUndefined();
    await clock.advance(2 * MINUTE);
    expect([faults.take('token')?.kind, met()]).toEqual(['hang', null]);
    await clock.advance(3 * MINUTE);
    expect(faults.take('token')).toBeUndefined();
  });

  it('can be any that the simulator knows, but an answer that only a script can spell out', () => {
    expectTypeOf<FaultKind | 'reply'>().toEqualTypeOf<Fault['kind']>();
    for (const kind of FAULT_KINDS) expect(USUAL[kind].kind).toBe(kind);
  });
});

describe('a script from a file', () => {
  it('is followed, with its name and for its numbers alone', () => {
    const { trainer, met } = training();
    const text = JSON.stringify({ faults: [{ receipts: [SOME_CASE.toLowerCase()], fault: { kind: 'gzip' } }] });
    expect(trainer.follow('bad day.json', text)).toBeNull();
    expect(trainer.view().running).toMatchObject([{ what: { kind: 'file', name: 'bad day.json' }, until: null }]);
    expect([met(), met(SYNTHETIC_CASES[4]?.receipt)]).toEqual(['gzip', null]);
  });

  it.each([
    ['{"faults":[{"fault":{"kind":"reset"}},{"fault":{"kind":"earthquake"}}]}', /faults\[1\]\.fault/],
    ['{"faults":[{"until":"noon","fault":{"kind":"reset"}}]}', /faults\[0\]\.until/],
    ['{"faults":[', /position|end/],
    ['', /end/],
  ])('that is none starts nothing, and it is said what is wrong and where: %s', (text, where) => {
    const { trainer } = training();
    expect(trainer.follow('bad.json', text)).toMatch(where);
    expect(trainer.view().running).toEqual([]);
  });
});

it('what the simulator saw is told with no more of a number than its end', () => {
  const { requests, trainer } = training();
  const at = instant(1);
  requests.add({ at, method: 'POST', path: '/oauth/accesstoken', status: 200 });
  for (let call = 0; call < 60; call += 1) {
    requests.add({
      at,
      method: 'GET',
      path: `/case-status/${SOME_CASE}`,
      receipt: SOME_CASE,
      status: call < 59 ? 200 : null,
      ...(call < 59 ? {} : { fault: 'hang' as const }),
    });
  }
  const view = trainer.view();
  expect(view.asked).toBe(61);
  expect(view.statuses).toEqual([
    { status: 200, times: 60 },
    { status: null, times: 1 },
  ]);
  expect(view.requests).toHaveLength(50);
  expect(view.requests[0]).toEqual({
    number: 61,
    at,
    asked: 'case',
    receipt: SOME_CASE.slice(-4),
    status: null,
    fault: 'hang',
  });
  expect(JSON.stringify(view)).not.toContain(SOME_CASE);
});

describe('a workspace of a real environment', () => {
  const names = Object.keys(contract).filter((name) => name.startsWith('simulator.'));

  it('refuses every call about a simulator', () => {
    expect(names).toHaveLength(6);
    for (const name of names) {
      const handler = simulatorHandlers[name as keyof typeof simulatorHandlers] as (
        request: unknown,
        workspace: { trainer: null },
      ) => unknown;
      expect(handler({}, { trainer: null }), name).toEqual(fail('invalid_request', { detail: 'no simulator here' }));
      expect(contract[name as keyof typeof contract].scope).toBe('workspace');
    }
  });
});
