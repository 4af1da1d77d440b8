import type { DueCheck, OpenPull, WatchedCase } from '../../shared/case/watched-case.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { Answer, AnswerKind } from '../../shared/service/answer.ts';
import { HOUR, type Instant } from '../../shared/clock.ts';
import type { PullStore } from '../../electron/pulls/ports.ts';

export interface RecordedCheck {
  readonly pullId: number;
  readonly caseId: number;
  readonly answer: AnswerKind;
  readonly at: Instant;
}

interface Check {
  readonly id: number;
  readonly pullId: number;
  readonly caseId: number;
  reason: PullReason;
  position: number;
  attempts: number;
  answered: boolean;
}

/** A case as the pulls know it, with its last answer as the cases keep it. */
type KeptCase = WatchedCase & Pick<DueCheck, 'lastAnswer'>;
type NewCase = Partial<Omit<KeptCase, 'id'>>;

/** Keeps what the pulls need in memory, with the promises of `PullStore` kept to the letter. It outlives an engine. */
export class MemoryPullStore implements PullStore {
  readonly recorded: RecordedCheck[] = [];
  readonly pulls: (OpenPull & { readonly finishedAt: Instant })[] = [];
  readonly #cases = new Map<number, KeptCase>();
  #checks: Check[] = [];
  /** What `dueCases` gives out in parts. */
  #due: WatchedCase[] = [];
  #open: Omit<OpenPull, 'total' | 'done'> | null = null;
  #lastId = 0;

