import { useMemo } from 'react';
import type { CaseEdit } from '../../../shared/contract/cases.ts';
import type { Result } from '../../../shared/problem.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';

export interface Editing {
  /** What was typed: its field says itself what became of it. */
  readonly change: (edit: CaseEdit) => Promise<Result<unknown>>;
  /** A choice made by one act: says what it did, with Undo. */
  readonly choose: (edit: CaseEdit, words: string) => Promise<void>;
  /** Sets what stood there before an edit. False: it could not, and that was told. */
  readonly putBack: (edit: number) => Promise<boolean>;
}

/** Changes what the office wrote about one case. */
export function useEdit(id: number): Editing {
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  return useMemo((): Editing => {
    const change = (edit: CaseEdit) => ask('cases.change', { id, change: edit });
    const putBack = async (edit: number): Promise<boolean> => {
      const result = await ask('cases.put_back', { id, edit });
      if (!result.ok) report(result.problem);
      return result.ok;
    };
    return {
      change,
      putBack,
      async choose(edit, words) {
        const result = await change(edit);
        if (!result.ok) {
          report(result.problem);
          return;
        }
        const [made] = result.value.edits;
        if (made !== undefined) show({ words, undo: () => void putBack(made) });
      },
    };
  }, [ask, id, report, show]);
}
