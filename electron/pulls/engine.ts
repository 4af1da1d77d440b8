import type { OpenPull } from '../../shared/case/watched-case.ts';
import { MINUTE, SECOND, sleep, type Milliseconds } from '../../shared/clock.ts';
import type { Activity, PullState, WaitReason } from '../../shared/contract/pulls.ts';
import type { Problem } from '../../shared/problem.ts';
import { describeActivity } from './activity.ts';
import { createAnswers, type Answers } from './answers.ts';
import { createBudget, type Budget } from './budget.ts';
import { createCalls, type Calls, type EndedCall } from './calls.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPatience, type Patience } from './patience.ts';
import type { PullEvent, Pulls, PullsParts } from './pulls.ts';
import { createStall, type Stall } from './stall.ts';
import { createSteps, LEAD, RUNNING, wait, type Step } from './steps.ts';
import { createTurns, type Turns } from './turns.ts';
import { createUnderWay, type Growth, type UnderWay } from './under-way.ts';

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
  readonly #underWay: UnderWay;
  readonly #turns: Turns;
  readonly #disk: Stall;
  readonly #vault: Stall;
  /** What comes next, when we are neither paused nor stopped. */
  readonly #step: () => Step;
  #state: PullState = { kind: 'waiting', reason: 'nothing_due', until: null };
  #paused: boolean;
  #problem: Problem | null = null;
  #unsettled = false;
  /** When last looked at, the computer had no network. */
  #offline = false;

  constructor(parts: PullsParts) {
    const { store, service, clock, random, limits, hours } = parts;
    this.#parts = parts;
    this.#paused = parts.paused;
    const hurry = parts.hurry ?? 1;
    this.#turns = createTurns(
      clock,
      () => {
        this.#advance();
      },
      (error) => {
        this.#break(error);
      },
    );
    this.#pacer = createPacer(clock, limits);
    this.#budget = createBudget(parts.budget, () => service.key(), clock, limits);
    this.#patience = createPatience(clock, random);
    this.#disk = createStall(clock);
    this.#vault = createStall(clock);
    this.#answers = createAnswers({
      store,
      clock,
      random,
      hours,
      hurry,
      pacer: this.#pacer,
      patience: this.#patience,
      budget: this.#budget,
    });
    this.#underWay = createUnderWay({
      store,
      clock,
      budget: this.#budget,
      pacer: this.#pacer,
      hurry,
      begins: () => {
        this.#answers.newPull();
      },
    });
    this.#calls = createCalls(service, {
      sending: (key) => this.#sending(key),
      paced: async (signal) => {
        // Before the moment at which it leaves, like any other. Where there is none left it is told so when it would leave.
        this.#budget.secure('check_now');
        await this.#budget.onDisk();
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
        this.#turns.take();
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
      toCome: () => this.#underWay.toCome,
    });
  }

  start(): void {
    this.#turns.start();
  }

  async checkNow(caseIds: readonly number[]): Promise<number> {
    const ids = [...new Set(caseIds)].slice(0, this.#parts.limits().perDay);
    if (this.#turns.ended || ids.length === 0) return 0;
    const grown = this.#grew(this.#underWay.ask(ids));
    this.#tryNow(['network', 'service', 'closed']);
    this.#turns.take();
    return grown;
  }

  pause(): void {
    this.#paused = true;
    this.#turns.take();
  }

  resume(): void {
    this.#paused = false;
    this.retry();
  }

  retry(): void {
    this.#problem = null;
    this.#tryNow(['network', 'service', 'closed']);
    this.#budget.tryNow();
    this.#turns.take();
  }

  wake(): void {
    this.#tryNow(['network']);
    this.#turns.take();
  }

  activity(): Activity {
    const { store, clock, limits, hours } = this.#parts;
    return describeActivity({
      now: clock.now(),
      state: this.#state,
      pull: this.#underWay.pull(),
      dueAt: store.nextDueAt(),
      pacer: this.#pacer,
      budget: this.#budget,
      limits: limits(),
      hours: hours(),
      stretched: this.#underWay.stretched,
      trouble: this.#answers.trouble,
    });
  }

  async stop(): Promise<void> {
    this.#turns.end();
    this.#underWay.stop();
    await this.#calls.abort();
  }

  #tryNow(reasons: Parameters<Patience['tryNow']>[0]): void {
    this.#patience.tryNow(reasons);
    this.#disk.tryNow();
    this.#vault.tryNow();
  }

  /** Does what can be done now, then waits. */
  #advance(): void {
    while (!this.#turns.ended) {
      const step = this.#next();
      if (step.kind !== 'plan') this.#underWay.forgetPlan();
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
    if (after !== null) this.#turns.takeAfter(Math.min(Math.ceil(after), longest));
    this.#setState(state);
  }

  /** Plans a little. False: there is more to plan, after a breath. */
  #plan(): boolean {
    const growth = this.#underWay.plan();
    if (growth === null) {
      this.#turns.takeAfter(0);
      return false;
    }
    this.#setState(RUNNING);
    this.#grew(growth).catch((error: unknown) => {
      this.#break(error);
    });
    return true;
  }

  /** Cases came into the pull. Gives how many there are in the end: a pull that waited for the last may have nothing to do. */
  async #grew({ first, more }: Growth): Promise<number> {
    this.#disk.over();
    this.#emit({ kind: 'progress' });
    try {
      return first + (await more);
    } finally {
      this.#turns.take();
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
    // The next call is prepared when this one's answer is there, or when its own turn comes. Not now: it writes to the disk,
    // and we would see the answer late and not know whether the call itself was.
    this.#turns.takeAfter(Math.max(0, Math.floor(this.#pacer.delay() - LEAD)));
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
    this.#turns.take();
    if (this.#isAtRest) this.#settle();
  }

  /** Announces nothing: that writes to the store as well, and an error out of here would have nobody to take it. */
  #break(error: unknown): void {
    if (this.#turns.ended) return;
    this.#turns.cancel();
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
