import { createPulls, type PullEvent, type Pulls } from '../../../electron/pulls/engine.ts';
import type { BudgetStore, CaseService, PullStore } from '../../../electron/pulls/ports.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { sleep, type Milliseconds } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import type { Answer, AnswerKind, ServiceSaid } from '../../../shared/service/answer.ts';
import type { Limits } from '../../../shared/service/environment.ts';
import type { Hours } from '../../../shared/service/hours.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryBudget, ONE_KEY } from '../../support/memory-budget.ts';
import { MemoryPullStore } from '../../support/memory-pull-store.ts';

/** What a service does with one call. */
export interface Doing {
  readonly kind?: AnswerKind;
  readonly retryAfterSeconds?: number;
  /** The service's own words; left out: evidently invented ones. */
  readonly said?: ServiceSaid;
  /** Time before the call leaves, for a token. */
  readonly token?: Milliseconds;
  /** Time from leaving to the answer; `hang`: never, and it does not mind being aborted. */
  readonly latency?: Milliseconds | 'hang';
  /** The call never leaves. */
  readonly unsent?: boolean;
}

interface Call {
  readonly receipt: ReceiptNumber;
  readonly sentAt: Milliseconds;
}

const SANDBOX: Limits = { perSecond: 5, perDay: 1000, share: 0.8, zone: 'America/New_York' };

/** An answer of a kind, with as little in it as can be. */
function answerOf(
  kind: AnswerKind,
  receipt: ReceiptNumber,
  retryAfterSeconds?: number,
  said: ServiceSaid = { message: `said ${kind}` },
): Answer {
  if (kind !== 'status') return { kind, said, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const words = { en: 'Case Was Received', es: null };
  const content = { receipt, form: null, submittedAt: null, modifiedAt: null, title: words, description: words };
  return { kind, said, content: { ...content, history: [] }, body: '{}' };
}

/** The pulls of one workspace on a clock that a test moves, with a service that does as the test says. */
export class Harness {
  readonly clock: FakeClock;
  readonly store: MemoryPullStore;
  readonly budget = new MemoryBudget();
  /** The fingerprint of the key that calls go out with; null: it cannot be read. */
  key: string | null = ONE_KEY;
  readonly calls: Call[] = [];
  readonly events: PullEvent[] = [];
  limits: Limits = SANDBOX;
  hours: Hours | null = null;
  /** `nth`: how many checks began before this one. */
  doing: (receipt: ReceiptNumber, nth: number) => Doing = () => ({});
  onEvent: (event: PullEvent) => void = () => undefined;
  mayPass: (error: unknown) => boolean = () => false;
  /** What the computer knows of its network. */
  online = true;
  inFlight = 0;
  mostInFlight = 0;
  pulls: Pulls;

  constructor(start = '2026-11-18T15:00:00Z', store = new MemoryPullStore()) {
    this.clock = new FakeClock(start);
    this.store = store;
    this.pulls = this.#newPulls();
  }

  /** A new engine over the same store, as after a crash: the old one is not told. */
  restart(): void {
    this.pulls = this.#newPulls();
    this.pulls.start();
  }

  /** Adds so many due cases and starts. */
  startWith(cases: number): number[] {
    const ids = Array.from({ length: cases }, () => this.store.add());
    this.pulls.start();
    return ids;
  }

  /** What was asked, by case, in order. */
  get asked(): number[] {
    return this.calls.map(({ receipt }) => Number(receipt.slice(3)));
  }

  /** The shortest time between two calls that left, in ms. */
  get closest(): Milliseconds {
    const times = this.calls.map(({ sentAt }) => sentAt);
    return Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
  }

  kinds(): PullEvent['kind'][] {
    return this.events.map(({ kind }) => kind);
  }

  /** The process that runs now; a killed one is another. */
  #process = 0;
  #begun = 0;

  #newPulls(): Pulls {
    return this.newPulls({ store: this.store, budget: this.budget, sending: (tell) => tell() });
  }

  /** A new engine over this store. `sending` comes between the service and what tells the pacer that a call leaves. */
  newPulls({
    store,
    budget,
    sending: around,
  }: {
    store: PullStore;
    budget: BudgetStore;
    sending: (tell: () => void) => void;
  }): Pulls {
    this.#process += 1;
    const process = this.#process;
    const alive = (): boolean => process === this.#process;
    const dead = new Promise<never>(() => undefined);
    const service: CaseService = {
      key: () => this.key,
      check: async (receipt, signal, sending, turn) => {
        const nth = this.#begun;
        this.#begun += 1;
        const { kind = 'status', retryAfterSeconds, said, token, latency = 80, unsent } = this.doing(receipt, nth);
        this.inFlight += 1;
        this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
        if (token !== undefined) await sleep(this.clock, token, signal);
        if (!alive()) return dead;
        if (unsent !== true) {
          await turn();
          if (!alive()) return dead;
          this.key ??= ONE_KEY;
          const call = { receipt, sentAt: this.clock.monotonic() };
          let leaves = false as boolean;
          around(() => {
            leaves = sending(this.key ?? ONE_KEY);
          });
          if (!leaves) {
            this.inFlight -= 1;
            return answerOf('network', receipt);
          }
          this.calls.push(call);
        }
        if (latency === 'hang') return dead;
        await sleep(this.clock, latency, signal);
        this.inFlight -= 1;
        return alive() ? answerOf(kind, receipt, retryAfterSeconds, said) : dead;
      },
    };
    // A process that was killed does not act any more: its clock stands still.
    const clock = {
      now: () => this.clock.now(),
      monotonic: () => this.clock.monotonic(),
      after: (delay: Milliseconds, run: () => void) =>
        this.clock.after(delay, () => {
          if (alive()) run();
        }),
    };
    return createPulls({
      store,
      budget,
      service,
      clock,
      random: seededRandom(7),
      limits: () => this.limits,
      hours: () => this.hours,
      paused: false,
      online: () => this.online,
      mayPass: (error) => this.mayPass(error),
      onEvent: (event) => {
        this.events.push(event);
        this.onEvent(event);
      },
    });
  }
}
