import type { DueCheck, OpenPull, WatchedCase } from '../../shared/case/watched-case.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { CivilDate, Instant } from '../../shared/clock.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';
import type { Answer } from '../../shared/service/answer.ts';

/** What the pulls need of the service: one call for one case. Never throws for anything that the service does. */
export interface CaseService {
  /** The fingerprint of the key that calls go out with; null: it has not been read. */
  key(): string | null;
  /**
   * `sending` is asked at the moment at which a call for the case leaves (again, when it has to be repeated with a new
   * token), with the fingerprint of its key. The pace is measured from there: fetching a token first must not bring two calls
   * together. False: it must not leave, and what is given then tells nothing. `turn` is waited for before each call, and
   * resolves when the pace lets it leave: `sending` comes right after.
   */
  check(
    receipt: ReceiptNumber,
    signal: AbortSignal,
    sending: (key: string) => boolean,
    turn: () => Promise<void>,
  ): Promise<Answer>;
}

/** When a call is counted: now, and the days of the service's zone that it may fall on. Around midnight they are two. */
export interface CallTime {
  readonly now: Instant;
  readonly first: CivilDate;
  readonly last: CivilDate;
}

/** What is known of a key's calls on a day (of the fuller one, where there are two). */
export interface DayCount {
  readonly used: number;
  /** Until when USCIS gives no more calls, as it said itself; null: it did not say so. */
  readonly spentUntil: Instant | null;
  /** The count of a day was damaged: how many calls were made nobody knows. */
  readonly lost: boolean;
}

/** The calls of each key, whichever workspace made them. A key is told by its fingerprint. */
export interface BudgetStore {
  count(key: string, time: CallTime): DayCount;
  /**
   * Takes one call on each day of `time`; false, and nothing taken, where `allowed` are used. It must be on the disk before the
   * call is made: `reachDisk` or `sync` bring it there.
   */
  reserve(key: string, time: CallTime, allowed: number): boolean;
  /** Resolves when what was reserved by now is on the disk, rejects where the disk refuses it. */
  reachDisk(): Promise<void>;
  /** The same in place. */
  sync(): void;
  /** USCIS said that it gives no more calls until then; null: it gives them again. Durable. */
  tell(key: string, until: Instant | null, time: CallTime): void;
}

/** The pulls' view of the store. Every method is one transaction, durable when it returns, but for `recordAnswer`. */
export interface PullStore {
  /**
   * Cases whose next check is at or before `now`, without those that an open pull holds already: the first so many behind
   * `last`, in the order of their next checks. Null: from the beginning.
   */
  dueCases(now: Instant, last: WatchedCase | null, most: number): WatchedCase[];
  /**
   * Makes cases due that were asked more than an hour from now: the clock was set back since, and their next checks were
   * planned by a time that is not.
   */
  mendPlans(now: Instant): void;
  /** The earliest next check of all cases that are not in an open pull; null: none. */
  nextDueAt(): Instant | null;
  openPull(): OpenPull | null;
  /** Begins a pull of these cases in this order, leaving out what is no case. At most one pull is open. */
  beginPull(reason: PullReason, caseIds: readonly number[], now: Instant): OpenPull;
  /** Puts cases into the open pull, in this order, behind those that are there for the same reason. Gives how many. */
  append(pullId: number, caseIds: readonly number[], reason: PullReason): number;
  /**
   * Puts cases at the front of the open pull, in this order, as `check_now`: a check without an answer moves there, a case
   * that is not in the pull or has its answer gets a new check. Leaves out what is no case. Gives how many are queued so.
   */
  putFirst(pullId: number, caseIds: readonly number[]): number;
  /**
   * The first check of the pull, or the one so many (`skip`) behind it, that has no answer yet and is not among `except`
   * (calls in flight: a few). Leaves out cases that were archived since, unless they were asked for by `check_now`. Null:
   * there is none.
   */
  nextCheck(pullId: number, except: ReadonlySet<number>, skip?: number): DueCheck | null;
  /** Sends a check behind its like, with one attempt more: a `check_now` behind the others, and before the schedule. */
  postpone(checkId: number): void;
  /**
   * Records an answer: observation, changes, their announcements, the check's line in the log and the case's next check,
   * all or nothing. A check is recorded once; a second time does nothing. On the disk some milliseconds later: an answer that
   * a power cut takes is asked for again, and was not announced.
   */
  recordAnswer(
    checkId: number,
    answer: Answer,
    at: Instant,
    nextCheckAt: (after: WatchedCase) => Instant | null,
    key: string | null,
  ): void;
  finishPull(pullId: number, at: Instant): void;
}
