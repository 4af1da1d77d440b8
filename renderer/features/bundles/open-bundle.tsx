import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { BundlesView } from '../../../shared/contract/bundles.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeField } from '../security/code-field.tsx';
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
        <CodeForm key={chosen.file} state={state.data} chosen={chosen} toldAt={state.dataUpdatedAt} />
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

interface CodeFormProps {
  readonly state: BundlesView;
  readonly chosen: NonNullable<BundlesView['chosen']>;
  readonly toldAt: number;
}

/** The code of the colleague's workspace. A wrong one has to wait. */
function CodeForm({ state: { work, wait }, chosen, toldAt }: CodeFormProps) {
  const { t } = useTranslation(['bundles', 'security', 'common']);
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const open = useAction((code: string) => ask('bundles.open', { code }));
  const seconds = useCountdown(wait, toldAt);
  const read = readRecoveryCode(typed);
  const isBusy = open.state.kind === 'busy';
  const tookIt = open.state.kind === 'done' ? open.state.value : null;
  const wasWrong = tookIt !== null && tookIt.outcome !== 'opened';

  const submit = async (form: HTMLFormElement): Promise<void> => {
    flushSync(() => setTried(true));
    if (read.kind !== 'good') {
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    await open.run(read.code);
  };

  return (
    <form
      className="stack code-form"
      noValidate
      aria-label={t('open.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <p>
        <code className="verbatim">{chosen.file}</code> ({bytesInWords(chosen.bytes, language)})
      </p>
      <p>{t('open.code')}</p>
      <CodeField
        typed={typed}
        read={read}
        tried={tried}
        onChange={(text) => {
          setTyped(text);
          open.clear();
        }}
      />
      {work?.what === 'open' && <BundleProgress work={work} />}
      <div role="status" className="live stack">
        {wasWrong && <p className="field-problem">{t('open.wrong')}</p>}
        {open.state.kind === 'done' && tookIt === null && <p>{t('open.ended')}</p>}
        {open.state.kind === 'failed' && <ProblemMessage problem={open.state.problem} />}
        {seconds === 0 && wasWrong && <p>{t('security:open.ready')}</p>}
      </div>
      {/* Not in the live region: nobody wants to hear each second. */}
      {seconds > 0 && <p>{t('security:open.wait', { count: seconds })}</p>}
      <div className="row">
        <Button type="submit" look="primary" isPending={isBusy} isDisabled={seconds > 0}>
          {isBusy ? t('security:open.opening') : t('open.action')}
        </Button>
        <Button isDisabled={isBusy} onPress={() => void ask('bundles.forget', null)}>
          {t('open.other')}
        </Button>
      </div>
    </form>
  );
}
