import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/jobs.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import './jobs.css';

/** How far is what takes long in the open workspace, with a way to end it. It shows itself after half a second. */
export function JobProgress() {
  const job = useAsked('jobs.state', null).data ?? null;
  return job !== null && <Running job={job} />;
}

function Running({ job: { kind, done, total } }: { readonly job: Job }) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const cancel = async (): Promise<void> => {
    const result = await ask('jobs.cancel', null);
    if (!result.ok) report(result.problem);
  };
  const words = t(kind === 'export_cases' ? 'job.cases' : 'job.lines', {
    done: formats.number(done),
    total: formats.number(total),
  });
  return (
    <div className="job">
      <Progress
        label={t(`job.${kind}`)}
        value={total === 0 ? null : done}
        total={total}
        {...(total === 0 ? {} : { words })}
      />
      <Button icon={X} onPress={() => void cancel()}>
        {t('action.cancel')}
      </Button>
    </div>
  );
}
