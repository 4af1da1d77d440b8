import { CircleCheck, Hourglass, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupsView } from '../../../shared/contract/backups.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';

const ICONS = { missing: Unplug, waiting: Hourglass, copied: CircleCheck } as const;

interface SecondPlaceProps {
  readonly workspace: WorkspaceView;
  readonly second: BackupsView['second'];
}

/** A folder in which each backup is kept as well. A disk that is not there is nothing to worry about, and said so. */
export function SecondPlace({ workspace, second }: SecondPlaceProps) {
  const { t } = useTranslation('backups');
  const choose = useAction(() => ask('backups.choose_folder', { id: workspace.id }));
  const forget = useAction(() => ask('backups.forget_folder', { id: workspace.id }));
  const failed = [choose.state, forget.state].find((state) => state.kind === 'failed');
  const Icon = ICONS[second?.state ?? 'copied'];
  return (
    <div className="stack">
      <h4>{t('second.title')}</h4>
      {second === null ? (
        <p>{t('second.none')}</p>
      ) : (
        <>
          <p>
            <code className="verbatim">{second.folder}</code>
          </p>
          <p className={`line-with-icon ${second.state === 'copied' ? 'good' : 'quiet'}`}>
            <Icon aria-hidden size={16} />
            {t(`second.${second.state}`)}
          </p>
          {second.lies.kind !== 'local' && <p className="quiet">{t('second.welcome')}</p>}
        </>
      )}
      <div className="row">
        <Button isPending={choose.state.kind === 'busy'} onPress={() => void choose.run()}>
          {t(second === null ? 'second.choose' : 'second.change')}
        </Button>
        {second !== null && (
          <Button isPending={forget.state.kind === 'busy'} onPress={() => void forget.run()}>
            {t('second.forget')}
          </Button>
        )}
      </div>
      <div role="status" className="live">
        {failed?.kind === 'failed' && <ProblemMessage problem={failed.problem} />}
      </div>
    </div>
  );
}
