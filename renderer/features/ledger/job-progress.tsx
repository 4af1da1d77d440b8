import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerJob } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import './ledger.css';

/** How far the ledger's job is, with a way to end it. It shows itself after half a second. */
export function JobProgress({ job }: { readonly job: LedgerJob }) {
  const { t } = useTranslation(['ledger', 'common']);
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const cancel = async (): Promise<void> => {
    const result = await ask('ledger.cancel', null);
    if (!result.ok) report(result.problem);
  };
  const words = t('verify.progress', { done: formats.number(job.done), total: formats.number(job.total) });
  return (
    <div className="ledger-job">
      <Progress
        label={job.kind === 'verify' ? t('verify.busy') : t('export.busy')}
        value={job.total === 0 ? null : job.done}
        total={job.total}
        {...(job.total === 0 ? {} : { words })}
      />
      <Button icon={X} onPress={() => void cancel()}>
        {t('common:action.cancel')}
      </Button>
    </div>
  );
}
