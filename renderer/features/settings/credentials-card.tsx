import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/use-action.ts';
import { ConnectionTest } from '../workspaces/connection-test.tsx';
import { CredentialFields, useCredentialsDraft, type Credentials } from '../workspaces/credential-fields.tsx';
import { Feedback } from './feedback.tsx';

/** Whether credentials are stored and where; a test of them; new ones in their place. They are never shown. */
export function CredentialsCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation(['settings', 'workspaces']);
  const [isOpen, setOpen] = useState(false);
  const replace = useAction((credentials: Credentials) =>
    ask('workspaces.set_credentials', { id: workspace.id, credentials }),
  );
  const { hasCredentials, secretsIn } = workspace;
  const isDemonstration = workspace.environment === 'demonstration';
  return (
    <section className="card settings-card" aria-labelledby="credentials">
      <h3 id="credentials">{t('connection.credentials')}</h3>
      <p className={`line-with-icon ${hasCredentials ? 'good' : 'warning'}`}>
        {hasCredentials ? <CircleCheck aria-hidden size={16} /> : <CircleAlert aria-hidden size={16} />}
        {t(hasCredentials ? 'connection.stored' : 'connection.missing')}
      </p>
      <p>{t('connection.secretsIn', { place: t(`workspaces:secrets.places.${secretsIn}.short`) })}</p>
      {secretsIn === 'session' && (
        <p className="line-with-icon warning">
          <TriangleAlert aria-hidden size={16} />
          {t('connection.sessionWarning')}
        </p>
      )}
      {hasCredentials && (
        <ConnectionTest
          workspaceId={workspace.id}
          endpoints={workspace.endpoints}
          credentials={null}
          label={t('connection.testStored')}
          isDisabled={false}
        />
      )}
      {!isDemonstration && !isOpen && (
        <div>
          <Button onPress={() => setOpen(true)}>{t(hasCredentials ? 'connection.replace' : 'connection.enter')}</Button>
        </div>
      )}
      {isOpen && (
        <NewCredentials
          workspace={workspace}
          isBusy={replace.state.kind === 'busy'}
          onCancel={() => setOpen(false)}
          onSubmit={async (credentials) => {
            const replaced = await replace.run(credentials);
            if (replaced.ok) setOpen(false);
          }}
        />
      )}
      <Feedback state={replace.state} words={t('connection.credentialsSaved')} />
    </section>
  );
}

interface NewCredentialsProps {
  readonly workspace: WorkspaceView;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onSubmit: (credentials: Credentials) => Promise<void>;
}

/** The fields for other credentials. What was typed is forgotten as soon as it was sent. */
function NewCredentials({ workspace, isBusy, onCancel, onSubmit }: NewCredentialsProps) {
  const { t } = useTranslation(['settings', 'common']);
  const draft = useCredentialsDraft();
  const [tried, setTried] = useState(false);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(draft.complete === null);
        if (draft.complete === null) return;
        void onSubmit(draft.complete);
        draft.forget();
      }}
    >
      <p className="quiet">{t('connection.replaceHelp')}</p>
      <CredentialFields draft={draft} tried={tried} />
      <ConnectionTest
        key={draft.turn}
        workspaceId={workspace.id}
        endpoints={workspace.endpoints}
        credentials={draft.complete}
        isDisabled={draft.complete === null}
      />
      <div className="row">
        <Button type="submit" look="primary" isPending={isBusy}>
          {t('connection.saveCredentials')}
        </Button>
        <Button onPress={onCancel}>{t('common:action.cancel')}</Button>
      </div>
    </form>
  );
}
