import { useTranslation } from 'react-i18next';
import type { PullView } from '../../../shared/contract/pulls.ts';
import { ANSWER_KINDS } from '../../../shared/service/answer.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { LogTable } from './log-table.tsx';
import { TableTime } from './table-time.tsx';

const SHOWN = 50;

/** The last pulls: when, why, how many cases, what came of them. */
export function PullsTable() {
  const { t } = useTranslation('activity');
  const asked = useAsked('pulls.log', { limit: SHOWN });
  return (
    <LogTable
      title={t('pulls.title')}
      caption={t('pulls.caption')}
      empty={t('pulls.empty')}
      asked={asked}
      rows={asked.data?.pulls ?? []}
      columns={[
        { id: 'started', label: t('pulls.columns.started') },
        { id: 'ended', label: t('pulls.columns.ended') },
        { id: 'reason', label: t('pulls.columns.reason') },
        { id: 'cases', label: t('pulls.columns.cases'), isNumber: true },
        { id: 'answers', label: t('pulls.columns.answers') },
        { id: 'changes', label: t('pulls.columns.changes'), isNumber: true },
      ]}
    >
      {(pull) => <PullRow key={pull.id} pull={pull} />}
    </LogTable>
  );
}

function PullRow({ pull }: { readonly pull: PullView }) {
  const { t } = useTranslation('activity');
  const formats = useFormats();
  return (
    <tr>
      <td>
        <TableTime at={pull.startedAt} />
      </td>
      <td>
        {pull.finishedAt === null ? (
          <span className="quiet">{t('pulls.unfinished')}</span>
        ) : (
          <time
            className="numbers"
            dateTime={new Date(pull.finishedAt).toISOString()}
            title={formats.exact(pull.finishedAt)}
          >
            {formats.time(pull.finishedAt)}
          </time>
        )}
      </td>
      <td>{t(`reason.${pull.reason}`)}</td>
      <td className="numbers end">{formats.number(pull.total)}</td>
      <td>
        <Answers answers={pull.answers} />
      </td>
      <td className="numbers end">{formats.number(pull.changes)}</td>
    </tr>
  );
}

/** How many checks ended in which answer, the statuses first. */
function Answers({ answers }: Pick<PullView, 'answers'>) {
  const { t } = useTranslation(['activity', 'common']);
  const formats = useFormats();
  const present = ANSWER_KINDS.filter((kind) => (answers[kind] ?? 0) > 0);
  if (present.length === 0) return <span className="quiet">{t('pulls.noAnswers')}</span>;
  return (
    <ul>
      {present.map((kind) => (
        <li key={kind}>
          {t('pulls.answer', { answer: t(`common:answer.${kind}`), number: formats.number(answers[kind] ?? 0) })}
        </li>
      ))}
    </ul>
  );
}
