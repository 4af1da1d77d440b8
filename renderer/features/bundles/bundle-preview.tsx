import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundleView, BundleWork } from '../../../shared/contract/bundles.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { When } from '../../ui/when.tsx';
import { useCounts } from '../backups/counts.ts';
import { bytesInWords } from '../workspaces/bytes.ts';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';
import { BundleProgress } from './bundle-progress.tsx';
import { MergePart } from './merge-part.tsx';

interface BundlePreviewProps {
  readonly workspace: WorkspaceView | null;
  readonly bundle: BundleView;
  readonly work: BundleWork | null;
}

/** What is in an opened bundle, and the two things that can become of it. */
export function BundlePreview({ workspace, bundle, work }: BundlePreviewProps) {
  const { t } = useTranslation(['bundles', 'workspaces']);
  const language = useLanguage();
  const counts = useCounts();
  return (
    <div className="stack bundle">
      <dl className="facts">
        <dt>{t('preview.name')}</dt>
        <dd>
          {bundle.name} ({t(`workspaces:environment.${bundle.environment}`)})
        </dd>
        <dt>{t('preview.made')}</dt>
        <dd>
          <When at={bundle.madeAt} show="both" />
          <span className="quiet">, Caseharbor {bundle.program}</span>
        </dd>
        <dt>{t('preview.holds')}</dt>
        <dd>{counts(bundle.counts)}</dd>
        <dt>{t('preview.newest')}</dt>
        <dd>{bundle.newestCheckAt === null ? t('preview.never') : <When at={bundle.newestCheckAt} show="both" />}</dd>
        {bundle.environment !== 'demonstration' && (
          <>
            <dt>{t('preview.asks')}</dt>
            <dd>
              <code className="verbatim">{bundle.endpoints.apiBase}</code>
            </dd>
          </>
        )}
        <dt>{t('preview.file')}</dt>
        <dd>
          {bundle.file}, {bytesInWords(bundle.bytes, language)}
        </dd>
      </dl>
      {work !== null && <BundleProgress work={work} />}
      {workspace !== null && bundle.merge !== null && (
        <MergePart workspace={workspace} bundle={bundle} merge={bundle.merge} isBusy={work !== null} />
      )}
      {bundle.isOther && (
        <p className="line-with-icon">
          <TriangleAlert aria-hidden size={16} />
          {t('preview.other')}
        </p>
      )}
      <AsWorkspace isMain={bundle.merge === null} isBusy={work !== null} />
      <div>
        <Button isDisabled={work !== null} onPress={() => void ask('bundles.forget', null)}>
          {t('preview.forget')}
        </Button>
      </div>
    </div>
  );
}

/** Makes a workspace of it here. */
function AsWorkspace({ isMain, isBusy }: { readonly isMain: boolean; readonly isBusy: boolean }) {
  const { t } = useTranslation('bundles');
  const { show } = useToasts();
  const secrets = useSecretPlace();
  const [tried, setTried] = useState(false);
  const make = useAction(ask<'bundles.make'>);
  const start = async (): Promise<void> => {
    setTried(true);
    if (secrets.place === null) return;
    const made = await make.run('bundles.make', { secretsIn: secrets.place });
    if (made.ok) show({ words: t('make.done') });
  };
  return (
    <section className="stack" aria-labelledby="make-workspace">
      <h4 id="make-workspace">{t('make.title')}</h4>
      <p>{t('make.what')}</p>
      <p className="quiet">{t('make.credentials')}</p>
      <SecretPlaceField secrets={secrets} tried={tried} />
      <div>
        <Button
          {...(isMain ? { look: 'primary' as const } : {})}
          isPending={make.state.kind === 'busy'}
          isDisabled={isBusy || secrets.offers.kind === 'asking'}
          onPress={() => void start()}
        >
          {t('make.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {make.state.kind === 'failed' && <ProblemMessage problem={make.state.problem} />}
      </div>
    </section>
  );
}
