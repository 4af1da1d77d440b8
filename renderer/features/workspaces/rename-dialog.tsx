import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';

interface WorkspaceDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
}

/** Gives a workspace another name. */
export function RenameDialog({ workspace, onClose }: WorkspaceDialogProps) {
  const { t } = useTranslation(['workspaces', 'common']);
  const { show } = useToasts();
  const [name, setName] = useState(workspace.name);
  const rename = useAction((chosen: string) => ask('workspaces.rename', { id: workspace.id, name: chosen }));
  const chosen = name.trim();
  const isGood = chosen.length >= 1 && chosen.length <= 80;

  const submit = async (): Promise<void> => {
    if (!isGood) return;
    const renamed = await rename.run(chosen);
    if (!renamed.ok) return;
    show({ words: t('rename.done', { name: chosen }) });
    onClose();
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('rename.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common:action.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!isGood}
            isPending={rename.state.kind === 'busy'}
            onPress={() => void submit()}
          >
            {rename.state.kind === 'busy' ? t('rename.busy') : t('rename.save')}
          </Button>
        </>
      }
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t('rename.name')}
          value={name}
          onChange={setName}
          maxLength={80}
          problem={isGood ? null : t('rename.invalid')}
          autoFocus
        />
        {rename.state.kind === 'failed' && <ProblemMessage problem={rename.state.problem} />}
      </form>
    </Dialog>
  );
}
