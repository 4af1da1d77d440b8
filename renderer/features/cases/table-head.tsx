import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CaseSort } from '../../../shared/contract/cases.ts';
import { COLUMNS, type ColumnName } from './columns.ts';

interface TableHeadProps {
  readonly sort: CaseSort;
  readonly onSort: (sort: CaseSort) => void;
  readonly selected: 'none' | 'some' | 'all';
  readonly onSelectAll: (selected: boolean) => void;
}

/** Dates begin with the newest, words with A. */
const FIRST_DESCENDING = new Set<ColumnName>(['saidOn', 'askedAt']);

/** The head of the table: sorts by any column, selects everything. */
export function TableHead({ sort, onSort, selected, onSelectAll }: TableHeadProps) {
  const { t } = useTranslation('cases');
  const sortBy = (by: ColumnName): void =>
    onSort({ by, descending: sort.by === by ? !sort.descending : FIRST_DESCENDING.has(by) });
  return (
    <div role="row" aria-rowindex={1} className="table-row table-head">
      <div role="columnheader" className="cell cell-select">
        <input
          type="checkbox"
          aria-label={t('select_all')}
          checked={selected === 'all'}
          ref={(box) => {
            if (box !== null) box.indeterminate = selected === 'some';
          }}
          onChange={(event) => onSelectAll(event.target.checked)}
        />
      </div>
      {COLUMNS.map(({ id }) => (
        <div
          key={id}
          role="columnheader"
          className={`cell cell-${id}`}
          aria-sort={sort.by !== id ? 'none' : sort.descending ? 'descending' : 'ascending'}
        >
          <SortButton by={id} sort={sort} onPress={() => sortBy(id)} />
          {COLUMNS.filter(({ under }) => under === id).map((folded) => (
            <span key={folded.id} className="cell-under">
              <SortButton by={folded.id} sort={sort} onPress={() => sortBy(folded.id)} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

interface SortButtonProps {
  readonly by: ColumnName;
  readonly sort: CaseSort;
  readonly onPress: () => void;
}

function SortButton({ by, sort, onPress }: SortButtonProps) {
  const { t } = useTranslation('cases');
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <button type="button" className="sort-button" onClick={onPress} title={t(`column.${by}`)}>
      <span className="cut">{t(`column.${by}`)}</span>
      {sort.by === by && <Arrow aria-hidden size={14} />}
    </button>
  );
}
