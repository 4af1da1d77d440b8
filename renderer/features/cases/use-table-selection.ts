import { useCallback, useMemo, useState } from 'react';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import type { CasesView } from './view.ts';

export interface TableSelection {
  readonly ids: ReadonlySet<number>;
  readonly toggle: (id: number, index: number) => void;
  /** With `rowAt`: everything between this row and the last one that was clicked. */
  readonly set: (
    id: number,
    index: number,
    selected: boolean,
    rowAt: ((index: number) => CaseRow | undefined) | null,
  ) => void;
  /** Every case that the filter finds, in sight or not. */
  readonly all: () => Promise<void>;
  readonly clear: () => void;
}

const NONE: ReadonlySet<number> = new Set();

interface Chosen {
  readonly ids: ReadonlySet<number>;
  /** The place of the row that was touched last. */
  readonly anchor: number;
  /** What was filtered for: another filter, and nothing is selected. Nobody acts on rows that he does not see. */
  readonly filter: CasesView['filter'];
}

/** Which cases are selected, among however many. */
export function useTableSelection({ filter, sort }: CasesView): TableSelection {
  const ask = useAsk();
  const report = useReportProblem();
  const [chosen, setChosen] = useState<Chosen>({ ids: NONE, anchor: 0, filter });
  const ids = chosen.filter === filter ? chosen.ids : NONE;

  const change = useCallback(
    (anchor: number, alter: (ids: Set<number>, lastAnchor: number) => void) => {
      setChosen((before) => {
        const after = new Set(before.filter === filter ? before.ids : NONE);
        alter(after, before.anchor);
        return { ids: after, anchor, filter };
      });
    },
    [filter],
  );
  return useMemo(
    (): TableSelection => ({
      ids,
      toggle: (id, index) =>
        change(index, (set) => {
          if (!set.delete(id)) set.add(id);
        }),
      set: (id, index, selected, rowAt) =>
        change(index, (set, anchor) => {
          const [from, to] = rowAt === null ? [index, index] : [Math.min(anchor, index), Math.max(anchor, index)];
          for (let at = from; at <= to; at += 1) {
            const each = at === index ? id : rowAt?.(at)?.id;
            if (each === undefined) continue;
            if (selected) set.add(each);
            else set.delete(each);
          }
        }),
      all: async () => {
        const result = await ask('cases.ids', { filter, sort });
        if (result.ok) setChosen({ ids: new Set(result.value.ids), anchor: 0, filter });
        else report(result.problem);
      },
      clear: () => setChosen({ ids: NONE, anchor: 0, filter }),
    }),
    [ids, change, ask, filter, sort, report],
  );
}
