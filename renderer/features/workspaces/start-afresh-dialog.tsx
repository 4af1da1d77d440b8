import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretPlace, WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { SecretPlaceField } from './secret-place-field.tsx';
import { useSecretPlace } from './secret-place.ts';

interface StartAfreshDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
}

/** Begins anew with an empty database in a workspace of the same name. The old one is kept whole, never deleted. */
export function StartAfreshDialog({ workspace, onClose }: StartAfreshDialogProps) {
  const { t } = useTranslation('workspaces');
  const { show } = useToasts();
  const secrets = useSecretPlace();
  const [tried, setTried] = useState(false);
  const begin = useAction((secretsIn: SecretPlace) => ask('workspaces.start_afresh', { id: workspace.id, secretsIn }));

  const submit = async (): Promise<void> => {
    setTried(true);
    if (secrets.place === null) return;
    const begun = await begin.run(secrets.place);
    if (!begun.ok) return;
    show({ words: t('trouble.afresh.done', { name: workspace.name }) });
    onClose();
  };

  return (
    <AlertDialog
      isOpen
      onClose={onClose}
      title={t('trouble.afresh.title', { name: workspace.name })}
      confirm={begin.state.kind === 'busy' ? t('trouble.afresh.busy') : t('trouble.afresh.action')}
      isPending={begin.state.kind === 'busy'}
      onConfirm={() => void submit()}
    >
      <p>{t('trouble.afresh.text')}</p>
      <SecretPlaceField secrets={secrets} tried={tried} />
      {begin.state.kind === 'failed' && <ProblemMessage problem={begin.state.problem} />}
    </AlertDialog>
  );
}
