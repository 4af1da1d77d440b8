import type { DueCheck, OpenPull } from '../../shared/case/watched-case.ts';
import type { Clock, Instant, Milliseconds } from '../../shared/clock.ts';
import type { PullState, WaitReason } from '../../shared/contract/pulls.ts';
import type { Random } from '../../shared/random.ts';
import { nextOpening, type Hours } from '../../shared/service/hours.ts';
import type { Answers } from './answers.ts';
import type { Budget } from './budget.ts';
import type { Calls } from './calls.ts';
import type { Pacer } from './pacer.ts';
import type { Patience } from './patience.ts';
import type { PullStore } from './ports.ts';

/** Enough calls in flight that answers which take this many seconds do not lower the pace. */
const SLOW_ANSWER_SECONDS = 2;
const FEWEST_IN_FLIGHT = 2;
const MOST_IN_FLIGHT = 16;

/** A call is prepared so long before its turn: a late timer and what there is to look up do not make it late. */
export const LEAD: Milliseconds = 5;

/** What comes next: something to do now, or a wait with what it is for. `after`: look again then; null: only an event helps. */
export type Step =
  | { readonly kind: 'wait'; readonly state: PullState; readonly after: Milliseconds | null }
  /** A scheduled pull is to be planned, or what joins the one that is under way. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'finish'; readonly pull: OpenPull }
  | { readonly kind: 'call'; readonly check: DueCheck };

export const RUNNING: PullState = { kind: 'running' };

export const wait = (state: PullState, after: Milliseconds | null = null): Step => ({ kind: 'wait', state, after });

interface StepParts {
  readonly store: PullStore;
  readonly clock: Clock;
  readonly hours: () => Hours | null;
  readonly pacer: Pacer;
  readonly budget: Budget;
  readonly patience: Patience;
  readonly answers: Answers;
  readonly calls: Calls;
  readonly random: Random;
  /** How many cases are still on their way into the queue. */
  readonly toCome: () => number;
}

/** Makes the function that looks at everything and says what comes next for pulls that are neither paused nor stopped. */
export function createSteps(parts: StepParts): () => Step {
  const { store, clock, hours, pacer, budget, patience, answers, calls, random, toCome } = parts;
  /** Where the next probe is taken from, as a part of the queue, and after how many that failed that was drawn. */
  let draw = { after: 0, from: 0 };

  const waitUntil = (reason: WaitReason, until: Instant | null): Step =>
    wait({ kind: 'waiting', reason, until }, until === null ? null : until - clock.now());

  /** Why no call may be made for any case just now; null: it may. */
  const barred = (): Step | null => {
    const pause = patience.pause();
    if (pause !== null) return waitUntil(pause.reason, pause.until);
    const now = clock.now();
    const opening = nextOpening(hours(), now);
    return opening === now ? null : waitUntil('closed', opening);
  };

  const nextPull = (): Step => {
    store.mendPlans(clock.now());
    const dueAt = store.nextDueAt();
    if (dueAt === null || dueAt > clock.now()) return waitUntil('nothing_due', dueAt);
    const bar = barred();
    if (bar !== null) return bar;
    return budget.left('schedule') > 0 ? { kind: 'plan' } : waitUntil('budget', budget.resetsAt());
  };

  /**
   * While a pull gets no further, what falls due joins it: all that is left of it may be bad cases, the service be well, and
   * the next probe find that out.
   */
  const isJoined = (): boolean => {
    if (!patience.probing || calls.checks.size + toCome() > 0 || barred() !== null) return false;
    const dueAt = store.nextDueAt();
    return dueAt !== null && dueAt <= clock.now() && budget.left('schedule') > 0;
  };

  const firstCheck = (pull: OpenPull): DueCheck | null => {
    if (answers.probed.size === 0) return store.nextCheck(pull.id, calls.checks);
    const check = probe(pull) ?? store.nextCheck(pull.id, new Set([...calls.checks, ...answers.probed]));
    if (check !== null) return check;
    answers.forgetProbed();
    return store.nextCheck(pull.id, calls.checks);
  };

  /**
   * Once a probe failed, the next one is any case that has not failed yet: those at the front may be bad, one and all, and the
   * service well.
   */
  const probe = (pull: OpenPull): DueCheck | null => {
    const except = new Set([...calls.checks, ...answers.suspects()]);
    const failed = answers.probed.size;
    if (failed !== draw.after) draw = { after: failed, from: random.next() };
    const skip = Math.floor(draw.from * (pull.total - pull.done - except.size));
    return store.nextCheck(pull.id, except, Math.max(0, skip)) ?? store.nextCheck(pull.id, except);
  };

  /** A probe and a call that connects go alone; and one that waits for its token must leave before the next is started. */
  const isFull = (): boolean => {
    const most = Math.min(MOST_IN_FLIGHT, Math.max(FEWEST_IN_FLIGHT, Math.ceil(pacer.pace * SLOW_ANSWER_SECONDS)));
    return calls.leaving || calls.checks.size >= (patience.probing || pacer.connecting ? 1 : most);
  };

  const nextCheck = (pull: OpenPull): Step => {
    const check = firstCheck(pull);
    if (check === null) return calls.checks.size + toCome() === 0 ? { kind: 'finish', pull } : wait(RUNNING);
    const bar = barred();
    if (bar !== null) return bar;
    if (isFull()) return wait(RUNNING);
    if (!budget.secure(check.reason)) {
      if (answers.probed.size === 0) return waitUntil('budget', budget.resetsAt());
      // What was tried as a probe may be what a person asked for: there may be calls for that.
      answers.forgetProbed();
      return nextCheck(pull);
    }
    const early = pacer.delay() - LEAD;
    return early > 0 ? wait(RUNNING, early) : { kind: 'call', check };
  };

  return () => {
    const pull = store.openPull();
    if (pull === null) return nextPull();
    return isJoined() ? { kind: 'plan' } : nextCheck(pull);
  };
}
