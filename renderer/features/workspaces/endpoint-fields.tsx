import { useTranslation } from 'react-i18next';
import { judgeEndpoint, type Endpoints } from '../../../shared/service/environment.ts';
import { useAppState } from '../../app/app-state.ts';
import { TextField } from '../../ui/fields.tsx';

interface EndpointFieldsProps {
  readonly value: Endpoints;
  readonly onChange: (endpoints: Endpoints) => void;
}

const FIELDS = ['tokenUrl', 'apiBase'] as const;

/** The two addresses, judged while they are typed by the rule that the main process enforces. */
export function EndpointFields({ value, onChange }: EndpointFieldsProps) {
  const { t } = useTranslation('workspaces');
  const { runtime } = useAppState();
  return FIELDS.map((field) => {
    const verdict = judgeEndpoint(value[field], runtime.verified);
    return (
      <TextField
        key={field}
        label={t(`connection.${field}`)}
        help={verdict === 'good' ? t('connection.verdict.good') : t(`connection.${field}Help`)}
        problem={verdict === 'good' ? null : t(`connection.verdict.${verdict}`)}
        value={value[field]}
        onChange={(address) => onChange({ ...value, [field]: address })}
        maxLength={500}
        type="url"
        autoComplete="off"
        spellCheck="false"
        digits
      />
    );
  });
}

/** May a workspace ask at both addresses? */
export const endpointsAreGood = ({ tokenUrl, apiBase }: Endpoints, runtimeVerified: boolean): boolean =>
  [tokenUrl, apiBase].every((address) => judgeEndpoint(address, runtimeVerified) === 'good');

/** The addresses as they are kept: without spaces around them, the API's without a slash at its end. */
export const tidyEndpoints = ({ tokenUrl, apiBase }: Endpoints): Endpoints => ({
  tokenUrl: tokenUrl.trim(),
  apiBase: apiBase.trim().replace(/\/+$/, ''),
});
