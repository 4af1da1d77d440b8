import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Problem } from '../../../shared/problem.ts';
import { useWorkspace } from '../../app/app-state.ts';
import { ask, ProblemError } from '../../app/ask.ts';
import { askedOptions, useAsked } from '../../app/queries.ts';
import { PAGE } from './use-case-pages.ts';
import type { CasesView } from './view.ts';

export interface CaseCount {
  /** How many cases the filter finds; undefined: they are not counted yet. */
  readonly total: number | undefined;
  /** How many rows the table has meanwhile: at least those of its first page. Undefined: nothing is known yet. */
  readonly rows: number | undefined;
  readonly problem: Problem | null;
}

/** How many cases there are. To count thousands that a search finds takes longer than to read a page of them: that does not wait. */
export function useCaseCount({ filter, sort }: CasesView): CaseCount {
  const workspace = useWorkspace()?.id ?? null;
  const count = useQuery({
    ...askedOptions('cases.count', { filter }, workspace),
    // A query that looks at its signal is given up when another filter takes its place: its number is then never shown.
    queryFn: async ({ signal }) => {
      const counted = await ask('cases.count', { filter }, workspace);
      signal.throwIfAborted();
      if (!counted.ok) throw new ProblemError(counted.problem);
      return counted.value;
    },
    enabled: workspace !== null,
    placeholderData: keepPreviousData,
  });
  const counted = count.data?.total ?? undefined;
  const isKnown = counted !== undefined && !count.isPlaceholderData;
  const first = useAsked('cases.page', { filter, sort, offset: 0, limit: PAGE }, { enabled: !isKnown });
  const found = first.data?.rows.length;
  const problem = count.error?.problem ?? null;
  if (isKnown) return { total: counted, rows: counted, problem };
  if (found === undefined) return { total: undefined, rows: counted, problem };
  if (found < PAGE) return { total: found, rows: found, problem };
  return { total: undefined, rows: Math.max(found, counted ?? 0), problem };
}
