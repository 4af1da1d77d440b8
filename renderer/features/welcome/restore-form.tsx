import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';

/** Makes a workspace of a backup file. The passphrase is forgotten as soon as it was sent. */
export function RestoreForm() {
  const { t } = useTranslation('welcome');
  const { show } = useToasts();
  const secrets = useSecretPlace();
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const restore = useAction((request: Request<'workspaces.restore'>) => ask('workspaces.restore', request));
  const busy = restore.state.kind === 'busy';

  const submit = async (): Promise<void> => {
    setTried(true);
    if (passphrase === '' || secrets.place === null) return;
    const running = restore.run({ passphrase, secretsIn: secrets.place });
    setPassphrase('');
    setTried(false);
    const restored = await running;
    if (restored.ok && restored.value !== null) show({ words: t('restore.done') });
  };

  return (
    <form
      className="welcome-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{t('restore.text')}</p>
      <TextField
        label={t('restore.passphrase')}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={setPassphrase}
        maxLength={200}
        problem={tried && passphrase === '' ? t('restore.passphraseMissing') : null}
        isReadOnly={busy}
      />
      <SecretPlaceField secrets={secrets} tried={tried} />
      <p className="quiet">{t('restore.credentials')}</p>
      <div>
        <Button type="submit" look="primary" isPending={busy}>
          {busy ? t('restore.busy') : t('restore.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {restore.state.kind === 'done' && restore.state.value === null && <p>{t('restore.cancelled')}</p>}
        {restore.state.kind === 'failed' && <ProblemMessage problem={restore.state.problem} />}
      </div>
    </form>
  );
}
