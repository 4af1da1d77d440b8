import type { OpenPull } from '../../shared/case/watched-case.ts';
import type { Clock } from '../../shared/clock.ts';
import type { PullReason, Stretch } from '../../shared/contract/pulls.ts';
import type { Budget } from './budget.ts';
import { createFilling } from './filling.ts';
import { createNextPull, type NextPull } from './next-pull.ts';
import type { Pacer } from './pacer.ts';
import type { PullStore } from './ports.ts';

/** Cases that were put into the pull: so many at once, and in the end so many more. */
export interface Growth {
  readonly first: number;
  readonly more: Promise<number>;
}

/** The pull that is under way: how it comes to its cases, from a person or from what is due. */
export interface UnderWay {
  /** With what is on its way into it, and what the pulls right after it ask for; null: there is none. */
  pull(): OpenPull | null;
  /** Puts what a person asks for before the rest. Begins a pull where none is under way. */
  ask(caseIds: readonly number[]): Growth;
  /** Plans a little. Once that is done, begins the pull or lengthens it; null: there is more to plan, after a breath. */
  plan(): Growth | null;
  /** What was planned so far is of no use any more. */
  forgetPlan(): void;
  /** How many cases are on their way into it. */
  readonly toCome: number;
  /** What today's budget does not reach for; null: it reaches for everything. */
  readonly stretched: Stretch | null;
  /** Ends for good: what is not queued stays out. */
  stop(): void;
}

interface UnderWayParts {
  readonly store: PullStore;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly pacer: Pacer;
  readonly hurry: number;
  /** A pull is about to begin. */
  readonly begins: () => void;
}

export function createUnderWay(parts: UnderWayParts): UnderWay {
  const { store, clock } = parts;
  const filling = createFilling(clock);
  let planning: NextPull | null = null;
  /** How many cases the pulls right after this one ask for. */
  let behind = 0;
  let stretched: Stretch | null = null;

  function begin(reason: PullReason, caseIds: readonly number[]): Growth {
    parts.begins();
    behind = 0;
    const { begun, more } = filling.fill(
      caseIds,
      (some) => store.beginPull(reason, some, clock.now()),
      (pull, some) => store.append(pull.id, some, reason),
    );
    return { first: begun.total, more };
  }

  /** `first` puts in the first of them. */
  function lengthen(
    pull: OpenPull,
    reason: PullReason,
    caseIds: readonly number[],
    first: (caseIds: readonly number[]) => number,
  ): Growth {
    const { begun, more } = filling.fill(caseIds, first, (_first, some) => store.append(pull.id, some, reason));
    return { first: begun, more };
  }

  return {
    pull() {
      const pull = store.openPull();
      return pull === null ? null : { ...pull, total: pull.total + filling.toCome + behind };
    },
    ask(caseIds) {
      const open = store.openPull();
      if (open === null) return begin('check_now', caseIds);
      return lengthen(open, 'check_now', caseIds, (some) => store.putFirst(open.id, some));
    },
    plan() {
      planning ??= createNextPull(parts, parts.hurry);
      const plan = planning.go();
      if (plan === null) return null;
      planning = null;
      if (plan.caseIds.length === 0) throw new Error('a case is due, but the store gives none');
      const open = store.openPull();
      const growth =
        open === null
          ? begin('schedule', plan.caseIds)
          : lengthen(open, 'schedule', plan.caseIds, (some) => store.append(open.id, some, 'schedule'));
      ({ behind, stretched } = plan);
      return growth;
    },
    forgetPlan() {
      planning = null;
    },
    get toCome() {
      return filling.toCome;
    },
    get stretched() {
      return stretched;
    },
    stop() {
      filling.stop();
    },
  };
}
