import type { CaseDetail, ChangeView, ObservationView } from '../../../shared/contract/cases.ts';
import { instant, type CivilDate, type Instant } from '../../../shared/clock.ts';
import type { HistoryEntry } from '../../../shared/service/answer.ts';

/** One thing that happened: what USCIS's history says, or what we saw ourselves. */
export type TimelineEntry =
  | { readonly kind: 'history'; readonly date: CivilDate | null; readonly entry: HistoryEntry }
  | { readonly kind: 'change'; readonly at: Instant; readonly change: ChangeView }
  | { readonly kind: 'first'; readonly at: Instant; readonly observation: ObservationView }
  | { readonly kind: 'added'; readonly at: Instant };

/**
 * USCIS's history and our own sight of the case on one axis, newest first; what USCIS gave no date comes last. A date
 * without a time counts as the end of its day, because USCIS acts before we can see it; `endOfDay` knows the reader's zone.
 */
export function timelineOf(
  detail: Pick<CaseDetail, 'history' | 'changes' | 'observations' | 'createdAt'>,
  endOfDay: (date: CivilDate) => Instant = localEndOfDay,
): TimelineEntry[] {
  const first = detail.observations.at(-1);
  const entries: TimelineEntry[] = [
    ...detail.changes.map((change) => ({ kind: 'change' as const, at: change.seenAt, change })),
    ...detail.history.map((entry) => ({ kind: 'history' as const, date: entry.date, entry })),
    ...(first === undefined ? [] : [{ kind: 'first' as const, at: first.firstSeenAt, observation: first }]),
    { kind: 'added', at: detail.createdAt },
  ];
  const moment = (entry: TimelineEntry): number => {
    if (entry.kind !== 'history') return entry.at;
    return entry.date === null ? Number.NEGATIVE_INFINITY : endOfDay(entry.date);
  };
  return entries
    .map((entry) => ({ entry, at: moment(entry) }))
    .sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
    .map(({ entry }) => entry);
}

/** The last millisecond of a day where the reader is. */
const localEndOfDay = (date: CivilDate): Instant => instant(new Date(`${date}T23:59:59.999`).getTime());
