import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useWorkspace } from '../../app/app-state.ts';
import { askedOptions } from '../../app/queries.ts';
import type { CasesView } from './view.ts';

/** So many rows are asked for at once. */
export const PAGE = 100;

export interface CasePages {
  /** The row at a place of the table; undefined while it is not there yet. */
  readonly rowAt: (index: number) => CaseRow | undefined;
  readonly problem: Problem | null;
}

/** The pages of the table that hold the rows from `first` to `last`, asked for as they come into sight. */
export function useCasePages({ filter, sort }: CasesView, first: number, last: number): CasePages {
  const workspace = useWorkspace()?.id ?? null;
  const [from, to] = [Math.floor(first / PAGE), Math.floor(Math.max(first, last) / PAGE)];
  const numbers = useMemo(() => Array.from({ length: to - from + 1 }, (_, step) => from + step), [from, to]);
  const pages = useQueries({
    queries: numbers.map((page) =>
      askedOptions('cases.page', { filter, sort, offset: page * PAGE, limit: PAGE }, workspace),
    ),
  });
  return {
    rowAt: (index) => pages[Math.floor(index / PAGE) - from]?.data?.rows[index % PAGE],
    problem: pages.find(({ error }) => error !== null)?.error?.problem ?? null,
  };
}
