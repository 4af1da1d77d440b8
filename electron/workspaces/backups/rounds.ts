import { HOUR, instant, type Cancel, type Clock, type Instant } from '../../../shared/clock.ts';
import { guarded } from '../../guard.ts';
import type { Log } from '../../log.ts';
import { nextDaily, RETRY } from './rule.ts';

/** A computer sleeps through timers. */
const LONGEST_WAIT = HOUR;

/** When a workspace's backups are due by themselves, and the timer that sees to it. */
export interface BackupRounds {
  nextAt(): Instant | null;
  start(): void;
  /** Looks at once whether something is due. */
  wake(): void;
  /** Something was made, or could not be: the next is due at another time. */
  plan(): void;
  stop(): void;
}

interface RoundsParts {
  readonly clock: Clock;
  readonly log: Log;
  /** When the backups were made, newest first. */
  readonly made: () => readonly { readonly at: Instant }[];
  /** When one could not be made for the last time. */
  readonly failedAt: () => Instant | null;
  /** Does what is due. */
  readonly round: () => Promise<void>;
}

export function createBackupRounds({ clock, log, made, failedAt, round }: RoundsParts): BackupRounds {
  let opened: Instant | null = null;
  let nextAt: Instant | null = null;
  let inRound = false;
  let missed = false;
  let cancelTimer: Cancel = () => undefined;

  const plan = (): void => {
    cancelTimer();
    if (opened === null) return;
    const now = clock.now();
    // What lies ahead was read off a clock that was set back since: it holds nothing up.
    if (opened > now) opened = now;
    const newest = made().find(({ at }) => at <= now);
    const due = nextDaily(newest?.at ?? null, opened);
    const failed = failedAt();
    nextAt = failed === null || failed > now ? due : instant(Math.max(due, failed + RETRY));
    cancelTimer = clock.after(Math.min(LONGEST_WAIT, Math.max(0, nextAt - now)), turn);
  };

  /** One at a time: a timer and a wake-up together would make what is due twice. The later one looks again after it. */
  const turn = guarded(log, 'backups', async () => {
    missed = inRound;
    if (inRound) return;
    inRound = true;
    try {
      await round();
    } finally {
      inRound = false;
      plan();
      if (missed) turn();
    }
  });

  return {
    nextAt: () => nextAt,
    start() {
      opened = clock.now();
      plan();
    },
    wake() {
      if (opened !== null) turn();
    },
    plan,
    stop() {
      opened = null;
      cancelTimer();
    },
  };
}
