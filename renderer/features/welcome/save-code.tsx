import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Screen } from '../../ui/screen.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { NewCode } from '../security/new-code.tsx';

/** The last step to a new workspace: its recovery code. Nothing else is shown until it was confirmed. */
export function SaveCode({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation(['security', 'welcome']);
  const { show } = useToasts();
  const { id, name, secretsIn } = workspace;
  return (
    <Screen title={t('wanted.title')}>
      <div className="cover-body">
        <p>{t(secretsIn === 'keychain' ? 'wanted.text' : 'wanted.textElsewhere', { name })}</p>
        <NewCode
          workspace={workspace}
          confirmWords={t('new.confirm')}
          confirm={async (typed) => {
            const confirmed = await ask('keys.confirm_code', { id, typed });
            if (confirmed.ok) show({ words: t('welcome:connect.done', { name }) });
            return confirmed;
          }}
        />
        <p className="quiet">{t('wanted.closing')}</p>
      </div>
    </Screen>
  );
}
