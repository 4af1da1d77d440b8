import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ENVIRONMENT_DEFAULTS, movesHost } from '../../../shared/service/environment.ts';
import { useAppState } from '../../app/app-state.ts';
import { Button } from '../../ui/button.tsx';
import { CredentialFields, useCredentialsDraft } from '../workspaces/credential-fields.tsx';
import { EndpointFields, endpointsAreGood, tidyEndpoints } from '../workspaces/endpoint-fields.tsx';
import { Feedback } from './feedback.tsx';
import { useChangeWorkspace } from './use-change-workspace.ts';

/**
 * The two addresses. They are kept together, on a press: half an address would be asked otherwise. Stored credentials stay
 * with their host, so for another one they are typed again.
 */
export function Addresses({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation(['settings', 'workspaces']);
  const { runtime } = useAppState();
  const [endpoints, setEndpoints] = useState(workspace.endpoints);
  const change = useChangeWorkspace(workspace);
  const draft = useCredentialsDraft();
  const [tried, setTried] = useState(false);
  const tidy = tidyEndpoints(endpoints);
  const isNew = tidy.tokenUrl !== workspace.endpoints.tokenUrl || tidy.apiBase !== workspace.endpoints.apiBase;
  const isGood = endpointsAreGood(endpoints, runtime.verified);
  const needsCredentials = isGood && workspace.hasCredentials && movesHost(workspace.endpoints, tidy);

  return (
    <form
      className="card settings-card"
      aria-labelledby="addresses"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(needsCredentials && draft.complete === null);
        if (!isNew || !isGood || (needsCredentials && draft.complete === null)) return;
        void change.run({ endpoints: tidy, credentials: needsCredentials ? draft.complete : null });
        draft.forget();
      }}
    >
      <h3 id="addresses">{t('connection.addresses')}</h3>
      <EndpointFields
        value={endpoints}
        onChange={(next) => {
          setEndpoints(next);
          change.clear();
        }}
      />
      {needsCredentials && (
        <>
          <p>{t('connection.otherHost')}</p>
          <CredentialFields draft={draft} tried={tried} />
        </>
      )}
      <div className="row">
        <Button type="submit" isDisabled={!isNew || !isGood} isPending={change.state.kind === 'busy'}>
          {t('connection.saveAddresses')}
        </Button>
        <Button
          look="plain"
          icon={RotateCcw}
          onPress={() => setEndpoints(ENVIRONMENT_DEFAULTS[workspace.environment].endpoints)}
        >
          {t('workspaces:connection.defaults')}
        </Button>
      </div>
      <Feedback state={change.state} />
    </form>
  );
}
