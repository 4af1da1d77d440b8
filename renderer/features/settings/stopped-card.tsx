import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import type { ProblemKind } from '../../../shared/problem.ts';
import { readUrl } from '../../../shared/url.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useAction } from '../../ui/use-action.ts';

/** USCIS does not take the key. Which of these causes it is it does not say reliably, so all of them are told. */
const REFUSED: ReadonlySet<ProblemKind> = new Set<ProblemKind>(['credentials', 'product']);
const CAUSES = ['rotated', 'product', 'environment'] as const;

/** Where the key of the open workspace was refused: what USCIS said, the causes there can be, and what to do about each. */
export function StoppedCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation(['settings', 'workspaces']);
  const ask = useAsk();
  const report = useReportProblem();
  const again = useAction(() => ask('pulls.resume', null));
  const state = useAsked('pulls.activity', null).data?.state;
  if (state?.kind !== 'stopped' || !REFUSED.has(state.problem.kind)) return null;

  const tryAgain = async (): Promise<void> => {
    const asked = await again.run();
    if (!asked.ok) report(asked.problem);
  };
  const words = {
    environment: t(`workspaces:environment.${workspace.environment}`),
    host: readUrl(workspace.endpoints.apiBase)?.host ?? workspace.endpoints.apiBase,
  };
  return (
    <section className="stack" aria-labelledby="stopped-causes">
      <ProblemMessage problem={state.problem}>
        <Button icon={RotateCcw} isPending={again.state.kind === 'busy'} onPress={() => void tryAgain()}>
          {t('connection.stopped.again')}
        </Button>
      </ProblemMessage>
      <div className="card settings-card">
        <h3 id="stopped-causes">{t('connection.stopped.causes')}</h3>
        <ol className="settings-causes">
          {CAUSES.map((cause) => (
            <li key={cause}>
              <strong>{t(`connection.stopped.${cause}.title`)}</strong> {t(`connection.stopped.${cause}.text`, words)}
            </li>
          ))}
        </ol>
        <p>{t('connection.stopped.after')}</p>
      </div>
    </section>
  );
}
