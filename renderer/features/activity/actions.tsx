import { Pause, Play, RefreshCw, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PullState } from '../../../shared/contract/pulls.ts';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useAction } from '../../ui/use-action.ts';
import { useCheckNow } from './use-check-now.ts';

/** Pause, resume, check all now. What does not make sense in the present state is not there. */
export function ActivityActions({ state }: { readonly state: PullState }) {
  const { t } = useTranslation('activity');
  const ask = useAsk();
  const report = useReportProblem();
  const toggle = useAction((name: 'pulls.pause' | 'pulls.resume') => ask(name, null));
  const checkNow = useCheckNow();
  const [checking, setChecking] = useState(false);
  const isHeld = state.kind === 'paused' || state.kind === 'stopped';

  const run = async (name: 'pulls.pause' | 'pulls.resume'): Promise<void> => {
    const result = await toggle.run(name);
    if (!result.ok) report(result.problem);
  };
  const checkAll = async (): Promise<void> => {
    setChecking(true);
    await checkNow('all');
    setChecking(false);
  };

  return (
    <>
      <Button
        icon={state.kind === 'paused' ? Play : state.kind === 'stopped' ? RotateCcw : Pause}
        look={isHeld ? 'primary' : 'normal'}
        isPending={toggle.state.kind === 'busy'}
        onPress={() => void run(isHeld ? 'pulls.resume' : 'pulls.pause')}
      >
        {t(state.kind === 'paused' ? 'actions.resume' : state.kind === 'stopped' ? 'actions.again' : 'actions.pause')}
      </Button>
      <Button icon={RefreshCw} isPending={checking} onPress={() => void checkAll()}>
        {t('actions.checkAll')}
      </Button>
    </>
  );
}
