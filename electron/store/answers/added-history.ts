import { comparable } from '../../../shared/case/text.ts';
import type { HistoryEntry, StatusContent } from '../../../shared/service/answer.ts';

const keyOf = ({ date, text }: HistoryEntry): string =>
  JSON.stringify([date, comparable(text.en), comparable(text.es ?? '')]);

/** The lines of USCIS's history that are new, each as often as it is: the same comparison as `history_added`. */
export function addedHistory(before: StatusContent, after: StatusContent): HistoryEntry[] {
  const known = new Map<string, number>();
  for (const entry of before.history) known.set(keyOf(entry), (known.get(keyOf(entry)) ?? 0) + 1);
  return after.history.filter((entry) => {
    const left = known.get(keyOf(entry)) ?? 0;
    known.set(keyOf(entry), left - 1);
    return left <= 0;
  });
}
