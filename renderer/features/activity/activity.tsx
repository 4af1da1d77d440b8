import { useTranslation } from 'react-i18next';
import { useAsked } from '../../app/queries.ts';
import { Loading } from '../../ui/progress.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Screen } from '../../ui/screen.tsx';
import { ActivityActions } from './actions.tsx';
import { BudgetCard } from './budget-card.tsx';
import { ErrorsTable } from './errors-table.tsx';
import { HoursCard } from './hours-card.tsx';
import { NowCard } from './now-card.tsx';
import { PullsTable } from './pulls-table.tsx';
import { Spoken } from './spoken.tsx';
import { TroubleCard } from './trouble-card.tsx';
import './activity.css';

/** What the pulls of the open workspace do, may do, and did. */
export function ActivityScreen() {
  const { t } = useTranslation('activity');
  const activity = useAsked('pulls.activity', null);
  return (
    <Screen title={t('title')} actions={activity.data !== undefined && <ActivityActions state={activity.data.state} />}>
      <div className="activity">
        {activity.isPending && <Loading />}
        {activity.error !== null && <ProblemMessage problem={activity.error.problem} />}
        {activity.data !== undefined && (
          <>
            <Spoken activity={activity.data} />
            <NowCard activity={activity.data} />
            <div className="activity-cards">
              <BudgetCard budget={activity.data.budget} stretched={activity.data.stretched} />
              <HoursCard hours={activity.data.hours} />
            </div>
            <TroubleCard trouble={activity.data.trouble} />
          </>
        )}
        <PullsTable />
        <ErrorsTable />
      </div>
    </Screen>
  );
}
