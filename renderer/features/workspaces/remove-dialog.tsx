import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemovalView, WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { BackupForm } from './backup-form.tsx';
import { bytesInWords } from './bytes.ts';
import './workspaces.css';

interface RemoveDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
  /** Its database cannot be opened, so no backup can be made of it. */
  readonly isBroken?: boolean;
}

/** Removes a workspace for good: says exactly what goes, offers a backup, and wants the name typed. */
export function RemoveDialog({ workspace, onClose, isBroken = false }: RemoveDialogProps) {
  const { t } = useTranslation(['workspaces', 'common']);
  const { show } = useToasts();
  const [typed, setTyped] = useState('');
  const removal = useAsked('workspaces.removal', { id: workspace.id });
  const remove = useAction(() => ask('workspaces.remove', { id: workspace.id }));
  const isConfirmed = typed.trim() === workspace.name.trim();

  const submit = async (): Promise<void> => {
    if (!isConfirmed || removal.data === undefined) return;
    const removed = await remove.run();
    if (!removed.ok) return;
    show({ words: t('remove.done', { name: workspace.name }) });
    onClose();
  };

  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={t('remove.title', { name: workspace.name })}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button
            look="danger"
            isDisabled={!isConfirmed || removal.data === undefined}
            isPending={remove.state.kind === 'busy'}
            onPress={() => void submit()}
          >
            {remove.state.kind === 'busy' ? t('remove.busy') : t('remove.action')}
          </Button>
        </>
      }
    >
      {removal.isPending && <p role="status">{t('remove.counting')}</p>}
      {removal.error !== null && <ProblemMessage problem={removal.error.problem} />}
      {removal.data !== undefined && <WhatGoes workspace={workspace} removal={removal.data} />}
      <p>{t('remove.final')}</p>
      {!isBroken && (
        <Details summary={t('remove.backUpFirst')}>
          <BackupForm workspace={workspace} />
        </Details>
      )}
      <TextField
        label={t('remove.confirm', { name: workspace.name })}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        spellCheck="false"
        problem={typed === '' || isConfirmed ? null : t('remove.mismatch')}
      />
      {remove.state.kind === 'failed' && <ProblemMessage problem={remove.state.problem} />}
    </Dialog>
  );
}

/** The list of what is deleted, with its numbers. */
function WhatGoes({ workspace, removal }: { readonly workspace: WorkspaceView; readonly removal: RemovalView }) {
  const { t } = useTranslation('workspaces');
  const size = bytesInWords(removal.bytes, useLanguage());
  return (
    <div>
      <p>{t('remove.intro')}</p>
      <ul className="bullets">
        <li>
          {removal.cases === null
            ? t('remove.databaseUnknown', { size })
            : t('remove.database', { count: removal.cases, size })}
        </li>
        <li>{t('remove.folder', { folder: removal.folder })}</li>
        <li>{t(`remove.secrets.${workspace.secretsIn}`)}</li>
      </ul>
    </div>
  );
}
