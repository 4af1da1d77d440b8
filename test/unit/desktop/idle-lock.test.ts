import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdleLock, type IdleLock } from '../../../electron/desktop/idle-lock.ts';
import { HOUR, MINUTE, SECOND, type Milliseconds } from '../../../shared/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const lock = vi.fn();
let clock: FakeClock;
let wanted: Milliseconds | null;
let touched: Milliseconds;
let locked: boolean;
let idleLock: IdleLock;

beforeEach(() => {
  lock.mockClear();
  clock = new FakeClock('2026-11-02T15:00:00Z');
  wanted = 5 * MINUTE;
  touched = clock.monotonic();
  locked = false;
  const idleFor = (): Milliseconds => clock.monotonic() - touched;
  idleLock = createIdleLock({ clock, idleFor, after: () => wanted, isLocked: () => locked, lock });
});

describe('the idle lock', () => {
  it('locks after the time that was chosen, and not before', async () => {
    await clock.advance(5 * MINUTE - 1);
    expect(lock).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(lock).toHaveBeenCalledTimes(1);
  });

  it('counts anew from each touch', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await clock.advance(4 * MINUTE);
      touched = clock.monotonic();
    }
    expect(lock).not.toHaveBeenCalled();
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(1);
  });

  it('does nothing unless it is wanted, and hears at once when it is', async () => {
    wanted = null;
    idleLock.wishChanged();
    expect(clock.waiting).toBe(0);
    await clock.advance(HOUR);
    idleLock.left();
    expect(lock).not.toHaveBeenCalled();
    wanted = MINUTE;
    idleLock.wishChanged();
    expect(lock).toHaveBeenCalledTimes(1);
  });

  it('locks when the screen is locked, and looks seldom, however idle the computer is', async () => {
    idleLock.left();
    expect(lock).toHaveBeenCalledTimes(1);
    await clock.advance(HOUR);
    expect(lock.mock.calls.length).toBeLessThanOrEqual(1 + HOUR / (5 * MINUTE));
    idleLock.stop();
    expect(clock.waiting).toBe(0);
  });

  it('does not lock behind somebody who opens it just now, though the system sees no touch of theirs', async () => {
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(1);
    locked = true;
    // The code is being tried when the next look comes: a lock that waits for its turn would close what it opens.
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(1);
    locked = false;
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(1);
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(2);
  });

  it('locks in time again when who opened it was seen by the system, and left', async () => {
    idleLock.left();
    locked = true;
    await clock.advance(MINUTE);
    locked = false;
    touched = clock.monotonic();
    await clock.advance(5 * MINUTE);
    expect(lock).toHaveBeenCalledTimes(2);
  });

  it('is not led into a hurry by an idle time in whole seconds', async () => {
    idleLock.stop();
    let looks = 0;
    const rounded = createIdleLock({
      clock,
      idleFor() {
        looks += 1;
        return Math.floor((clock.monotonic() - touched) / SECOND) * SECOND;
      },
      after: () => wanted,
      isLocked: () => locked,
      lock,
    });
    touched = clock.monotonic() + 500;
    await clock.advance(5 * MINUTE + 2 * SECOND);
    expect(lock).toHaveBeenCalledTimes(1);
    expect(looks).toBeLessThan(5);
    rounded.stop();
  });
});
