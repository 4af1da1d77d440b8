import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useAsked } from '../../app/queries.ts';
import { Screen } from '../../ui/screen.tsx';
import { BundleProgress } from './bundle-progress.tsx';

/** Stands in place of every screen while a bundle is merged into the workspace. */
export function Merging({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation(['bundles', 'problems']);
  const work = useAsked('bundles.state', null, { keepLast: true }).data?.work ?? null;
  return (
    <Screen title={t('merge.screen', { name: workspace.name })}>
      <div className="cover-body">
        <BundleProgress work={work ?? { what: 'merge', share: 0 }} />
        <p>{t('problems:bundle_merging.meaning')}</p>
        <p className="quiet">{t('problems:bundle_merging.action')}</p>
      </div>
    </Screen>
  );
}
