import type { CASE_SORTS } from '../../../shared/contract/cases.ts';

export type ColumnName = (typeof CASE_SORTS)[number];

export interface Column {
  readonly id: ColumnName;
  /** In a narrow window it stands below another column instead of beside it. */
  readonly under?: ColumnName;
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
