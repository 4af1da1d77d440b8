import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';

interface Which {
  readonly id: number;
  readonly receipt: string;
}

/** Putting a case on hold and taking that off; each says what it did. */
export function useHold() {
  const { t } = useTranslation('retention');
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  const set = async ({ id, receipt }: Which, reason: string | null): Promise<void> => {
    const kept = await ask('retention.hold', { id, reason });
    if (!kept.ok) report(kept.problem);
    else show({ words: t(reason === null ? 'hold.release_done' : 'hold.put_done', { receipt }) });
  };
  return {
    put: (which: Which, reason: string) => set(which, reason),
    release: (which: Which) => set(which, null),
  };
}
