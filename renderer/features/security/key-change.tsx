import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { Share, WorkCover } from '../../ui/work-cover.tsx';
import { NewCode } from './new-code.tsx';

/** What changing the key is for, and the way to it. */
export function KeyChangeCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('security');
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="card settings-card" aria-labelledby="change-key">
      <h3 id="change-key">{t('change.title')}</h3>
      <p>{t('change.what')}</p>
      <p className="quiet">{t('change.earlier')}</p>
      <div>
        <Button onPress={() => setOpen(true)}>{t('change.action')}</Button>
      </div>
      {isOpen && <KeyChangeDialog workspace={workspace} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface KeyChangeDialogProps {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
}

/** The new code first; confirming it begins the change, which covers the window until it is done. */
function KeyChangeDialog({ workspace, onClose }: KeyChangeDialogProps) {
  const { t } = useTranslation(['security', 'problems']);
  const { show } = useToasts();
  return (
    <Dialog isOpen wide role="alertdialog" onClose={onClose} title={t('change.dialog', { name: workspace.name })}>
      <p>{t('change.dialogText')}</p>
      <NewCode
        workspace={workspace}
        confirmWords={t('change.confirm')}
        onCancel={onClose}
        confirm={async (typed) => {
          const changed = await ask('keys.change', { id: workspace.id, typed });
          if (changed.ok) show({ words: t('change.done') });
          // The window was covered meanwhile, and this dialog with it.
          else if (changed.problem.kind !== 'code_unconfirmed') {
            show({ words: t('change.failed', { why: t(`problems:${changed.problem.kind}.title`) }), isProblem: true });
          }
          return changed;
        }}
      />
    </Dialog>
  );
}

/** Stands in place of every screen while the key is being changed. */
export function KeyChanging({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('security');
  const share = useAsked('keys.view', { id: workspace.id }, { keepLast: true }).data?.keyChange ?? null;
  return (
    <WorkCover title={t('change.screen', { name: workspace.name })} kind="key_changing">
      <Share label={t('change.progress')} share={share} />
    </WorkCover>
  );
}
