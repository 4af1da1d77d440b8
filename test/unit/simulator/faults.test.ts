import { describe, expect, it } from 'vitest';
import { createFaults, type Fault } from '../../../electron/simulator/faults.ts';
import { later, MINUTE } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const RESET: Fault = { kind: 'reset' };
const HANG: Fault = { kind: 'hang' };

function faultsFrom(start = '2026-11-18T15:00:00Z') {
  const clock = new FakeClock(start);
  return { clock, now: clock.now(), faults: createFaults(clock, seededRandom(7)) };
}

describe('faults that last', () => {
  it('hold from their first moment to the one before their end', async () => {
    const { clock, now, faults } = faultsFrom();
    faults.during({ from: later(now, 3 * MINUTE), until: later(now, 9 * MINUTE), share: 1, fault: RESET });
    expect(faults.take('case')).toBeUndefined();
    await clock.advance(3 * MINUTE);
    expect(faults.take('case')).toBe(RESET);
    expect(faults.take('token')).toBe(RESET);
    await clock.advance(6 * MINUTE - 1);
    expect(faults.take('case')).toBe(RESET);
    await clock.advance(1);
    expect(faults.take('case')).toBeUndefined();
  });

  it('strike their share of the calls, at their place and for their receipts alone', () => {
    const { now, faults } = faultsFrom();
    const until = later(now, MINUTE);
    faults.during({ from: now, until, share: 0.2, fault: RESET, place: 'case', receipts: new Set(['ZZZ9000000001']) });
    const struck = Array.from({ length: 2000 }, () => faults.take('case', 'ZZZ9000000001')).filter(Boolean).length;
    expect(struck).toBeGreaterThan(340);
    expect(struck).toBeLessThan(460);
    for (let call = 0; call < 100; call += 1) {
      expect(faults.take('token')).toBeUndefined();
      expect(faults.take('case', 'ZZZ9000000002')).toBeUndefined();
    }
  });

  it('come after those that were asked for by number, and end with clear', () => {
    const { now, faults } = faultsFrom();
    faults.during({ from: now, until: later(now, MINUTE), share: 1, fault: RESET });
    faults.next(1, HANG);
    expect([faults.take('case'), faults.take('case')]).toEqual([HANG, RESET]);
    faults.clear();
    expect(faults.take('case')).toBeUndefined();
  });
});
