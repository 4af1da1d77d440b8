import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretPlace } from '../../../shared/contract/workspaces.ts';
import { useAppState } from '../../app/app-state.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction, type Action } from '../../ui/use-action.ts';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';
import { freeName } from './free-name.ts';

/** Makes a demonstration workspace, whose secrets go to `place`. */
function useDemonstration(): Action<[SecretPlace], { id: string }> {
  const { t } = useTranslation('welcome');
  const { workspaces } = useAppState();
  const name = freeName(
    t('cards.demonstration.defaultName'),
    workspaces.map((workspace) => workspace.name),
  );
  return useAction((secretsIn: SecretPlace) =>
    ask('workspaces.create', { name, environment: 'demonstration', secretsIn, credentials: null }),
  );
}

/** One press opens the demonstration, when the keychain works; else the person is asked for consent first. */
export function DemonstrationButton({ onConsentNeeded }: { readonly onConsentNeeded: () => void }) {
  const { t } = useTranslation('welcome');
  const create = useDemonstration();
  const begin = useAction(async () => {
    const offers = await ask('vault.offers', null);
    if (offers.ok && offers.value.keychain === null) await create.run('keychain');
    else onConsentNeeded();
    return offers;
  });
  const busy = begin.state.kind === 'busy';
  return (
    <>
      <Button
        look="primary"
        isPending={create.state.kind === 'busy'}
        onPress={() => {
          if (!busy) void begin.run();
        }}
      >
        {busy ? t('cards.demonstration.busy') : t('cards.demonstration.action')}
      </Button>
      {create.state.kind === 'failed' && <ProblemMessage problem={create.state.problem} />}
    </>
  );
}

/** The demonstration on a computer whose keychain cannot be used. */
export function DemonstrationConsent() {
  const { t } = useTranslation('welcome');
  const secrets = useSecretPlace();
  const create = useDemonstration();
  const [tried, setTried] = useState(false);
  const busy = create.state.kind === 'busy';
  const submit = async (): Promise<void> => {
    setTried(true);
    if (secrets.place !== null) await create.run(secrets.place);
  };
  return (
    <div className="welcome-form">
      <p>{t('demonstration.text')}</p>
      <SecretPlaceField secrets={secrets} tried={tried} />
      <div>
        <Button look="primary" isPending={busy} onPress={() => void submit()}>
          {busy ? t('cards.demonstration.busy') : t('cards.demonstration.action')}
        </Button>
      </div>
      {create.state.kind === 'failed' && <ProblemMessage problem={create.state.problem} />}
    </div>
  );
}
