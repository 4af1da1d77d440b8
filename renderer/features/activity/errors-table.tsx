import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import type { ErrorView } from '../../../shared/contract/pulls.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { saidAsText } from '../../ui/said.tsx';
import { When } from '../../ui/when.tsx';
import { LogTable } from './log-table.tsx';

const SHOWN = 100;

/** The last checks that brought no status, with USCIS's own words. */
export function ErrorsTable() {
  const { t } = useTranslation('activity');
  const asked = useAsked('pulls.errors', { limit: SHOWN });
  return (
    <LogTable
      title={t('errors.title')}
      caption={t('errors.caption')}
      empty={t('errors.empty')}
      note={t('errors.note')}
      asked={asked}
      rows={asked.data?.errors ?? []}
      columns={(['at', 'case', 'answer', 'message', 'code', 'trace', 'copy'] as const).map((id) => ({
        id,
        label: t(`errors.columns.${id}`),
      }))}
    >
      {(error) => <ErrorRow key={error.id} error={error} />}
    </LogTable>
  );
}

function ErrorRow({ error }: { readonly error: ErrorView }) {
  const { t } = useTranslation(['activity', 'common']);
  const { go } = useNavigation();
  const { said } = error;
  const code = said.code ?? (said.httpStatus === undefined ? undefined : `HTTP ${said.httpStatus}`);
  const none = <span className="quiet">{t('errors.none')}</span>;
  const facts = [error.receipt, error.answer, new Date(error.at).toISOString(), saidAsText(said)];
  return (
    <tr>
      <td>
        <When at={error.at} show="absolute" />
      </td>
      <td>
        <Button
          className="link-button digits"
          aria-label={t('errors.openCase', { receipt: error.receipt })}
          onPress={() => go({ screen: 'case', id: error.caseId })}
        >
          {error.receipt}
        </Button>
      </td>
      <td>{t(`common:answer.${error.answer}`)}</td>
      <td className="activity-message verbatim">{said.message ?? none}</td>
      <td className="digits">{code ?? none}</td>
      <td className="digits">{said.traceId ?? none}</td>
      <td>
        <CopyButton text={facts.filter((part) => part !== '').join('\n')} label={t('errors.copy')} />
      </td>
    </tr>
  );
}
