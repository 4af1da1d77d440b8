import { GROUPS, stageOf, type Group, type Stage } from '../../../shared/case/status-groups.ts';
import type { CaseFilter, CaseSort } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';

/** How the table of cases is filtered and sorted. */
export interface CasesView {
  readonly filter: CaseFilter;
  readonly sort: CaseSort;
  /** While somebody searches: the best match first, until a column is chosen. */
  readonly matchFirst: boolean;
}

export const FIRST_VIEW: CasesView = {
  filter: WATCHED_CASES,
  sort: { by: 'saidOn', descending: true },
  matchFirst: true,
};

/** Under these names the page remembers the view, and that cases are to be added when the screen opens. */
export const CASES_VIEW = 'cases.view';
export const CASES_ADDING = 'cases.adding';

/** A view in the order in which it is shown. */
export const asShown = (view: CasesView): CasesView =>
  view.matchFirst && view.filter.search !== '' ? { ...view, sort: { by: 'match', descending: false } } : view;

/** Another filter. A search that is over takes its order with it. */
export const withFilter = (view: CasesView, filter: CaseFilter): CasesView => ({
  ...view,
  filter,
  matchFirst: view.matchFirst || filter.search === '',
});

/** Does the filter leave anything out, apart from the archive? */
export const isFiltered = ({ search, stage, group, only }: CaseFilter): boolean =>
  search !== '' || stage !== null || group !== null || only !== 'all';

/** The groups that cases of a stage can be in; null: of any stage. */
export const groupsIn = (stage: Stage | null): readonly Group[] =>
  GROUPS.filter((group) => stage === null || stageOf(group) === stage);

/** Another stage; a group in which it has no cases is let go. */
export const withStage = (filter: CaseFilter, stage: Stage | null): CaseFilter => ({
  ...filter,
  stage,
  group: filter.group !== null && groupsIn(stage).includes(filter.group) ? filter.group : null,
});
