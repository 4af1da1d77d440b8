import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { useAsk } from '../../app/queries.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useAction } from '../../ui/use-action.ts';
import { useWhenWords } from './when-words.ts';

/** How much of today's calls is used, kept back and left. */
export function BudgetCard({ budget, stretched }: Pick<Activity, 'budget' | 'stretched'>) {
  const { t } = useTranslation('activity');
  const formats = useFormats();
  const when = useWhenWords();
  const { used, limit, reserved, resetsAt, spent } = budget;
  const left = spent === null ? Math.max(0, limit - used) : 0;
  return (
    <section className="card activity-card" aria-labelledby="budget">
      <h2 id="budget">{t('budget.title')}</h2>
      {spent !== 'count_lost' && (
        <Progress
          label={t('budget.label')}
          value={Math.min(used, limit)}
          total={limit}
          words={t('budget.line', { used: formats.number(used), limit: formats.number(limit) })}
        />
      )}
      <dl className="facts">
        {/* Unknown is not none. */}
        {spent === 'count_lost' && (
          <>
            <dt>{t('budget.label')}</dt>
            <dd>{t('budget.unknown')}</dd>
          </>
        )}
        <dt>{t('budget.left')}</dt>
        <dd className="numbers">{formats.number(left)}</dd>
        {/* Where no call may be made, none is kept back either. */}
        {spent === null && (
          <>
            <dt>{t('budget.reserved')}</dt>
            <dd className="numbers">{formats.number(reserved)}</dd>
          </>
        )}
      </dl>
      {spent !== null && <p role="note">{t(`budget.spent.${spent}`)}</p>}
      <p className="quiet">{t('budget.resets', { when: when(resetsAt) })}</p>
      {spent === 'told' && <TryAgain />}
      {stretched !== null && (
        <p role="note">
          {t('budget.stretched', {
            count: stretched.cases,
            factor: formats.number(Math.round(stretched.factor * 10) / 10),
          })}
        </p>
      )}
    </section>
  );
}

/** One call finds out whether USCIS gives calls again. */
function TryAgain() {
  const { t } = useTranslation('activity');
  const ask = useAsk();
  const report = useReportProblem();
  const again = useAction(() => ask('pulls.try_again', null));
  const run = async (): Promise<void> => {
    const result = await again.run();
    if (!result.ok) report(result.problem);
  };
  return (
    <div>
      <Button icon={RotateCcw} isPending={again.state.kind === 'busy'} onPress={() => void run()}>
        {t('actions.again')}
      </Button>
    </div>
  );
}
