import { Activity } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../shared/clock.ts';
import type { SimulatorView } from '../../../shared/contract/simulator.ts';
import { pageClock } from '../../app/clock.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Screen } from '../../ui/screen.tsx';
import { FromFile } from './from-file.tsx';
import { NowCard } from './now-card.tsx';
import { OwnFault } from './own-fault.tsx';
import { RequestLog } from './request-log.tsx';
import { Stories } from './stories.tsx';
import './simulator.css';

/** Only in the demonstration: a bad day of the built-in simulator, for showing an office what Caseharbor does then. */
export function SimulatorScreen() {
  const { t } = useTranslation('simulator');
  const { go } = useNavigation();
  const state = useAsked('simulator.state', null);
  useEnds(state.data, () => void state.refetch());
  return (
    <Screen
      title={t('title')}
      actions={
        <Button icon={Activity} onPress={() => go({ screen: 'activity' })}>
          {t('watch')}
        </Button>
      }
    >
      <div className="simulator">
        <p className="simulator-intro">{t('intro')}</p>
        {state.error !== null && <ProblemMessage problem={state.error.problem} />}
        {state.data === undefined ? (
          state.error === null && <Loading />
        ) : (
          <>
            <NowCard running={state.data.running} />
            <Stories running={state.data.running} />
            <div className="simulator-pair">
              <OwnFault />
              <FromFile />
            </div>
          </>
        )}
        <RequestLog asked={state} />
      </div>
    </Screen>
  );
}

/** Looks again when a fault begins or ends by itself, which nothing else would tell. */
function useEnds(view: SimulatorView | undefined, look: () => void): void {
  const moments = (view?.running ?? []).flatMap(({ faults }) => faults.flatMap(({ from, until }) => [from, until]));
  const now = pageClock.now();
  const next = moments.reduce<Instant | null>(
    (first, moment) => (moment !== null && moment > now && (first === null || moment < first) ? moment : first),
    null,
  );
  useEffect(() => {
    if (next === null) return;
    return pageClock.after(next - pageClock.now(), look);
  }, [next, look]);
}