  /** Adds a case that is due from `nextCheckAt` on (from ever, when left out). Gives its id. */
  add(more: NewCase = {}): number {
    const id = this.#newId();
    const ever = 0 as Instant;
    this.#cases.set(id, {
      id,
      cadence: 'automatic',
      stage: 'pending',
      saidOn: null,
      pinned: false,
      archived: false,
      askedAt: null,
      nextCheckAt: ever,
      lastAnswer: null,
      ...more,
    });
    return id;
  }

  change(caseId: number, change: NewCase): void {
    this.#cases.set(caseId, { ...this.#case(caseId), ...change });
  }

  remove(caseId: number): void {
    this.#cases.delete(caseId);
    this.#checks = this.#checks.filter((check) => check.caseId !== caseId);
  }

  static receiptOf(caseId: number): ReceiptNumber {
    return `ZZZ${String(caseId).padStart(10, '0')}` as ReceiptNumber;
  }

  dueCases(now: Instant, last: WatchedCase | null, most: number): WatchedCase[] {
    const from = last === null ? -1 : this.#due.indexOf(last);
    if (last === null) {
      this.#due = this.#outside()
        .filter(({ nextCheckAt }) => nextCheckAt !== null && nextCheckAt <= now)
        .sort((a, b) => (a.nextCheckAt ?? 0) - (b.nextCheckAt ?? 0) || a.id - b.id);
    }
    return this.#due.slice(from + 1, from + 1 + most);
  }

  mendPlans(now: Instant): void {
    for (const watched of this.#cases.values()) {
      const { askedAt, nextCheckAt, archived } = watched;
      if (archived || askedAt === null || askedAt <= now + HOUR || nextCheckAt === null || nextCheckAt <= now) continue;
      this.#cases.set(watched.id, { ...watched, nextCheckAt: now });
    }
  }

  watchedCase(caseId: number): WatchedCase | null {
    return this.#cases.get(caseId) ?? null;
  }

  nextDueAt(): Instant | null {
    let earliest: Instant | null = null;
    for (const { nextCheckAt } of this.#outside()) {
      if (nextCheckAt !== null && (earliest === null || nextCheckAt < earliest)) earliest = nextCheckAt;
    }
    return earliest;
  }

  openPull(): OpenPull | null {
    if (this.#open === null) return null;
    const done = this.#checks.filter((check) => check.answered).length;
    return { ...this.#open, total: this.#checks.length, done };
  }

  beginPull(reason: PullReason, caseIds: readonly number[], now: Instant): OpenPull {
    if (this.#open !== null) throw new Error('a pull is open already');
    const id = this.#newId();
    this.#open = { id, reason, startedAt: now };
    this.#checks = caseIds
      .filter((caseId) => this.#cases.has(caseId))
      .map((caseId, position) => this.#newCheck(id, caseId, reason, position));
    return { id, reason, startedAt: now, total: this.#checks.length, done: 0 };
  }

  append(pullId: number, caseIds: readonly number[], reason: PullReason): number {
    this.#mustBeOpen(pullId);
    const known = caseIds.filter((caseId) => this.#cases.has(caseId));
    for (const caseId of known) {
      const waiting = this.#checks.find((check) => check.caseId === caseId && !check.answered);
      const position = Math.max(-1, ...this.#checks.map((check) => check.position)) + 1;
      if (waiting === undefined) this.#checks.push(this.#newCheck(pullId, caseId, reason, position));
      else if (reason === 'check_now') Object.assign(waiting, { position, reason });
    }
    return known.length;
  }

  putFirst(pullId: number, caseIds: readonly number[]): number {
    this.#mustBeOpen(pullId);
    const first = Math.min(0, ...this.#checks.map((check) => check.position)) - caseIds.length;
    const known = caseIds.filter((caseId) => this.#cases.has(caseId));
    for (const [index, caseId] of known.entries()) {
      const waiting = this.#checks.find((check) => check.caseId === caseId && !check.answered);
      if (waiting === undefined) this.#checks.push(this.#newCheck(pullId, caseId, 'check_now', first + index));
      else Object.assign(waiting, { position: first + index, reason: 'check_now' });
    }
    return known.length;
  }

  nextCheck(pullId: number, except: ReadonlySet<number>, skip = 0): DueCheck | null {
    this.#mustBeOpen(pullId);
    const asked = (check: Check): boolean => check.reason === 'check_now' || !this.#case(check.caseId).archived;
    this.#checks = this.#checks.filter((check) => check.answered || except.has(check.id) || asked(check));
    const check = this.#checks
      .filter(({ id, answered }) => !answered && !except.has(id))
      .sort((a, b) => Number(a.reason !== 'check_now') - Number(b.reason !== 'check_now') || a.position - b.position)
      .at(skip);
    if (check === undefined) return null;
    const { id, caseId, reason, attempts } = check;
    const { lastAnswer } = this.#case(caseId);
    return { id, caseId, receipt: MemoryPullStore.receiptOf(caseId), reason, attempts, lastAnswer };
  }

  postpone(checkId: number): void {
    const check = this.#checks.find(({ id, answered }) => id === checkId && !answered);
    if (check === undefined) return;
    check.attempts += 1;
    check.position = Math.max(...this.#checks.map(({ position }) => position)) + 1;
  }

  recordAnswer(checkId: number, answer: Answer, at: Instant, next: (after: WatchedCase) => Instant | null): void {
    const check = this.#checks.find(({ id, answered }) => id === checkId && !answered);
    if (check === undefined) return;
    check.answered = true;
    const after = { ...this.#case(check.caseId), askedAt: at, lastAnswer: answer.kind };
    this.#cases.set(check.caseId, { ...after, nextCheckAt: next(after) });
    this.recorded.push({ pullId: check.pullId, caseId: check.caseId, answer: answer.kind, at });
  }

  finishPull(pullId: number, at: Instant): void {
    const pull = this.openPull();
    if (pull?.id !== pullId) throw new Error('that pull is not open');
    this.pulls.push({ ...pull, finishedAt: at });
    this.#open = null;
    this.#checks = [];
  }

  /** Watched cases that no open check holds. */
  #outside(): KeptCase[] {
    const held = new Set(this.#checks.filter((check) => !check.answered).map((check) => check.caseId));
    return [...this.#cases.values()].filter((watched) => !watched.archived && !held.has(watched.id));
  }

  #case(caseId: number): KeptCase {
    const found = this.#cases.get(caseId);
    if (found === undefined) throw new Error(`no case ${caseId}`);
    return found;
  }

  #mustBeOpen(pullId: number): void {
    if (this.#open?.id !== pullId) throw new Error('that pull is not open');
  }

  #newCheck(pullId: number, caseId: number, reason: PullReason, position: number): Check {
    return { id: this.#newId(), pullId, caseId, reason, position, attempts: 0, answered: false };
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
