import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useAsked } from '../../app/queries.ts';
import { WorkCover } from '../../ui/work-cover.tsx';
import { BundleProgress } from './bundle-progress.tsx';

/** Stands in place of every screen while a bundle is merged into the workspace. */
export function Merging({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('bundles');
  const work = useAsked('bundles.state', null, { keepLast: true }).data?.work ?? null;
  return (
    <WorkCover title={t('merge.screen', { name: workspace.name })} kind="bundle_merging">
      <BundleProgress work={work ?? { what: 'merge', share: 0 }} />
    </WorkCover>
  );
}
