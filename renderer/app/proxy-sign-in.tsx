import { KeyRound } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProxyAsk } from '../../shared/contract/app.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { useAction } from '../ui/use-action.ts';
import { ask } from './ask.ts';

/**
 * The network's proxy wants a sign-in: a banner as long as it is so, and a dialog that opens by itself with each new
 * question and stays away once it was cancelled.
 */
export function ProxySignIn({ question }: { readonly question: ProxyAsk }) {
  const { t } = useTranslation();
  const [cancelled, setCancelled] = useState<number | null>(null);
  const { number, proxy } = question;
  return (
    <>
      <Banner
        tone="action"
        icon={KeyRound}
        end={
          <Button look="plain" onPress={() => setCancelled(null)}>
            {t('proxy.open')}
          </Button>
        }
      >
        {t('proxy.banner', { proxy })}
      </Banner>
      {cancelled !== number && <ProxyDialog key={number} question={question} onClose={() => setCancelled(number)} />}
    </>
  );
}

interface ProxyDialogProps {
  readonly question: ProxyAsk;
  readonly onClose: () => void;
}

/** Which proxy asks, whose password it wants, and what becomes of it. */
function ProxyDialog({ question, onClose }: ProxyDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signIn = useAction(() => ask('app.proxy_sign_in', { number: question.number, name: name.trim(), password }));

  const submit = async (): Promise<void> => {
    setTried(true);
    if (name.trim() === '') return;
    setPassword('');
    await signIn.run();
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={t('proxy.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} isPending={signIn.state.kind === 'busy'}>
            {t('proxy.submit')}
          </Button>
        </>
      }
    >
      {question.refused && (
        <p role="alert" className="field-problem">
          {t('proxy.refused')}
        </p>
      )}
      <p>{t('proxy.what', { proxy: question.proxy })}</p>
      {question.realm !== '' && (
        <p>
          {t('proxy.realm')} <span className="verbatim">{question.realm}</span>
        </p>
      )}
      <p>{t('proxy.whose')}</p>
      <form
        id={formId}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t('proxy.name')}
          value={name}
          onChange={setName}
          problem={tried && name.trim() === '' ? t('proxy.nameMissing') : null}
          maxLength={300}
          autoComplete="off"
          spellCheck="false"
          autoFocus
        />
        <TextField
          label={t('proxy.password')}
          help={t('proxy.kept')}
          value={password}
          onChange={setPassword}
          type="password"
          maxLength={300}
          autoComplete="off"
          spellCheck="false"
        />
      </form>
      {signIn.state.kind === 'failed' && <ProblemMessage problem={signIn.state.problem} />}
    </Dialog>
  );
}
