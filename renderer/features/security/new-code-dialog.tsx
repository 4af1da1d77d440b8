import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { NewCode } from './new-code.tsx';

interface NewCodeDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
}

/** A new recovery code in place of the one before, or the first one of an older workspace. */
export function NewCodeDialog({ workspace, onClose }: NewCodeDialogProps) {
  const { t } = useTranslation('security');
  const { show } = useToasts();
  return (
    <Dialog isOpen wide role="alertdialog" onClose={onClose} title={t('new.title', { name: workspace.name })}>
      <NewCode
        workspace={workspace}
        confirmWords={t('new.confirm')}
        onCancel={onClose}
        confirm={async (typed) => {
          const confirmed = await ask('keys.confirm_code', { id: workspace.id, typed });
          if (confirmed.ok) {
            show({ words: t('code.done') });
            onClose();
          }
          return confirmed;
        }}
      />
    </Dialog>
  );
}
