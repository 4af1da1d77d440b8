import type { CaseFilter, CaseSort } from '../../../shared/contract/cases.ts';

/** How the table of cases is filtered and sorted. */
export interface CasesView {
  readonly filter: CaseFilter;
  readonly sort: CaseSort;
}

export const FIRST_VIEW: CasesView = {
  filter: { search: '', stage: null, group: null, only: 'all', archived: false },
  sort: { by: 'saidOn', descending: true },
};

/** Under these names the page remembers the view, and that cases are to be added when the screen opens. */
export const CASES_VIEW = 'cases.view';
export const CASES_ADDING = 'cases.adding';

/** Does the filter leave anything out, apart from the archive? */
export const isFiltered = ({ search, stage, group, only }: CaseFilter): boolean =>
  search !== '' || stage !== null || group !== null || only !== 'all';
