import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { Addresses } from './addresses.tsx';
import { CredentialsCard } from './credentials-card.tsx';
import { LimitsCard } from './limits-card.tsx';
import { StoppedCard } from './stopped-card.tsx';

/** Where and how the open workspace asks: addresses, credentials, limits. */
export function Connection({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <p>{t('connection.intro', { name: workspace.name })}</p>
      <StoppedCard workspace={workspace} />
      {workspace.environment === 'demonstration' ? (
        <p className="card">{t('connection.simulator')}</p>
      ) : (
        <Addresses workspace={workspace} />
      )}
      <CredentialsCard workspace={workspace} />
      <LimitsCard workspace={workspace} />
    </>
  );
}
