import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import type { ErrorView } from '../../../shared/contract/pulls.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { saidAsText } from '../../ui/said.tsx';
import { LogTable } from './log-table.tsx';
import { TableTime } from './table-time.tsx';

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
      columns={(['at', 'case', 'answer', 'code', 'copy'] as const).map((id) => ({
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
  const facts = [error.receipt, error.answer, new Date(error.at).toISOString(), saidAsText(said)];
  return (
    <tr>
      <td>
        <TableTime at={error.at} />
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
      <td className="activity-said">
        <p className="strong">{t(`common:answer.${error.answer}`)}</p>
        {said.message === undefined ? (
          <p className="quiet">{t('errors.silent')}</p>
        ) : (
          <p className="verbatim">{said.message}</p>
        )}
      </td>
      <td>
        <span className="activity-code digits">
          <span>{code}</span>
          <span>{said.traceId}</span>
        </span>
      </td>
      <td>
        <CopyButton text={facts.filter((part) => part !== '').join('\n')} label={t('errors.copy')} />
      </td>
    </tr>
  );
}
