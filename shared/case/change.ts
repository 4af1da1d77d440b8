import type { Bilingual, HistoryEntry, StatusContent } from '../service/answer.ts';
import { comparable } from './text.ts';

/** Kinds of change, the weightiest first. The last two come from answers that say nothing but whether USCIS knows the number. */
export const CHANGE_KINDS = [
  'status_changed',
  'text_changed',
  'history_added',
  'record_touched',
  'not_recognised',
  'recognised_again',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const texts = (value: Bilingual): string => JSON.stringify([comparable(value.en), comparable(value.es ?? '')]);
const entry = (value: HistoryEntry): string => JSON.stringify([value.date, texts(value.text)]);

/** History in one order, since USCIS guarantees none. Repeated entries count. */
const historyKeys = (content: StatusContent): string[] => content.history.map(entry).sort();

/**
 * What an answer says, beside what is known. A history can be null or absent at any time, and "none" is also how USCIS
 * leaves it out; what happened does not un-happen. So an answer without a history takes no line back and is no change for
 * that; the lines that USCIS told before stay, and are not told as new when they come again. An answer with some lines
 * fewer is taken at its word. The answer itself is kept as it came, beside the content.
 */
export const withKnownHistory = (known: StatusContent, told: StatusContent): StatusContent =>
  told.history.length === 0 && known.history.length > 0 ? { ...told, history: known.history } : told;

/**
 * How the words of two answers differ; the weightiest kind first, empty when they say the same. White space, entities
 * and apostrophes do not count. `modifiedDate` alone is `record_touched`; the echo in `message` is never looked at.
 */
export function differences(before: StatusContent, after: StatusContent): ChangeKind[] {
  const kinds: ChangeKind[] = [];
  const [oldHistory, newHistory] = [historyKeys(before), historyKeys(after)];
  const added = missingFrom(oldHistory, newHistory);
  const removed = missingFrom(newHistory, oldHistory);
  if (comparable(before.title.en) !== comparable(after.title.en)) kinds.push('status_changed');
  if (
    comparable(before.title.es ?? '') !== comparable(after.title.es ?? '') ||
    texts(before.description) !== texts(after.description) ||
    before.form !== after.form ||
    removed > 0
  ) {
    kinds.push('text_changed');
  }
  if (added > 0) kinds.push('history_added');
  const touched = before.modifiedAt !== after.modifiedAt || before.submittedAt !== after.submittedAt;
  if (touched && kinds.length === 0) kinds.push('record_touched');
  return kinds;
}

/** How many of `wanted` are not in `present`, each counted as often as it stands there. */
function missingFrom(present: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const key of present) left.set(key, (left.get(key) ?? 0) + 1);
  let missing = 0;
  for (const key of wanted) {
    const count = left.get(key) ?? 0;
    if (count === 0) missing += 1;
    else left.set(key, count - 1);
  }
  return missing;
}
