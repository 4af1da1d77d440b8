import type { OpenPull } from '../../shared/case/watched-case.ts';
import { later, MINUTE, sleep, type Cancel, type Milliseconds } from '../../shared/clock.ts';
import type { Activity, PullReason, PullState, Stretch, WaitReason } from '../../shared/contract/pulls.ts';
import type { Problem } from '../../shared/problem.ts';
import { describeActivity } from './activity.ts';
import { createAnswers, type Answers } from './answers.ts';
import { createBudget, type Budget } from './budget.ts';
import { createCalls, type Calls, type EndedCall } from './calls.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPatience, type Patience } from './patience.ts';
import { plan } from './planner.ts';
import type { PullEvent, Pulls, PullsParts } from './pulls.ts';
import { createStall, type Stall } from './stall.ts';
import { createSteps, RUNNING, wait, type Step } from './steps.ts';

export type { PullEvent, Pulls, PullsParts } from './pulls.ts';

/** A pull takes along what falls due within this time, so that checks come together and not one pull each. */
const GATHER: Milliseconds = 10 * MINUTE;

/** Even where nothing is to be done the engine looks again after this long: a clock may have been set, unannounced. */
const LONGEST_WAIT: Milliseconds = 15 * MINUTE;

export const createPulls = (parts: PullsParts): Pulls => new Engine(parts);

/**
 * There is no loop that waits: every event (an answer, a timer, a person) leads to one `turn`, which looks at everything
 * anew, does what can be done and sets the one timer for the next look. So nothing that changed meanwhile can be missed,
 * and what is recorded in the store is all that a restart needs.
 */
class Engine implements Pulls {
  readonly #parts: PullsParts;
  readonly #pacer: Pacer;
  readonly #budget: Budget;
  readonly #patience: Patience;
  readonly #answers: Answers;
  readonly #calls: Calls;
  readonly #disk: Stall;
  readonly #vault: Stall;
  readonly #hurry: number;
  /** What comes next, when we are neither paused nor stopped. */
  readonly #step: () => Step;
  #state: PullState = { kind: 'waiting', reason: 'nothing_due', until: null };
  #paused: boolean;
  #problem: Problem | null = null;
  #started = false;
  #ended = false;
  #unsettled = false;
  #turning = false;
  /** Turns that were asked for: one asked for in the middle of another comes after it. */
  #wanted = 0;
  #cancelTimer: Cancel = () => undefined;
  #stretched: Stretch | null = null;

