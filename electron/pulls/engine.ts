import type { OpenPull } from '../../shared/case/watched-case.ts';
import { MINUTE, SECOND, sleep, type Cancel, type Milliseconds } from '../../shared/clock.ts';
import type { Activity, PullReason, PullState, Stretch, WaitReason } from '../../shared/contract/pulls.ts';
import type { Problem } from '../../shared/problem.ts';
import { describeActivity } from './activity.ts';
import { createAnswers, type Answers } from './answers.ts';
import { createBudget, type Budget } from './budget.ts';
import { createCalls, type Calls, type EndedCall } from './calls.ts';
import { createFilling, type Filling } from './filling.ts';
import { createNextPull, type NextPull } from './next-pull.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPatience, type Patience } from './patience.ts';
import type { PullEvent, Pulls, PullsParts } from './pulls.ts';
import { createStall, type Stall } from './stall.ts';
import { createSteps, RUNNING, wait, type Step } from './steps.ts';

export type { PullEvent, Pulls, PullsParts } from './pulls.ts';

/** Even where nothing is to be done the engine looks again after this long: a clock may have been set, unannounced. */
const LONGEST_WAIT: Milliseconds = 15 * MINUTE;

/** While it waits for the network it looks this often whether the computer has one again: nobody tells of that. */
const NETWORK_LOOK: Milliseconds = 15 * SECOND;

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
  readonly #filling: Filling;
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
  /** A scheduled pull that is being planned. */
  #nextPull: NextPull | null = null;
  /** How many cases the pulls right after this one ask for. */
  #behind = 0;
  /** When last looked at, the computer had no network. */
  #offline = false;

  constructor(parts: PullsParts) {
    const { store, service, clock, random, limits, hours } = parts;
    this.#parts = parts;
    this.#paused = parts.paused;
    this.#hurry = parts.hurry ?? 1;
    this.#pacer = createPacer(clock, limits);
    this.#budget = createBudget(parts.budget, () => service.key(), clock, limits);
    this.#patience = createPatience(clock, random);
    this.#disk = createStall(clock);
    this.#vault = createStall(clock);
    this.#filling = createFilling(clock);
    this.#answers = createAnswers({
      store,
      clock,
      random,
      hours,
      hurry: this.#hurry,
      pacer: this.#pacer,
      patience: this.#patience,
      budget: this.#budget,
    });
    this.#calls = createCalls(service, {
      sending: (key) => this.#sending(key),
      paced: async (signal) => {
        // Before the moment at which it leaves, like any other. Where there is none left it is told so when it would leave.
        this.#budget.secure('check_now');
        for (let delay = this.#pacer.delay(); delay > 0 && !signal.aborted; delay = this.#pacer.delay()) {
          await sleep(clock, Math.max(1, Math.floor(delay)), signal);
        }
      },
      ended: (call) => {
        this.#take(call);
      },
      heldBack: () => {
        // As below: what holds one call back must not become a busy loop.
        this.#pacer.sent();
        this.#turn();
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
      random,
      toCome: () => this.#filling.toCome,
    });
  }

  start(): void {
    this.#started = true;
    this.#turn();
  }

  async checkNow(caseIds: readonly number[]): Promise<number> {
    const { store, limits } = this.#parts;
    const ids = [...new Set(caseIds)].slice(0, limits().perDay);
    if (this.#ended || ids.length === 0) return 0;
    const open = store.openPull();
    const { first, more } =
      open === null
        ? this.#begin('check_now', ids)
        : this.#append(open, ids, 'check_now', (some) => store.putFirst(open.id, some));
    this.#tryNow(['network', 'service', 'closed']);
    this.#turn();
    return first + (await more);
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
    this.#budget.tryNow();
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
      pull: this.#openPull(),
      dueAt: store.nextDueAt(),
      pacer: this.#pacer,
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
    this.#filling.stop();
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
      if (step.kind !== 'plan') this.#nextPull = null;
      if (step.kind === 'wait') {
        this.#wait(step);
        if (this.#isAtRest) this.#settle();
        return;
      }
      if (step.kind === 'plan') {
        if (!this.#plan()) return;
        continue;
      }
      this.#setState(RUNNING);
      if (step.kind === 'call') this.#calls.start(step.check);
      else this.#finish(step.pull);
    }
  }

  #next(): Step {
    if (this.#problem !== null) return wait({ kind: 'stopped', problem: this.#problem });
    if (this.#paused) return wait({ kind: 'paused' });
    this.#watchNetwork();
    return this.#stalled('disk', this.#disk) ?? this.#stalled('vault', this.#vault) ?? this.#step();
  }

  #stalled(reason: WaitReason, stall: Stall): Step | null {
    const until = stall.until();
    return until === null ? null : wait({ kind: 'waiting', reason, until }, until - this.#parts.clock.now());
  }

  /** The network was away and is there again while we wait for it: it is tried at once. */
  #watchNetwork(): void {
    const isOffline = this.#patience.pause()?.reason === 'network' && this.#parts.online?.() === false;
    if (this.#offline && !isOffline) this.#patience.tryNow(['network']);
    this.#offline = isOffline;
  }

  /** The timer comes first: a listener that is told of the state may stop us. */
  #wait({ state, after }: Extract<Step, { kind: 'wait' }>): void {
    const longest = state.kind === 'waiting' && state.reason === 'network' ? NETWORK_LOOK : LONGEST_WAIT;
    if (after !== null) this.#turnAfter(Math.min(Math.ceil(after), longest));
    this.#setState(state);
  }

  #turnAfter(delay: Milliseconds): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.clock.after(delay, () => {
      this.#turn();
    });
  }

  /** What is under way, with what is on its way into it and what the pulls right after it ask for. */
  #openPull(): OpenPull | null {
    const pull = this.#parts.store.openPull();
    return pull === null ? null : { ...pull, total: pull.total + this.#filling.toCome + this.#behind };
  }

  /** Plans a little, and begins (or lengthens) the pull once that is done. False: there is more to plan, after a breath. */
  #plan(): boolean {
    const { store, clock } = this.#parts;
    this.#nextPull ??= createNextPull({ store, clock, budget: this.#budget, pacer: this.#pacer }, this.#hurry);
    const plan = this.#nextPull.go();
    if (plan === null) {
      this.#turnAfter(0);
      return false;
    }
    this.#nextPull = null;
    if (plan.caseIds.length === 0) throw new Error('a case is due, but the store gives none');
    this.#setState(RUNNING);
    this.#stretched = plan.stretched;
    const open = store.openPull();
    const { more } =
      open === null
        ? this.#begin('schedule', plan.caseIds, plan.behind)
        : this.#append(open, plan.caseIds, 'schedule', (some) => store.append(open.id, some, 'schedule'));
    more.catch((error: unknown) => {
      this.#break(error);
    });
    return true;
  }

  /** Begins a pull. Gives how many cases it has at once, and how many are to come. */
  #begin(reason: PullReason, caseIds: readonly number[], behind = 0): { first: number; more: Promise<number> } {
    const { store, clock } = this.#parts;
    this.#answers.newPull();
    const { begun, more } = this.#filling.fill(
      caseIds,
      (some) => store.beginPull(reason, some, clock.now()),
      (pull, some) => store.append(pull.id, some, reason),
    );
    this.#behind = behind;
    this.#disk.over();
    this.#emit({ kind: 'progress' });
    return { first: begun.total, more: this.#whole(more) };
  }

  /** Puts more cases into the pull that is under way, the first of them by `first`. */
  #append(
    pull: OpenPull,
    caseIds: readonly number[],
    reason: PullReason,
    first: (caseIds: readonly number[]) => number,
  ): { first: number; more: Promise<number> } {
    const { begun, more } = this.#filling.fill(caseIds, first, (_first, some) =>
      this.#parts.store.append(pull.id, some, reason),
    );
    this.#emit({ kind: 'progress' });
    return { first: begun, more: this.#whole(more) };
  }

  /** A pull whose last cases were still to come may have nothing else to do. */
  async #whole(more: Promise<number>): Promise<number> {
    try {
      return await more;
    } finally {
      this.#turn();
    }
  }

  #finish(pull: OpenPull): void {
    this.#parts.store.finishPull(pull.id, this.#parts.clock.now());
    this.#emit({ kind: 'finished', pullId: pull.id });
    this.#settle();
  }

  #sending(key: string): Milliseconds | null {
    this.#vault.over();
    if (!this.#budget.spend(key)) return null;
    const at = this.#pacer.sent();
    // The next call may have waited for this one to leave. It is looked at when this one is on its way: preparing it
    // writes to the disk, and the service would see this one come late and the next one soon after.
    this.#turnAfter(0);
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
