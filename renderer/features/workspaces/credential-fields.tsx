import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import { TextField } from '../../ui/fields.tsx';

export type Credentials = Request<'workspaces.set_credentials'>['credentials'];

/** What stands in the two fields, for as short as can be: `forget` is called as soon as it was sent. */
export interface CredentialsDraft {
  readonly typed: Credentials;
  readonly change: (typed: Credentials) => void;
  /** Both fields, trimmed; null while one is empty. */
  readonly complete: Credentials | null;
  /** Counts up with each change: what was found out about an earlier turn is old. */
  readonly turn: number;
  readonly forget: () => void;
}

const NONE: Credentials = { clientId: '', clientSecret: '' };

export function useCredentialsDraft(): CredentialsDraft {
  const [{ typed, turn }, setDraft] = useState({ typed: NONE, turn: 0 });
  const change = (next: Credentials): void => setDraft((last) => ({ typed: next, turn: last.turn + 1 }));
  const trimmed = { clientId: typed.clientId.trim(), clientSecret: typed.clientSecret.trim() };
  return {
    typed,
    change,
    turn,
    complete: trimmed.clientId === '' || trimmed.clientSecret === '' ? null : trimmed,
    forget: () => change(NONE),
  };
}

interface CredentialFieldsProps {
  readonly draft: CredentialsDraft;
  /** The person tried to go on: says which field is empty. */
  readonly tried: boolean;
}

/** Client ID and secret. The secret is never shown, not even while it is typed. */
export function CredentialFields({ draft, tried }: CredentialFieldsProps) {
  const { t } = useTranslation('workspaces');
  const { typed, change } = draft;
  return (
    <>
      <TextField
        label={t('connection.clientId')}
        value={typed.clientId}
        onChange={(clientId) => change({ ...typed, clientId })}
        problem={tried && typed.clientId.trim() === '' ? t('connection.clientIdMissing') : null}
        maxLength={300}
        autoComplete="off"
        spellCheck="false"
        digits
      />
      <TextField
        label={t('connection.clientSecret')}
        help={t('connection.clientSecretHelp')}
        value={typed.clientSecret}
        onChange={(clientSecret) => change({ ...typed, clientSecret })}
        problem={tried && typed.clientSecret.trim() === '' ? t('connection.clientSecretMissing') : null}
        type="password"
        maxLength={300}
        autoComplete="off"
        spellCheck="false"
      />
    </>
  );
}
