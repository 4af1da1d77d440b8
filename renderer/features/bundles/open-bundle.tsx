import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BundlesView } from '../../../shared/contract/bundles.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeEntry } from '../security/code-entry.tsx';
import { useCountdown } from '../security/use-wait.ts';
import { bytesInWords } from '../workspaces/bytes.ts';
import { BundlePreview } from './bundle-preview.tsx';
import { BundleProgress } from './bundle-progress.tsx';
import './bundles.css';

/** Takes a colleague's bundle in: the file, its code, a look at what is in it, and what is to become of it. */
export function OpenBundle({ workspace }: { readonly workspace: WorkspaceView | null }) {
  const { t } = useTranslation('bundles');
  const state = useAsked('bundles.state', null, { keepLast: true });
  if (state.error !== null) return <ProblemMessage problem={state.error.problem} />;
  if (state.data === undefined) return <Loading />;
  const { work, chosen, bundle } = state.data;
  if (bundle !== null) return <BundlePreview key={bundle.madeAt} workspace={workspace} bundle={bundle} work={work} />;
  return (
    <>
      <p>{t(workspace === null ? 'open.what' : 'open.whatHere')}</p>
      {chosen === null ? (
        <ChooseFile isBusy={work !== null} />
      ) : (
        <BundleCode key={chosen.file} state={state.data} chosen={chosen} toldAt={state.dataUpdatedAt} />
      )}
    </>
  );
}

function ChooseFile({ isBusy }: { readonly isBusy: boolean }) {
  const { t } = useTranslation('bundles');
  const choose = useAction(() => ask('bundles.choose', null));
  return (
    <>
      <div>
        <Button
          icon={FolderOpen}
          isPending={choose.state.kind === 'busy'}
          isDisabled={isBusy}
          onPress={() => void choose.run()}
        >
          {t('open.choose')}
        </Button>
      </div>
      <div role="status" className="live">
        {choose.state.kind === 'done' && choose.state.value === null && <p>{t('open.cancelled')}</p>}
        {choose.state.kind === 'failed' && <ProblemMessage problem={choose.state.problem} />}
      </div>
    </>
  );
}

interface BundleCodeProps {
  readonly state: BundlesView;
  readonly chosen: NonNullable<BundlesView['chosen']>;
  readonly toldAt: number;
}

/** The code of the colleague's workspace. */
function BundleCode({ state: { work, wait }, chosen, toldAt }: BundleCodeProps) {
  const { t } = useTranslation('bundles');
  const language = useLanguage();
  return (
    <CodeEntry
      label={t('open.title')}
      wrong={t('open.wrong')}
      ended={t('open.ended')}
      submit={t('open.action')}
      open={(code) => ask('bundles.open', { code })}
      seconds={useCountdown(wait, toldAt)}
      more={() => work?.what === 'open' && <BundleProgress work={work} />}
      other={{ words: t('open.other'), go: () => void ask('bundles.forget', null) }}
    >
      <p>
        <code className="verbatim">{chosen.file}</code> ({bytesInWords(chosen.bytes, language)})
      </p>
      <p>{t('open.code')}</p>
    </CodeEntry>
  );
}
