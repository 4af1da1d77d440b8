import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';
import { CodeField } from './code-field.tsx';
import { useWait } from './use-wait.ts';

interface CodeFormProps {
  readonly workspace: WorkspaceView;
  readonly onCancel?: () => void;
}

/** Opens a workspace with its recovery code. A mistyped group is named at once; a wrong code has to wait. */
export function CodeForm({ workspace, onCancel }: CodeFormProps) {
  const { t } = useTranslation(['security', 'common']);
  const { show } = useToasts();
  const { id } = workspace;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const secrets = useSecretPlace();
  const open = useAction((request: Request<'keys.open_with_code'>) => ask('keys.open_with_code', request));
  const { seconds, waitAnew } = useWait(id);
  const read = readRecoveryCode(typed);
  const busy = open.state.kind === 'busy';
  const wasWrong = open.state.kind === 'done' && open.state.value.outcome !== 'opened';

  const submit = async (form: HTMLFormElement): Promise<void> => {
    flushSync(() => setTried(true));
    if (read.kind !== 'good' || secrets.place === null) {
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const opened = await open.run({ id, code: read.code, secretsIn: secrets.place });
    waitAnew();
    if (opened.ok && opened.value.outcome === 'opened') show({ words: t('open.opened') });
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
      <p>{t('open.text')}</p>
      <CodeField
        typed={typed}
        read={read}
        tried={tried}
        onChange={(text) => {
          setTyped(text);
          open.clear();
        }}
      />
      <p>{t('open.stored')}</p>
      <SecretPlaceField secrets={secrets} tried={tried} />
      <p className="quiet">{t('open.credentials')}</p>
      <div role="status" className="live stack">
        {wasWrong && <p className="field-problem">{t('open.wrong')}</p>}
        {open.state.kind === 'failed' && <ProblemMessage problem={open.state.problem} />}
        {seconds === 0 && wasWrong && <p>{t('open.ready')}</p>}
      </div>
      {/* Not in the live region: nobody wants to hear each second. */}
      {seconds > 0 && <p>{t('open.wait', { count: seconds })}</p>}
      <div className="row">
        <Button
          type="submit"
          look="primary"
          isPending={busy}
          isDisabled={seconds > 0 || secrets.offers.kind === 'asking'}
        >
          {busy ? t('open.opening') : t('open.submit')}
        </Button>
        {onCancel !== undefined && <Button onPress={onCancel}>{t('common:action.cancel')}</Button>}
      </div>
    </form>
  );
}
