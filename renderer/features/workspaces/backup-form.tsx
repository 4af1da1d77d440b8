import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import './workspaces.css';

const SHORTEST = 12;
const LONGEST = 200;

interface BackupFormProps {
  readonly workspace: WorkspaceView;
  readonly autoFocus?: boolean;
}

/** Makes an encrypted copy of a workspace. The passphrase is typed twice, and forgotten as soon as it was sent. */
export function BackupForm({ workspace, autoFocus = false }: BackupFormProps) {
  const { t } = useTranslation('workspaces');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const backUp = useAction((typed: string) => ask('workspaces.back_up', { id: workspace.id, passphrase: typed }));
  const length = lengthProblem(passphrase);
  const differs = passphrase !== again;

  const submit = async (): Promise<void> => {
    setTried(true);
    if (length !== null || differs) return;
    const running = backUp.run(passphrase);
    setPassphrase('');
    setAgain('');
    setTried(false);
    await running;
  };
  const busy = backUp.state.kind === 'busy';

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{t('backup.text')}</p>
      <TextField
        autoFocus={autoFocus}
        label={t('backup.passphrase')}
        help={t('backup.passphraseHelp')}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        problem={tried && length !== null ? t(`backup.${length}`) : null}
        isReadOnly={busy}
      />
      <TextField
        label={t('backup.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        problem={tried && differs ? t('backup.different') : null}
        isReadOnly={busy}
      />
      <p className="line-with-icon warning">
        <TriangleAlert aria-hidden size={16} />
        {t('backup.warning')}
      </p>
      <div>
        <Button type="submit" isPending={busy}>
          {busy ? t('backup.busy') : t('backup.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {backUp.state.kind === 'done' &&
          (backUp.state.value === null ? (
            <p>{t('backup.cancelled')}</p>
          ) : (
            <p className="line-with-icon good">
              <CircleCheck aria-hidden size={16} />
              <span className="verbatim">{t('backup.done', { path: backUp.state.value.path })}</span>
            </p>
          ))}
        {backUp.state.kind === 'failed' && <ProblemMessage problem={backUp.state.problem} />}
      </div>
    </form>
  );
}

function lengthProblem(passphrase: string): 'tooShort' | 'tooLong' | null {
  if (passphrase.length < SHORTEST) return 'tooShort';
  return passphrase.length > LONGEST ? 'tooLong' : null;
}
