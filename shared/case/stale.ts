import type { Instant } from '../clock.ts';
import type { AnswerKind } from '../service/answer.ts';
import { checkEvery, type CadenceInput } from './cadence.ts';

/** What it depends on whether the shown status of a case can still be relied on. */
interface Standing extends CadenceInput {
  readonly lastAnswer: AnswerKind | null;
  /** Null: never by itself. */
  readonly nextCheckAt: Instant | null;
}

/** Why what is shown of a case may be out of date. */
type Staleness =
  /** The last check brought no word on the case. */
  | { readonly kind: 'unanswered'; readonly answer: AnswerKind }
  /** A check that was due then was not made for longer than the case's cadence. */
  | { readonly kind: 'overdue'; readonly dueAt: Instant };

/** Answers that say something about the case itself. */
const WORDS: ReadonlySet<AnswerKind> = new Set(['status', 'not_recognised']);

/**
 * Whether what is shown of a case may be out of date, and why; null: it is not. The one meaning of "stale": the store's
 * column `stale_from` (electron/store/schema.ts) says the same in SQL.
 */
export function stalenessOf(standing: Standing, now: Instant): Staleness | null {
  const { lastAnswer, nextCheckAt } = standing;
  if (lastAnswer !== null && !WORDS.has(lastAnswer)) return { kind: 'unanswered', answer: lastAnswer };
  if (nextCheckAt === null) return null;
  const every = checkEvery(standing, nextCheckAt);
  return every !== null && nextCheckAt + every < now ? { kind: 'overdue', dueAt: nextCheckAt } : null;
}
