import { DAY, later, MINUTE, SECOND, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';
import type { WaitReason } from '../../shared/contract/pulls.ts';
import type { Random } from '../../shared/random.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';

/**
 * After so many failures in a row the service is left alone. Where the first probe after that is answered it was a false
 * alarm, of some bad cases that stood together: then it takes twice as many, up to a point, until the next pull.
 */
const FAILURES_IN_ROW = 3;
const MOST_IN_ROW = 24;

/** How long it is left alone: longer each time that a probe fails, ± a fifth, so that offices do not come back together. */
const PAUSES: readonly Milliseconds[] = [30 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE];
const JITTER = 0.2;

/** How long to wait when the service says that it is closed while its hours say that it is open (a holiday). */
const CLOSED_PAUSE: Milliseconds = 30 * MINUTE;

/** Nothing came back. */
export const UNREACHED: ReadonlySet<AnswerKind> = new Set([
  'network',
  'timeout',
  'tls',
  'tls_untrusted',
  'tls_wrong_host',
  'tls_expired',
  'proxy',
]);

/** No case can be at fault for these. */
const FAULT_OF_NO_CASE: ReadonlySet<AnswerKind> = new Set([...UNREACHED].filter((kind) => kind !== 'timeout'));

/** What an answer asks of us, apart from being recorded. */
export type Meaning =
  /** It is about the case: record it. */
  | 'about_case'
  /** It cannot be read: the case's own bad record, or something that stands in the service's place. */
  | 'unclear'
  /** The service failed, or could not be reached: this case or all of them, we cannot tell yet. */
  | 'failing'
  /** Too fast, or too much today. */
  | 'slowed'
  /** Outside its hours. */
  | 'closed'
  /** The vault does not give the key just now. */
  | 'vault'
  /** Only a person can mend it. */
  | 'needs_person';

export function meaningOf(kind: AnswerKind): Meaning {
  switch (kind) {
    case 'status':
    case 'not_recognised':
    case 'refused':
      return 'about_case';
    case 'unreadable':
      return 'unclear';
    case 'unavailable':
    case 'network':
    case 'timeout':
    case 'tls':
    case 'tls_untrusted':
    case 'tls_wrong_host':
    case 'tls_expired':
    case 'proxy':
      return 'failing';
    case 'slowed':
      return 'slowed';
    case 'closed':
      return 'closed';
    case 'keychain_missing':
    case 'keychain_locked':
    case 'keychain_timeout':
    case 'safe_storage_unavailable':
    case 'file_failed':
      return 'vault';
    case 'secret_lost':
    case 'session_ended':
    case 'credentials':
    case 'product':
    case 'credentials_missing':
    case 'endpoint_invalid':
    case 'endpoint_needs_https':
    case 'endpoint_needs_verified_runtime':
      return 'needs_person';
  }
}

/** A while in which the service is left alone. */
export interface Pause {
  readonly reason: Extract<WaitReason, 'closed' | 'service' | 'network'>;
  readonly until: Instant;
}

/** Remembers how the service has been, and says when to leave it alone. */
export interface Patience {
  /** The service spoke about a case: all is well. */
  spoke(): void;
  /** Another pull begins: what was learned of bad cases that stand together is of no use any more. */
  newPull(): void;
  /** It failed, slowed us or could not be reached. `retryAfter`: how long it asked us to wait. */
  failed(kind: AnswerKind, retryAfter: Milliseconds | null): void;
  /** It says that it is closed. */
  closed(): void;
  /** The pause that holds now; null: calls may be made. */
  pause(): Pause | null;
  /** Something changed (the network is back, a person asks): tries at once, unless the service named the moment itself. */
  tryNow(reasons: readonly Pause['reason'][]): void;
  /** It is failing, or said that it is closed: one call at a time, as a probe, until it speaks. */
  readonly probing: boolean;
  /** It has failed for so long that pauses grow no more. */
  readonly exhausted: boolean;
}

export function createPatience(clock: Clock, random: Random): Patience {
  let inRow = 0;
  let enough = FAILURES_IN_ROW;
  /** How many pauses there were since the service last spoke. */
  let step = 0;
  let wasClosed = false;
  let held: { pause: Pause; length: Milliseconds; firm: boolean } | null = null;

  const hold = (reason: Pause['reason'], length: Milliseconds, firm: boolean): void => {
    held = { pause: { reason, until: later(clock.now(), length) }, length, firm };
  };
  const current = (): Pause | null => {
    if (held === null) return null;
    const left = held.pause.until - clock.now();
    if (left <= 0) held = null;
    // The computer's clock was set back: the pause is as long as it was meant to be, and no longer.
    else if (left > held.length) hold(held.pause.reason, held.length, held.firm);
    return held?.pause ?? null;
  };

  return {
    spoke() {
      if (step > 0) enough = step === 1 ? Math.min(2 * enough, MOST_IN_ROW) : FAILURES_IN_ROW;
      inRow = 0;
      step = 0;
      wasClosed = false;
      held = null;
    },
    newPull() {
      enough = FAILURES_IN_ROW;
    },
    failed(kind, retryAfter) {
      const reason = UNREACHED.has(kind) ? 'network' : 'service';
      // A call that was under way when the pause began tells nothing new.
      if (current() !== null && retryAfter === null) return;
      inRow += 1;
      if (retryAfter !== null) hold(reason, Math.min(retryAfter, DAY), true);
      if (inRow < (FAULT_OF_NO_CASE.has(kind) ? FAILURES_IN_ROW : enough)) return;
      const length = PAUSES[Math.min(step, PAUSES.length - 1)] ?? CLOSED_PAUSE;
      step += 1;
      if (retryAfter === null) hold(reason, length * (1 - JITTER + 2 * JITTER * random.next()), false);
    },
    closed() {
      inRow = 0;
      step = 0;
      wasClosed = true;
      hold('closed', CLOSED_PAUSE, false);
    },
    pause: current,
    tryNow(reasons) {
      if (held !== null && !held.firm && reasons.includes(held.pause.reason)) held = null;
    },
    get probing() {
      return wasClosed || step > 0;
    },
    get exhausted() {
      return step >= PAUSES.length;
    },
  };
}
