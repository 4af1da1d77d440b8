import { CircleAlert, CircleCheck, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeysView } from '../../../shared/contract/keys.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useAppState } from '../../app/app-state.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { KeyChangeCard } from './key-change.tsx';
import { LockCard } from './lock-card.tsx';
import { NewCodeDialog } from './new-code-dialog.tsx';
import './security.css';

/** Where the key of the database lives and how strong that is; the recovery code; another key; the lock. */
export function Security({ workspace }: { readonly workspace: WorkspaceView | null }) {
  const { t } = useTranslation('security');
  const isOpened = useAppState().current?.problem === null;
  return (
    <>
      {workspace === null ? <p>{t('noWorkspace')}</p> : <WorkspaceKeys workspace={workspace} isOpened={isOpened} />}
      <LockCard workspace={isOpened ? workspace : null} />
    </>
  );
}

interface WorkspaceKeysProps {
  readonly workspace: WorkspaceView;
  readonly isOpened: boolean;
}

function WorkspaceKeys({ workspace, isOpened }: WorkspaceKeysProps) {
  const { t } = useTranslation('security');
  const view = useAsked('keys.view', { id: workspace.id });
  if (view.data === undefined) {
    return view.error === null ? <Loading /> : <ProblemMessage problem={view.error.problem} />;
  }
  return (
    <>
      <p>{t('intro', { name: workspace.name })}</p>
      <section className="card settings-card" aria-labelledby="where">
        <h3 id="where">{t('where.title')}</h3>
        <p className="line-with-icon">
          <KeyRound aria-hidden size={16} />
          {view.data.secretsIn === 'keychain'
            ? t(`where.keychain.${view.data.system}`)
            : t(`where.${view.data.secretsIn}`)}
        </p>
        <p className="quiet">{t('where.strength')}</p>
      </section>
      <CodeCard workspace={workspace} recovery={view.data.recovery} isOpened={isOpened} />
      {isOpened && <KeyChangeCard workspace={workspace} />}
    </>
  );
}

function CodeCard({ workspace, recovery, isOpened }: WorkspaceKeysProps & { recovery: KeysView['recovery'] }) {
  const { t } = useTranslation('security');
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const isMade = recovery.kind === 'made';
  return (
    <section className="card settings-card" aria-labelledby="recovery-code">
      <h3 id="recovery-code">{t('code.title')}</h3>
      <p>{t('code.what')}</p>
      {recovery.kind === 'unusable' ? (
        <ProblemMessage problem={recovery.problem} />
      ) : (
        <p className={`line-with-icon ${isMade ? 'good' : 'warning'}`}>
          {isMade ? <CircleCheck aria-hidden size={16} /> : <CircleAlert aria-hidden size={16} />}
          {isMade ? t('code.made', { when: formats.dateTime(recovery.madeAt) }) : t('code.none')}
        </p>
      )}
      {isMade && <p className="quiet">{t('code.newHelp')}</p>}
      {isOpened && (
        <div>
          <Button look={isMade ? 'normal' : 'primary'} onPress={() => setOpen(true)}>
            {t(isMade ? 'code.makeNew' : 'code.make')}
          </Button>
        </div>
      )}
      {isOpen && <NewCodeDialog workspace={workspace} onClose={() => setOpen(false)} />}
    </section>
  );
}
