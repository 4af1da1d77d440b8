import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupView, NewerHere } from '../../../shared/contract/backups.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { bytesInWords } from '../workspaces/bytes.ts';
import { isNothing, useCounts } from './counts.ts';

interface RestoreDialogProps {
  readonly workspace: WorkspaceView;
  readonly backup: BackupView;
  readonly onClose: () => void;
}

/** Says what a restore would do, what is newer here, and that it can be undone; then does it. */
export function RestoreDialog({ workspace, backup, onClose }: RestoreDialogProps) {
  const { t } = useTranslation(['backups', 'common']);
  const formats = useFormats();
  const language = useLanguage();
  const counts = useCounts();
  const { show } = useToasts();
  const preview = useAsked('backups.preview', { id: workspace.id, backup: backup.id });
  const restore = useAction((id: string) => ask('backups.restore', { id: workspace.id, backup: id }));
  const busy = restore.state.kind === 'busy';

  const undo = async (saved: string): Promise<void> => {
    const undone = await ask('backups.restore', { id: workspace.id, backup: saved });
    show(undone.ok ? { words: t('restore.undone') } : { words: t('restore.undoFailed'), isProblem: true });
  };
  const start = async (): Promise<void> => {
    const restored = await restore.run(backup.id);
    if (!restored.ok) return;
    const { saved, keptIn } = restored.value;
    show({
      words: keptIn === null ? t('restore.done') : t('restore.doneKept', { folder: keptIn }),
      ...(saved === null ? {} : { undo: () => void undo(saved) }),
    });
    onClose();
  };

  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={() => {
        if (!busy) onClose();
      }}
      title={t('restore.title', { when: formats.dateTime(backup.at) })}
      actions={
        <>
          <Button autoFocus isDisabled={busy} onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button look="primary" isPending={busy} isDisabled={preview.data === undefined} onPress={() => void start()}>
            {busy ? t('restore.busy') : t('restore.action')}
          </Button>
        </>
      }
    >
      <dl className="facts">
        <dt>{t('restore.holds')}</dt>
        <dd>{counts(backup.counts)}</dd>
        <dt>{t('list.size')}</dt>
        <dd>{bytesInWords(backup.bytes, language)}</dd>
        <dt>{t('list.reason')}</dt>
        <dd>{t(`reason.${backup.reason}`)}</dd>
      </dl>
      <div role="status" className="live">
        {preview.isPending && <Progress label={t('restore.comparing')} value={null} />}
        {preview.error !== null && <ProblemMessage problem={preview.error.problem} />}
        {preview.data !== undefined && <Newer newer={preview.data.newer} />}
      </div>
      <p>{t('restore.saves')}</p>
      {restore.state.kind === 'failed' && <ProblemMessage problem={restore.state.problem} />}
    </Dialog>
  );
}

/** What is here and not in the backup, in numbers: a restore sets it aside. */
function Newer({ newer }: { readonly newer: NewerHere | null }) {
  const { t } = useTranslation('backups');
  const counts = useCounts();
  if (newer === null) return <p>{t('restore.unreadable')}</p>;
  if (isNothing(newer)) return <p>{t('restore.nothingNewer')}</p>;
  return (
    <p className="line-with-icon warning">
      <TriangleAlert aria-hidden size={16} />
      {t('restore.newer', { what: counts(newer) })}
    </p>
  );
}
