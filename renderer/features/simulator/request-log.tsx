import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulatedRequest, SimulatorView } from '../../../shared/contract/simulator.ts';
import type { ProblemError } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { LogTable } from '../activity/log-table.tsx';
import '../activity/activity.css';

/** The latest requests as the simulator saw them: when, for which case, what it answered, what they met on purpose. */
export function RequestLog({ asked }: { readonly asked: UseQueryResult<SimulatorView, ProblemError> }) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  const view = asked.data;
  const statuses = (view?.statuses ?? []).map(({ status, times }) =>
    t('log.status', { status: status ?? t('log.silent'), times: formats.number(times) }),
  );
  const count = view?.asked ?? 0;
  const shown = view?.requests.length ?? 0;
  const note = [
    t('log.note', { count, n: formats.number(count), statuses: statuses.join(', ') }),
    ...(shown < count ? [t('log.latest', { shown: formats.number(shown) })] : []),
  ];
  return (
    <LogTable
      title={t('log.title')}
      caption={t('log.caption')}
      empty={t('log.empty')}
      note={note.join(' ')}
      asked={asked}
      rows={view?.requests ?? []}
      columns={[
        { id: 'number', label: t('log.columns.number'), isNumber: true },
        { id: 'at', label: t('log.columns.at') },
        { id: 'asked', label: t('log.columns.asked') },
        { id: 'status', label: t('log.columns.status') },
        { id: 'fault', label: t('log.columns.fault') },
      ]}
    >
      {(request) => <RequestRow key={request.number} request={request} />}
    </LogTable>
  );
}

function RequestRow({ request }: { readonly request: SimulatedRequest }) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  const language = useLanguage();
  const time = useMemo(() => new Intl.DateTimeFormat(`${language}-US`, { timeStyle: 'medium' }), [language]);
  return (
    <tr>
      <td className="numbers end">{formats.number(request.number)}</td>
      <td>
        <time className="numbers" dateTime={new Date(request.at).toISOString()} title={formats.exact(request.at)}>
          {time.format(request.at)}
        </time>
      </td>
      <td>{t(`log.asked.${request.asked}`, { receipt: request.receipt ?? '' })}</td>
      <td className="numbers">{request.status ?? <span className="quiet">{t('log.silent')}</span>}</td>
      <td>
        {request.fault === null ? <span className="quiet">{t('log.noFault')}</span> : t(`fault.${request.fault}`)}
      </td>
    </tr>
  );
}
