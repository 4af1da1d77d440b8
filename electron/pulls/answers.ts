import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { SECOND, type Clock, type Instant, type Milliseconds } from '../../shared/clock.ts';
import type { Activity } from '../../shared/contract/pulls.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Random } from '../../shared/random.ts';
import type { Answer } from '../../shared/service/answer.ts';
import type { Hours } from '../../shared/service/hours.ts';
import type { Budget } from './budget.ts';
import type { EndedCall } from './calls.ts';
import type { Pacer } from './pacer.ts';
import { meaningOf, UNREACHED, type Patience } from './patience.ts';
import { nextCheckAt, nextCheckSoon, type CheckTiming } from './planner.ts';
import type { PullStore } from './ports.ts';
import { createQuotaSigns } from './quota.ts';

/** So often is a case asked in one pull before its failure is recorded as its answer. */
const ATTEMPTS = 3;

/** From so many cases in a row on whose answers cannot be read, it is not the cases that are at fault. */
const UNCLEAR_IN_ROW = 3;

export interface AnswersParts {
  readonly store: PullStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly hours: () => Hours | null;
  readonly hurry: number;
  readonly pacer: Pacer;
  readonly patience: Patience;
  readonly budget: Pick<Budget, 'refused' | 'answered'>;
}

/** What became of a call. */
export type Outcome =
  | { readonly kind: 'recorded' }
  /** Its check waits in the pull still. */
  | { readonly kind: 'again' }
  /** So does this one: the vault did not give the key. */
  | { readonly kind: 'vault' }
  | { readonly kind: 'stop'; readonly problem: Problem };

/** Decides what each answer means: for its case, for the pace, and for whether to go on asking. */
export interface Answers {
  take(call: EndedCall): Outcome;
  /** Checks that failed as probes: others are tried before them, so that one bad case cannot feign an outage. */
  readonly probed: ReadonlySet<number>;
  /** Those and every other check that failed in this pull and waits still. */
  suspects(): Set<number>;
  forgetProbed(): void;
  /** The last trouble in this pull. */
  readonly trouble: Activity['trouble'];
  /** Another pull begins. */
  newPull(): void;
}

export function createAnswers(parts: AnswersParts): Answers {
  const { store, clock, pacer, patience, budget } = parts;
  const quota = createQuotaSigns();
  const probed = new Set<number>();
  /** How many cases had been answered when a check first failed. */
  const firstFailure = new Map<number, number>();
  /** How often in a row the checks of a case ended without an answer about it. */
  const inVain = new Map<number, number>();
  let unclearInRow = 0;
  let answered = 0;
  let trouble: Activity['trouble'] = null;

  const record = (
    { check, answer, key }: EndedCall,
    next: (after: WatchedCase, timing: CheckTiming) => Instant | null,
  ) => {
    const now = clock.now();
    const timing = { now, random: parts.random, hours: parts.hours(), hurry: parts.hurry };
    store.recordAnswer(check.id, answer, now, (after) => next(after, timing), key);
    firstFailure.delete(check.id);
    return { kind: 'recorded' } as const;
  };

  const spoken = (call: EndedCall): Outcome => {
    inVain.delete(call.check.caseId);
    return record(call, nextCheckAt);
  };

  const givenUp = (call: EndedCall): Outcome => {
    const { caseId } = call.check;
    const times = (inVain.get(caseId) ?? 0) + 1;
    inVain.set(caseId, times);
    return record(call, (after, timing) => nextCheckSoon(after, timing, times));
  };

  const attempted = (call: EndedCall): Outcome => {
    if (call.check.attempts + 1 >= ATTEMPTS) return givenUp(call);
    store.postpone(call.check.id);
    return { kind: 'again' };
  };

  const failed = (call: EndedCall): Outcome => {
    const { check, answer } = call;
    const asked = call.sentAt !== null;
    // Where nothing left, for want of a token, or no way leads to the service, no case can be at fault.
    const reached = asked && (answer.kind === 'timeout' || !UNREACHED.has(answer.kind));
    const before = reached ? firstFailure.get(check.id) : undefined;
    if (reached && before === undefined) firstFailure.set(check.id, answered);
    // The service answered others since this case first failed: the fault is the case's, and no sign of an outage.
    if (before !== undefined && before < answered) return attempted(call);
    // Everything left was tried in vain, for half an hour and more: the pull must end, and others wait for the next one.
    if (before !== undefined && patience.exhausted) return givenUp(call);
    patience.failed(answer.kind, retryAfter(answer));
    if (!asked) return { kind: 'again' };
    if (!patience.probing) return attempted(call);
    probed.add(check.id);
    return { kind: 'again' };
  };

  const slowed = (answer: Answer, sentAt: Milliseconds | null): void => {
    // A probe goes alone, after a pause: no pace of ours was too fast for it.
    const lone = sentAt !== null && patience.probing && patience.pause() === null;
    if (sentAt !== null && quota.slowed(answer.said, lone)) {
      budget.refused(retryAfter(answer));
      return;
    }
    if (!lone) pacer.tooFast(sentAt ?? clock.monotonic());
    patience.failed(answer.kind, retryAfter(answer));
  };

  return {
    take(call) {
      const { check, answer, sentAt } = call;
      const said = meaningOf(answer.kind);
      // Whatever it says: a call that never left brought nothing about its case.
      const meaning = sentAt === null && (said === 'about_case' || said === 'unclear') ? 'failing' : said;
      if (sentAt !== null && !UNREACHED.has(answer.kind)) pacer.reached(sentAt);
      if (meaning !== 'about_case') trouble = { at: clock.now(), answer: answer.kind, said: answer.said };
      switch (meaning) {
        case 'about_case':
          answered += 1;
          unclearInRow = 0;
          probed.clear();
          pacer.fine();
          patience.spoke();
          quota.spoke();
          if (sentAt !== null) budget.answered(sentAt);
          return spoken(call);
        case 'unclear':
          // Nor could its last answer be read: another such one tells nothing new of the service.
          if (check.lastAnswer !== null && meaningOf(check.lastAnswer) === 'unclear') return givenUp(call);
          unclearInRow += 1;
          if (unclearInRow < UNCLEAR_IN_ROW) return givenUp(call);
          return failed(call);
        case 'failing':
          return failed(call);
        case 'slowed':
          slowed(answer, sentAt);
          return { kind: 'again' };
        case 'closed':
          patience.closed();
          return { kind: 'again' };
        case 'vault':
          return { kind: 'vault' };
        case 'needs_person':
          return { kind: 'stop', problem: problemOf(answer) };
      }
    },
    probed,
    suspects: () => new Set([...probed, ...firstFailure.keys()]),
    forgetProbed: () => {
      probed.clear();
    },
    get trouble() {
      return trouble;
    },
    newPull() {
      probed.clear();
      firstFailure.clear();
      patience.newPull();
      trouble = null;
    },
  };
}

function retryAfter(answer: Answer): Milliseconds | null {
  const seconds = answer.kind === 'status' ? undefined : answer.retryAfterSeconds;
  return seconds === undefined || seconds <= 0 ? null : seconds * SECOND;
}

function problemOf(answer: Answer): Problem {
  if (answer.kind === 'status' || answer.kind === 'not_recognised') throw new Error(`${answer.kind} is no problem`);
  return { kind: answer.kind, said: answer.said };
}
