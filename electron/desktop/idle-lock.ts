import { SECOND, type Cancel, type Clock, type Milliseconds } from '../../shared/clock.ts';

interface IdleLockParts {
  readonly clock: Clock;
  /** How long nobody has touched the computer. */
  readonly idleFor: () => Milliseconds;
  /** After how long it locks; null: it does not. */
  readonly after: () => Milliseconds | null;
  readonly isLocked: () => boolean;
  readonly lock: () => void;
}

/** Locks when nobody has touched the computer for a while, where the person wishes that. */
export interface IdleLock {
  /** The wish is another one now. */
  wishChanged(): void;
  /** The screen was locked, or the computer goes to sleep: nobody is there. */
  left(): void;
  stop(): void;
}

export function createIdleLock({ clock, idleFor, after, isLocked, lock }: IdleLockParts): IdleLock {
  let cancel: Cancel = () => undefined;
  /** It was locked when last looked at. */
  let wasLocked = false;

  function look(): void {
    cancel();
    const wanted = after();
    if (wanted === null) return;
    const left = wanted - idleFor();
    // Who opened it since, or is opening it just now, is there, even where the system sees no touch of theirs: a computer
    // that is used from elsewhere. To lock is to close what a recovery code has only just opened.
    const locks = left <= 0 && !wasLocked && !isLocked();
    wasLocked = locks || isLocked();
    if (locks) lock();
    // Idle time is told in whole seconds. Once it is locked there is time until somebody could have been away again.
    cancel = clock.after(left <= 0 ? wanted : Math.max(SECOND, left), look);
  }

  look();
  return {
    wishChanged: look,
    left() {
      if (after() === null) return;
      wasLocked = true;
      lock();
    },
    stop() {
      cancel();
    },
  };
}
