import { useTranslation } from 'react-i18next';
import type { SecretPlace, WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useToasts } from '../../ui/toast-context.ts';
import { SecretPlaceField } from '../workspaces/secret-place-field.tsx';
import { useSecretPlace } from '../workspaces/secret-place.ts';
import { CodeEntry } from './code-entry.tsx';
import { useWait } from './use-wait.ts';

interface CodeFormProps {
  readonly workspace: WorkspaceView;
  readonly onCancel?: () => void;
}

/** Opens a workspace with its recovery code. */
export function CodeForm({ workspace: { id }, onCancel }: CodeFormProps) {
  const { t } = useTranslation(['security', 'common']);
  const { show } = useToasts();
  const secrets = useSecretPlace();
  const { place } = secrets;
  const { seconds, waitAnew } = useWait(id);
  const open = async (code: string, secretsIn: SecretPlace) => {
    const opened = await ask('keys.open_with_code', { id, code, secretsIn });
    waitAnew();
    if (opened.ok && opened.value.outcome === 'opened') show({ words: t('open.opened') });
    return opened;
  };
  return (
    <CodeEntry
      label={t('open.title')}
      wrong={t('open.wrong')}
      submit={t('open.submit')}
      open={place === null ? null : (code) => open(code, place)}
      seconds={seconds}
      isDisabled={secrets.offers.kind === 'asking'}
      more={(tried) => (
        <>
          <p>{t('open.stored')}</p>
          <SecretPlaceField secrets={secrets} tried={tried} />
          <p className="quiet">{t('open.credentials')}</p>
        </>
      )}
      other={onCancel && { words: t('common:action.cancel'), go: onCancel }}
    >
      <p>{t('open.text')}</p>
    </CodeEntry>
  );
}
