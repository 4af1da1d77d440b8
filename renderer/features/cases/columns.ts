import type { CaseSort } from '../../../shared/contract/cases.ts';

export interface Column {
  readonly id: CaseSort['by'];
  /** In a narrow window it stands below another column instead of beside it. */
  readonly under?: CaseSort['by'];
}

/** The columns of the table, in order. Their widths are in cases.css. */
export const COLUMNS: readonly Column[] = [
  { id: 'receipt' },
  { id: 'client' },
  { id: 'form', under: 'receipt' },
  { id: 'title' },
  { id: 'group' },
  { id: 'saidOn' },
  { id: 'askedAt' },
  { id: 'nextCheckAt', under: 'askedAt' },
];
