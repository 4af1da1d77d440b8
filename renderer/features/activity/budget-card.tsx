import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Progress } from '../../ui/progress.tsx';
import { useWhenWords } from './when-words.ts';

/** How much of today's calls is used, kept back and left. */
export function BudgetCard({ budget, stretched }: Pick<Activity, 'budget' | 'stretched'>) {
  const { t } = useTranslation('activity');
  const formats = useFormats();
  const when = useWhenWords();
  const { used, limit, reserved, resetsAt } = budget;
  return (
    <section className="card activity-card" aria-labelledby="budget">
      <h2 id="budget">{t('budget.title')}</h2>
      <Progress
        label={t('budget.label')}
        value={Math.min(used, limit)}
        total={limit}
        words={t('budget.line', { used: formats.number(used), limit: formats.number(limit) })}
      />
      <dl className="facts">
        <dt>{t('budget.left')}</dt>
        <dd className="numbers">{formats.number(Math.max(0, limit - used))}</dd>
        <dt>{t('budget.reserved')}</dt>
        <dd className="numbers">{formats.number(reserved)}</dd>
      </dl>
      <p className="quiet">{t('budget.resets', { when: when(resetsAt) })}</p>
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
