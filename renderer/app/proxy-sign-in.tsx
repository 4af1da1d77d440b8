import { KeyRound } from 'lucide-react';
import { createContext, use, useCallback, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProxyAsk } from '../../shared/contract/app.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { useAction } from '../ui/use-action.ts';
import { useAppState } from './app-state.ts';
import { ask } from './ask.ts';

/** Opens the dialog again that the person cancelled. */
const OpenAgain = createContext<() => void>(() => undefined);

/**
 * Asks for the sign-in that the network's proxy wants: a dialog that opens by itself with each new question and stays away
 * once it was cancelled, whichever workspace is opened meanwhile.
 */
export function ProxySignIn({ children }: { readonly children: ReactNode }) {
  const { proxy } = useAppState();
  const [cancelled, setCancelled] = useState<number | null>(null);
  const openAgain = useCallback(() => setCancelled(null), []);
  return (
    <OpenAgain value={openAgain}>
      {children}
      {proxy !== null && cancelled !== proxy.number && (
        <ProxyDialog key={proxy.number} question={proxy} onClose={() => setCancelled(proxy.number)} />
      )}
    </OpenAgain>
  );
}

/** As long as the proxy lets nothing through: what that means, and the way to the dialog. */
export function ProxyBanner({ proxy }: Pick<ProxyAsk, 'proxy'>) {
  const { t } = useTranslation();
  const openAgain = use(OpenAgain);
  return (
    <Banner
      tone="action"
      icon={KeyRound}
      end={
        <Button look="plain" onPress={openAgain}>
          {t('proxy.open')}
        </Button>
      }
    >
      {t('proxy.banner', { proxy })}
    </Banner>
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
