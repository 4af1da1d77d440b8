import type { PullStore } from '../../electron/pulls/ports.ts';
import { createPulls, type Pulls } from '../../electron/pulls/engine.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch, type Fetch } from '../../electron/uscis/fetch.ts';
import type { Credentials } from '../../electron/uscis/token.ts';
import { checkEvery } from '../../shared/case/cadence.ts';
import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { MINUTE, type Clock, type Instant } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';
import type { Random } from '../../shared/random.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { nextOpening } from '../../shared/service/hours.ts';
import { budgetBeside } from '../support/budget-file.ts';
import { API_BASE, TOKEN_URL } from './wire.ts';
import { HOURS } from './calendar.ts';
import type { Span } from './spans.ts';
import { good } from '../support/good.ts';

/** A check that ended, and since when it was due. */
export interface EndedCheck {
  readonly caseId: number;
  readonly dueAt: Instant;
  readonly at: Instant;
}

/** What the program did, as far as only it can tell. */
export interface Diary {
  readonly ended: EndedCheck[];
  readonly answers: Partial<Record<AnswerKind, number>>;
  /** How often each change was announced. */
  readonly announced: Map<number, number>;
  /** It waited for the budget. */
  readonly broke: Span[];
  readonly dueAt: Map<number, Instant>;
  /** Next checks that were planned later than the cadence and the hours want. */
  plannedLate: number;
  pulls: number;
  /** How often only a person could go on. */
  stops: number;
  /** The most that the budget stretched a check, in cadences. */
  stretched: number;
  /** The lowest pace that USCIS's own 429 forced, in calls a second. */
  slowest: number;
  readonly errors: unknown[];
}

export const emptyDiary = (): Diary => ({
  ended: [],
  answers: {},
  announced: new Map(),
  broke: [],
  dueAt: new Map(),
  plannedLate: 0,
  pulls: 0,
  stops: 0,
  stretched: 0,
  slowest: Infinity,
  errors: [],
});

interface OfficeParts {
  readonly path: string;
  readonly keyHex: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
  readonly limits: () => Limits;
  readonly credentials: () => Credentials;
  readonly diary: Diary;
}

/** The program as it runs from one start to the next end: the real store, client and engine. */
export interface Office {
  readonly store: Store;
  readonly pulls: Pulls;
  quit(): Promise<void>;
}

/** The jitter of a tenth, and the spread after an opening. */
const JITTER = 1.1;
const SPREAD = 10 * MINUTE;

export function openOffice(parts: OfficeParts): Office {
  const { path, keyHex, clock, diary } = parts;
  const store = good(openStore({ path, keyHex, createIfMissing: true }));
  const budget = budgetBeside(path);
  const client = createUscisClient({
    endpoints: () => ({ tokenUrl: TOKEN_URL, apiBase: API_BASE }),
    credentials: () => Promise.resolve(ok(parts.credentials())),
    fetch: guardedFetch(parts.fetch, true),
    clock,
  });
  const announce = (): void => {
    for (const { id } of store.outbox.take(clock.now())) diary.announced.set(id, (diary.announced.get(id) ?? 0) + 1);
  };

  const recorded = (after: WatchedCase, answer: AnswerKind, next: Instant | null): void => {
    const at = clock.now();
    if (next === null) throw new Error('a case without a next check');
    diary.answers[answer] = (diary.answers[answer] ?? 0) + 1;
    diary.ended.push({ caseId: after.id, dueAt: diary.dueAt.get(after.id) ?? at, at });
    diary.dueAt.set(after.id, next);
    const latest = (at + (checkEvery(after, at) ?? 0) * JITTER) as Instant;
    if (next > latest && next > (nextOpening(HOURS, latest) ?? 0) + SPREAD) diary.plannedLate += 1;
  };

  const watchedStore: PullStore = {
    ...store.pulls,
    recordAnswer(checkId, answer, at, nextCheckAt, key) {
      const planned = (after: WatchedCase): Instant | null => {
        const next = nextCheckAt(after);
        recorded(after, answer.kind, next);
        return next;
      };
      store.pulls.recordAnswer(checkId, answer, at, planned, key);
    },
  };

  const pulls = createPulls({
    store: watchedStore,
    budget,
    service: client,
    clock,
    random: parts.random,
    limits: parts.limits,
    hours: () => HOURS,
    paused: false,
    onEvent(event) {
      switch (event.kind) {
        case 'settled':
          announce();
          break;
        case 'finished': {
          const { pace, stretched } = pulls.activity();
          diary.pulls += 1;
          diary.slowest = Math.min(diary.slowest, pace);
          diary.stretched = Math.max(diary.stretched, stretched?.factor ?? 0);
          break;
        }
        case 'stopped':
          diary.stops += 1;
          break;
        case 'broke':
          diary.errors.push(event.error);
          break;
        case 'state':
          if (event.state.kind === 'waiting' && event.state.reason === 'budget' && event.state.until !== null) {
            diary.broke.push({ from: clock.now(), until: event.state.until });
          }
          break;
        case 'recorded':
        case 'progress':
          break;
      }
    },
  });
  announce();
  return {
    store,
    pulls,
    async quit() {
      await pulls.stop();
      client.forgetToken();
      store.close();
      budget.close();
    },
  };
}
