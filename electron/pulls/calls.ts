import type { DueCheck } from '../../shared/case/watched-case.ts';
import type { Milliseconds } from '../../shared/clock.ts';
import type { Answer } from '../../shared/service/answer.ts';
import type { CaseService } from './ports.ts';

/** A call that came to its end. */
export interface EndedCall {
  readonly check: DueCheck;
  readonly answer: Answer;
  /** When it left, by the monotonic clock; null: it never did. */
  readonly sentAt: Milliseconds | null;
  /** The fingerprint of the key that it left with; null: it never left. */
  readonly key: string | null;
}

/** The calls in flight. Several may be, so that a slow answer does not lower the pace. */
export interface Calls {
  start(check: DueCheck): void;
  /** The checks in flight: none of them may be handed out again. */
  readonly checks: ReadonlySet<number>;
  /** One has been started and has not left yet (it may be waiting for a token): the next one waits for it. */
  readonly leaving: boolean;
  /** Ends every call without an answer, at once, whether the service minds or not. */
  abort(): Promise<void>;
}

interface CallEvents {
  /** A call is about to leave with this key: gives the moment; null: it must not. */
  readonly sending: (key: string) => Milliseconds | null;
  /** Resolves when the pace lets a call leave, or when `signal` is aborted. */
  readonly paced: (signal: AbortSignal) => Promise<void>;
  readonly ended: (call: EndedCall) => void;
  /** A call was not let go: its check waits still. */
  readonly heldBack: () => void;
  /** The service threw: a bug. */
  readonly broke: (error: unknown) => void;
}

export function createCalls(service: CaseService, events: CallEvents): Calls {
  const controller = new AbortController();
  const checks = new Set<number>();
  const running = new Set<Promise<void>>();
  let leaving = 0;
  /** Calls leave one after the other: each waits for the one before, which may be a repeated one. */
  let lastTurn: Promise<void> = Promise.resolve();

  const aborted = new Promise<null>((resolve) => {
    controller.signal.addEventListener(
      'abort',
      () => {
        resolve(null);
      },
      { once: true },
    );
  });

  const run = async (check: DueCheck): Promise<void> => {
    let sentAt = null as Milliseconds | null;
    let sentWith = null as string | null;
    let waits = true;
    let heldBack = false as boolean;
    let letNextGo: () => void = () => undefined;
    const go = (): void => {
      if (waits) leaving -= 1;
      waits = false;
      letNextGo();
    };
    const left = (key: string): boolean => {
      const at = controller.signal.aborted ? null : events.sending(key);
      heldBack = at === null;
      sentAt = at ?? sentAt;
      sentWith = at === null ? sentWith : key;
      go();
      return at !== null;
    };
    /** No other call leaves meanwhile: this one would come right behind it. */
    const turn = async (): Promise<void> => {
      if (!waits) leaving += 1;
      waits = true;
      const before = lastTurn;
      lastTurn = new Promise((resolve) => {
        letNextGo = resolve;
      });
      await before;
      await events.paced(controller.signal);
    };
    let answer: Answer | null;
    try {
      answer = await Promise.race([service.check(check.receipt, controller.signal, left, turn), aborted]);
    } finally {
      checks.delete(check.id);
      go();
    }
    // Aborted calls are not recorded, even if an answer came in the same moment: the next start asks again.
    if (answer === null || controller.signal.aborted) return;
    if (heldBack) events.heldBack();
    else events.ended({ check, answer, sentAt, key: sentWith });
  };

  return {
    start(check) {
      checks.add(check.id);
      leaving += 1;
      const call = run(check).catch(events.broke);
      running.add(call);
      void call.finally(() => running.delete(call));
    },
    checks,
    get leaving() {
      return leaving > 0;
    },
    async abort() {
      controller.abort();
      await Promise.all(running);
    },
  };
}
