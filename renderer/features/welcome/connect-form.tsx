import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import { ENVIRONMENT_DEFAULTS, type Environment } from '../../../shared/service/environment.ts';
import { useAppState } from '../../app/app-state.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import { ConnectionTest } from '../workspaces/connection-test.tsx';
import { CredentialFields, useCredentialsDraft } from '../workspaces/credential-fields.tsx';
import { EndpointFields, endpointsAreGood, tidyEndpoints } from '../workspaces/endpoint-fields.tsx';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';
import { freeName } from './free-name.ts';
import { UnverifiedNote } from './unverified-note.tsx';

/** Everything that a workspace for USCIS needs, on one page: name, addresses, credentials, and where secrets are kept. */
export function ConnectForm({ environment }: { readonly environment: Exclude<Environment, 'demonstration'> }) {
  const { t } = useTranslation('welcome');
  const { runtime, workspaces } = useAppState();
  const taken = workspaces.map((workspace) => workspace.name);
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(() => freeName(t(`cards.${environment}.defaultName`), taken));
  const [endpoints, setEndpoints] = useState(ENVIRONMENT_DEFAULTS[environment].endpoints);
  const endpointsGood = endpointsAreGood(endpoints, runtime.verified);
  const [advanced, setAdvanced] = useState(!endpointsGood);
  const draft = useCredentialsDraft();
  const secrets = useSecretPlace();
  const [tried, setTried] = useState(false);
  const create = useAction((request: Request<'workspaces.create'>) => ask('workspaces.create', request));
  const busy = create.state.kind === 'busy';
  const title = name.trim();
  const nameProblem = title === '' || title.length > 80 ? 'name' : taken.includes(title) ? 'taken' : null;
  const isComplete = nameProblem === null && endpointsGood && draft.complete !== null && secrets.place !== null;

  const submit = async (): Promise<void> => {
    if (nameProblem !== null || !endpointsGood || draft.complete === null || secrets.place === null) {
      flushSync(() => {
        setTried(true);
        if (!endpointsGood) setAdvanced(true);
      });
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const running = create.run({
      name: title,
      environment,
      endpoints: tidyEndpoints(endpoints),
      secretsIn: secrets.place,
      credentials: draft.complete,
    });
    draft.forget();
    setTried(false);
    await running;
  };

  return (
    <form
      ref={form}
      className="welcome-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {!runtime.verified && <UnverifiedNote />}
      <fieldset className="card">
        <legend>{t('connect.steps.where')}</legend>
        <TextField
          label={t('connect.name')}
          help={t('connect.nameHelp')}
          value={name}
          onChange={setName}
          maxLength={80}
          problem={tried && nameProblem !== null ? t(`connect.errors.${nameProblem}`) : null}
        />
        <Details summary={t('connect.advanced')} isOpen={advanced} onOpenChange={setAdvanced}>
          <div className="stack">
            <p className="quiet">{t(`connect.advancedHelp.${environment}`)}</p>
            <EndpointFields value={endpoints} onChange={setEndpoints} />
          </div>
        </Details>
      </fieldset>
      <fieldset className="card">
        <legend>{t('connect.steps.credentials')}</legend>
        <p className="quiet">{t('connect.credentialsHelp')}</p>
        <CredentialFields draft={draft} tried={tried} />
        <ConnectionTest
          key={`${draft.turn} ${endpoints.tokenUrl}`}
          workspaceId={null}
          endpoints={tidyEndpoints(endpoints)}
          credentials={draft.complete}
          isDisabled={draft.complete === null || !endpointsGood}
        />
      </fieldset>
      <fieldset className="card">
        <legend>{t('connect.steps.secrets')}</legend>
        <SecretPlaceField secrets={secrets} tried={tried} />
      </fieldset>
      {create.state.kind === 'failed' && (
        <>
          <ProblemMessage problem={create.state.problem} />
          <p role="status">{t('connect.secretCleared')}</p>
        </>
      )}
      {tried && !isComplete && (
        <p className="field-problem" role="alert">
          {t('connect.errors.summary')}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" isPending={busy}>
          {busy ? t('connect.creating') : t('connect.create')}
        </Button>
      </div>
    </form>
  );
}
