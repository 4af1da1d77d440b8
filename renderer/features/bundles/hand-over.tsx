import { PackageOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { REMEMBERED_SECTION } from '../settings/sections.ts';
import { bytesInWords } from '../workspaces/bytes.ts';
import { BundleProgress } from './bundle-progress.tsx';
import { OpenBundle } from './open-bundle.tsx';

/** A workspace leaves for a colleague in one file, and a colleague's is taken in. */
export function HandOver({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('bundles');
  return (
    <>
      <section className="card settings-card" aria-labelledby="hand-over">
        <h3 id="hand-over">{t('export.title')}</h3>
        <p>{t('export.what')}</p>
        <p className="quiet">{t('export.without')}</p>
        {workspace.recovery === 'made' ? <ExportBundle workspace={workspace} /> : <CodeFirst />}
      </section>
      <section className="card settings-card" aria-labelledby="take-in">
        <h3 id="take-in">{t('open.title')}</h3>
        <OpenBundle workspace={workspace} />
      </section>
    </>
  );
}

/** Nobody could open a bundle without a code. */
function CodeFirst() {
  const { t } = useTranslation('bundles');
  const { go, memory } = useNavigation();
  return (
    <>
      <p>{t('export.codeFirst')}</p>
      <div>
        <Button
          onPress={() => {
            memory.set(REMEMBERED_SECTION, 'security');
            go({ screen: 'settings' });
          }}
        >
          {t('export.toSecurity')}
        </Button>
      </div>
    </>
  );
}

function ExportBundle({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('bundles');
  const language = useLanguage();
  const { show } = useToasts();
  const state = useAsked('bundles.state', null, { keepLast: true });
  const pack = useAction(() => ask('bundles.export', { id: workspace.id }));
  const work = state.data?.work ?? null;
  const start = async (): Promise<void> => {
    const made = await pack.run();
    if (!made.ok) return;
    const { value } = made;
    show({
      words:
        value === null
          ? t('export.cancelled')
          : t('export.done', { path: value.path, size: bytesInWords(value.bytes, language) }),
    });
  };
  return (
    <>
      {work?.what === 'export' && <BundleProgress work={work} />}
      <div className="row">
        <Button
          icon={PackageOpen}
          isPending={pack.state.kind === 'busy'}
          isDisabled={work !== null && pack.state.kind !== 'busy'}
          onPress={() => void start()}
        >
          {t('export.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {pack.state.kind === 'failed' && <ProblemMessage problem={pack.state.problem} />}
      </div>
    </>
  );
}
