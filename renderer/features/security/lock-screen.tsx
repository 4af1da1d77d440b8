import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeForm } from './code-form.tsx';
import './security.css';

/** Covers the window while the workspace is locked: nothing of it is behind. */
export function LockScreen({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('security');
  const needsCode = workspace.secretsIn === 'session';
  const [withCode, setWithCode] = useState(needsCode);
  const unlock = useAction(() => ask('workspaces.open', { id: workspace.id }));
  const busy = unlock.state.kind === 'busy';
  return (
    <Screen title={t('locked.title')}>
      <div className="cover-body">
        <p className="line-with-icon">
          <Lock aria-hidden size={18} />
          <span>
            <strong>{workspace.name}</strong>. {t('locked.text')}
          </span>
        </p>
        {withCode ? (
          <CodeForm workspace={workspace} {...(needsCode ? {} : { onCancel: () => setWithCode(false) })} />
        ) : (
          <div className="row">
            <Button autoFocus look="primary" isPending={busy} onPress={() => void unlock.run()}>
              {busy ? t('locked.unlocking') : t('locked.unlock')}
            </Button>
            {workspace.recovery === 'made' && <Button onPress={() => setWithCode(true)}>{t('locked.withCode')}</Button>}
          </div>
        )}
        <div role="status" className="live">
          {unlock.state.kind === 'failed' && <ProblemMessage problem={unlock.state.problem} />}
        </div>
      </div>
    </Screen>
  );
}
