import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/problem.ts';
import { useToasts } from './toast-context.ts';

/** Tells of a problem that has no place of its own on the screen: a toast that stays until it is dismissed. */
export function useReportProblem(): (problem: Problem) => void {
  const { t } = useTranslation('problems');
  const { show } = useToasts();
  return useCallback(
    (problem: Problem) => {
      show({ words: `${t(`${problem.kind}.title`)} ${t(`${problem.kind}.action`)}`, isProblem: true });
    },
    [show, t],
  );
}
