import { Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RepairOutcome } from '../../../shared/contract/backups.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { BackupList } from './backup-list.tsx';
import { isNothing, useCounts } from './counts.ts';
import { useLosses } from './losses.ts';

interface RescueProps {
  readonly workspace: WorkspaceView;
  /** The file is there and may be damaged: it can be repaired, not only replaced. */
  readonly isDamaged: boolean;
}

/** For a database that cannot be read: repair it, or restore a backup. What each does is said before. */
export function Rescue({ workspace, isDamaged }: RescueProps) {
  const { t } = useTranslation('backups');
  const state = useAsked('backups.state', { id: workspace.id });
  return (
    <>
      {isDamaged && <Repair workspace={workspace} />}
      <section className="stack" aria-labelledby="rescue-backups">
        <h2 id="rescue-backups">{t('rescue.backups')}</h2>
        {state.error !== null && <ProblemMessage problem={state.error.problem} />}
        {state.data !== undefined && (
          <BackupList workspace={workspace} backups={state.data.backups} isBusy={state.data.work !== null} />
        )}
      </section>
    </>
  );
}

/** Says what a repair does, does it, and tells its outcome in numbers. */
export function Repair({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('backups');
  const { show } = useToasts();
  const words = useOutcomeWords();
  const repair = useAction(() => ask('backups.repair', { id: workspace.id }));
  const busy = repair.state.kind === 'busy';
  const start = async (): Promise<void> => {
    const repaired = await repair.run();
    // It stays until it is dismissed: the screen that asked for it gives way to the workspace's own.
    if (!repaired.ok) return;
    const [first = '', ...more] = words(repaired.value);
    show({ words: first, more, stays: true, isProblem: mayLack(repaired.value) });
  };
  return (
    <section className="stack" aria-labelledby="repair">
      <h2 id="repair">{t('repair.title')}</h2>
      <p>{t('repair.what')}</p>
      <ol className="repair-steps">
        {(['reads', 'fills', 'checks', 'keeps'] as const).map((step) => (
          <li key={step}>{t(`repair.${step}`)}</li>
        ))}
      </ol>
      {busy && <Progress label={t('repair.busy')} value={null} />}
      <div>
        <Button icon={Wrench} isPending={busy} onPress={() => void start()}>
          {t('repair.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {repair.state.kind === 'failed' && <ProblemMessage problem={repair.state.problem} />}
      </div>
    </section>
  );
}

const mayLack = ({ lost, others, remade, openEnd }: RepairOutcome): boolean =>
  !isNothing(lost) || others.length > 0 || remade > 0 || openEnd;

/** What a repair came to, in numbers: what was read, what a backup gave, what is lost, where the damaged file is. */
function useOutcomeWords(): (outcome: RepairOutcome) => string[] {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const counts = useCounts();
  const losses = useLosses();
  return ({ parts, fromFile, fromBackup, lost, others, remade, openEnd, keptIn }) => [
    t('repair.done', {
      unreadable: formats.number(parts.unreadable),
      all: formats.number(parts.all),
      read: counts(fromFile),
    }),
    ...(fromBackup.at === null || isNothing(fromBackup)
      ? []
      : [t('repair.fromBackup', { when: formats.dateTime(fromBackup.at), what: counts(fromBackup) })]),
    ...losses(lost, others),
    ...(remade === 0 ? [] : [t('repair.remade', { count: remade, number: formats.number(remade) })]),
    ...(openEnd ? [t('repair.openEnd')] : []),
    t('repair.kept', { folder: keptIn }),
  ];
}
