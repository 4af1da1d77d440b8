import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { BackupForm } from './backup-form.tsx';

interface BackupDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
}

/** An encrypted copy of the open workspace, to a place that the person chooses. */
export function BackupDialog({ workspace, onClose }: BackupDialogProps) {
  const { t } = useTranslation(['workspaces', 'common']);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('backup.title', { name: workspace.name })}
      actions={<Button onPress={onClose}>{t('common:action.close')}</Button>}
    >
      <BackupForm workspace={workspace} autoFocus />
    </Dialog>
  );
}