  constructor(parts: PullsParts) {
    const { store, service, clock, random, limits, hours } = parts;
    this.#parts = parts;
    this.#paused = parts.paused;
    this.#hurry = parts.hurry ?? 1;
    this.#pacer = createPacer(clock, limits);
    this.#budget = createBudget(store, clock, limits);
    this.#patience = createPatience(clock, random);
    this.#disk = createStall(clock);
    this.#vault = createStall(clock);
    this.#answers = createAnswers({
      store,
      clock,
      random,
      hours,
      hurry: this.#hurry,
      pacer: this.#pacer,
      patience: this.#patience,
    });
    this.#calls = createCalls(service, {
      sending: () => this.#sending(),
      paced: async (signal) => {
        for (let delay = this.#pacer.delay(); delay > 0 && !signal.aborted; delay = this.#pacer.delay()) {
          await sleep(clock, Math.ceil(delay), signal);
        }
      },
      ended: (call) => {
        this.#take(call);
      },
      broke: (error) => {
        this.#break(error);
      },
    });
    this.#step = createSteps({
      store,
      clock,
      hours,
      pacer: this.#pacer,
      budget: this.#budget,
      patience: this.#patience,
      answers: this.#answers,
      calls: this.#calls,
    });
  }

  start(): void {
    this.#started = true;
    this.#turn();
  }

  checkNow(caseIds: readonly number[]): number {
    const ids = [...new Set(caseIds)];
    if (this.#ended || ids.length === 0) return 0;
    const open = this.#parts.store.openPull();
    const queued = open === null ? this.#begin('check_now', ids).total : this.#parts.store.putFirst(open.id, ids);
    this.#tryNow(['network', 'service', 'closed']);
    this.#emit({ kind: 'progress' });
    this.#turn();
    return queued;
  }

  pause(): void {
    this.#paused = true;
    this.#turn();
  }

  resume(): void {
    this.#paused = false;
    this.retry();
  }

  retry(): void {
    this.#problem = null;
    this.#tryNow(['network', 'service', 'closed']);
    this.#turn();
  }

  wake(): void {
    this.#tryNow(['network']);
    this.#turn();
  }

  activity(): Activity {
    const { store, clock, limits, hours } = this.#parts;
    return describeActivity({
      now: clock.now(),
      state: this.#state,
      pull: store.openPull(),
      dueAt: store.nextDueAt(),
      pace: this.#pacer.pace,
      budget: this.#budget,
      limits: limits(),
      hours: hours(),
      stretched: this.#stretched,
      trouble: this.#answers.trouble,
    });
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#cancelTimer();
    await this.#calls.abort();
  }

  #tryNow(reasons: Parameters<Patience['tryNow']>[0]): void {
    this.#patience.tryNow(reasons);
    this.#disk.tryNow();
    this.#vault.tryNow();
  }

  #turn(): void {
    if (!this.#started || this.#ended) return;
    this.#wanted += 1;
    if (this.#turning) return;
    this.#turning = true;
    try {
      for (let done = 0; done < this.#wanted;) {
        done = this.#wanted;
        this.#advance();
      }
    } catch (error) {
      this.#break(error);
    } finally {
      this.#turning = false;
    }
  }

  /** Does what can be done now, then waits. */
  #advance(): void {
    this.#cancelTimer();
    while (!this.#ended) {
      const step = this.#next();
      if (step.kind === 'wait') {
        this.#wait(step);
        if (this.#isAtRest) this.#settle();
        return;
      }
      this.#setState(RUNNING);
      if (step.kind === 'call') this.#calls.start(step.check);
      else if (step.kind === 'begin') this.#beginScheduled();
      else this.#finish(step.pull);
    }
  }

  #next(): Step {
    if (this.#problem !== null) return wait({ kind: 'stopped', problem: this.#problem });
    if (this.#paused) return wait({ kind: 'paused' });
    return this.#stalled('disk', this.#disk) ?? this.#stalled('vault', this.#vault) ?? this.#step();
  }

  #stalled(reason: WaitReason, stall: Stall): Step | null {
    const until = stall.until();
    return until === null ? null : wait({ kind: 'waiting', reason, until }, until - this.#parts.clock.now());
  }

  /** The timer comes first: a listener that is told of the state may stop us. */
  #wait({ state, after }: Extract<Step, { kind: 'wait' }>): void {
    if (after !== null) {
      this.#cancelTimer = this.#parts.clock.after(Math.min(Math.ceil(after), LONGEST_WAIT), () => {
        this.#turn();
      });
    }
    this.#setState(state);
  }

  #beginScheduled(): void {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const due = store.dueCases(later(now, GATHER / this.#hurry));
    const budget = this.#budget;
    const room = { left: budget.left('schedule'), perDay: budget.scheduledPerDay, resetsAt: budget.resetsAt() };
    const { today, stretched } = plan(due, now, room, this.#hurry);
    if (today.length === 0) throw new Error('a case is due, but the store gives none');
    this.#stretched = stretched;
    this.#begin(
      'schedule',
      today.map((watched) => watched.id),
    );
  }

  #begin(reason: PullReason, caseIds: readonly number[]): OpenPull {
    this.#answers.newPull();
    const pull = this.#parts.store.beginPull(reason, caseIds, this.#parts.clock.now());
    this.#disk.over();
    this.#emit({ kind: 'progress' });
    return pull;
  }

  #finish(pull: OpenPull): void {
    this.#parts.store.finishPull(pull.id, this.#parts.clock.now());
    this.#emit({ kind: 'finished', pullId: pull.id });
    this.#settle();
  }

  #sending(): Milliseconds {
    this.#vault.over();
    const at = this.#pacer.sent();
    this.#budget.spend();
    // The next call may have waited for this one to leave. It is looked at when this one is on its way: preparing it
    // writes to the disk, and the service would see this one come late and the next one soon after.
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.clock.after(0, () => {
      this.#turn();
    });
    return at;
  }

  #take(call: EndedCall): void {
    // It never left, so nothing was told to the pacer: what holds one call back must not become a busy loop.
    if (call.sentAt === null) this.#pacer.sent();
    const outcome = this.#answers.take(call);
    if (outcome.kind === 'recorded') {
      this.#unsettled = true;
      this.#disk.over();
      this.#emit({ kind: 'recorded', caseId: call.check.caseId, answer: call.answer.kind });
    } else if (outcome.kind === 'stop') this.#stopWith(outcome.problem);
    else if (outcome.kind === 'vault') this.#vault.begin();
    this.#emit({ kind: 'progress' });
    this.#turn();
    if (this.#isAtRest) this.#settle();
  }

  /** Announces nothing: that writes to the store as well, and an error out of here would have nobody to take it. */
  #break(error: unknown): void {
    if (this.#ended) return;
    this.#cancelTimer();
    this.#emit({ kind: 'broke', error });
    if (this.#parts.mayPass?.(error) === true) this.#disk.begin();
    else this.#stopWith({ kind: 'unexpected' });
    // A stop, a pause or the wait that has just begun: the store is not asked for it.
    const step = this.#next();
    if (step.kind === 'wait') this.#wait(step);
  }

  #stopWith(problem: Problem): void {
    if (this.#problem !== null) return;
    this.#problem = problem;
    this.#emit({ kind: 'stopped', problem });
  }

  #setState(state: PullState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#emit({ kind: 'state', state });
  }

  /** No more answers are asked for just now, and the store can be written to. */
  get #isAtRest(): boolean {
    return this.#state.kind !== 'running' && this.#disk.until() === null;
  }

  /** Not while answers are on their way: they belong to the same announcement. What fails is announced with the next. */
  #settle(): void {
    if (!this.#unsettled || this.#calls.checks.size > 0) return;
    this.#unsettled = false;
    try {
      this.#emit({ kind: 'settled' });
    } catch (error) {
      this.#unsettled = true;
      throw error;
    }
  }

  #emit(event: PullEvent): void {
    this.#parts.onEvent(event);
  }
}
