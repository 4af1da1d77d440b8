import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../shared/problem.ts';
import { useNavigation, useRemembered } from '../../app/navigation.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { CaseCells } from './case-row.tsx';
import { moveTo } from './keys.ts';
import { TableHead } from './table-head.tsx';
import { useCasePages } from './use-case-pages.ts';
import type { TableSelection } from './use-table-selection.ts';
import type { CasesView } from './view.ts';

interface CaseTableProps {
  readonly view: CasesView;
  readonly onView: (view: CasesView) => void;
  /** How many rows there are; where they are not counted yet, how many are known of. */
  readonly rows: number;
  readonly isCounted: boolean;
  readonly selection: TableSelection;
}

/** The row that takes part in the Tab order. Another filter or sorting begins at the first. */
interface Place {
  readonly index: number;
  readonly view: CasesView;
}

/** The height of a row, in pixels; it stands in cases.css too. */
const ROW = 50;

/**
 * Every case that the filter finds, however many: only the rows in sight exist. One row takes part in the Tab order; the
 * arrows move it.
 */
export function CaseTable({ view, onView, rows, isCounted, selection }: CaseTableProps) {
  const { t } = useTranslation('cases');
  const { go } = useNavigation();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useRemembered<Place>('cases.active', { index: 0, view });
  const current = active.view === view ? Math.min(active.index, Math.max(rows - 1, 0)) : 0;
  const [focusNext, setFocusNext] = useState(false);

  const rangeExtractor = useCallback(
    (range: Range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
    [current],
  );
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    rangeExtractor,
    scrollPaddingStart: ROW,
    initialOffset: () => Math.max(0, (current - 4) * ROW),
  });
  const inSight = virtual.range;
  const pages = useCasePages(view, inSight?.startIndex ?? 0, Math.min((inSight?.endIndex ?? 20) + 10, rows));
  const activeRow = pages.rowAt(current);

  const shownView = useRef(view);
  useEffect(() => {
    if (shownView.current === view) return;
    shownView.current = view;
    scroller.current?.scrollTo({ top: 0 });
  }, [view]);
  useEffect(() => {
    if (!focusNext) return;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true });
    setFocusNext(false);
  }, [focusNext, current]);

  const move = (to: number): void => {
    setActive({ index: to, view });
    virtual.scrollToIndex(to, { align: 'auto' });
    setFocusNext(true);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest('[role="columnheader"]') !== null) return;
    const to = moveTo(event.key, current, rows, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    if (to !== null && !event.altKey) move(to);
    else if (event.key === 'Enter' && activeRow !== undefined) go({ screen: 'case', id: activeRow.id });
    else if (event.key === ' ' && activeRow !== undefined) selection.toggle(activeRow.id, current);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) void selection.all();
    else if (event.key === 'Escape' && selection.ids.size > 0) selection.clear();
    else return;
    event.preventDefault();
  };
  const focusIn = (event: FocusEvent): void => {
    const index = event.target instanceof HTMLElement ? event.target.dataset['index'] : undefined;
    if (index !== undefined && Number(index) !== current) setActive({ index: Number(index), view });
  };

  return (
    <div
      ref={scroller}
      className="table"
      role="grid"
      aria-label={t('table')}
      aria-rowcount={isCounted ? rows + 1 : -1}
      aria-multiselectable
      onKeyDown={press}
      onFocus={focusIn}
    >
      <div role="rowgroup" className="table-top">
        <TableHead
          sort={view.sort}
          onSort={(sort) => onView({ ...view, sort })}
          selected={selection.ids.size === 0 ? 'none' : isCounted && selection.ids.size >= rows ? 'all' : 'some'}
          onSelectAll={(selected) => (selected ? void selection.all() : selection.clear())}
        />
      </div>
      <TableProblem problem={pages.problem} />
      <div role="rowgroup" className="table-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = pages.rowAt(index);
          const isSelected = row !== undefined && selection.ids.has(row.id);
          return (
            <div
              // By place, not by case: the row that has the focus must stay when its case arrives or leaves.
              key={index}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={isSelected}
              tabIndex={index === current ? 0 : -1}
              data-index={index}
              className="table-row"
              style={{ transform: `translateY(${start}px)` }}
              onDoubleClick={() => {
                if (row !== undefined) go({ screen: 'case', id: row.id });
              }}
            >
              {row === undefined ? (
                <div role="gridcell" className="cell quiet">
                  <span className="sr-only">{t('loading_row')}</span>
                </div>
              ) : (
                <CaseCells
                  row={row}
                  isSelected={isSelected}
                  onSelect={(selected, extend) => selection.set(row.id, index, selected, extend ? pages.rowAt : null)}
                  onOpen={() => go({ screen: 'case', id: row.id })}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function TableProblem({ problem }: { readonly problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <div role="row">
      <div role="gridcell">
        <ProblemMessage problem={problem} />
      </div>
    </div>
  );
}
