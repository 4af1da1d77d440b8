import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import type { LedgerEntry } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { When } from '../../ui/when.tsx';
import { ExportActions } from './export-actions.tsx';
import './ledger.css';

/** The ledger's lines about one case, newest first, and ways to take them along. */
export function CaseLedger({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const newest = useAsked('ledger.of_case', { caseId: row.id, before: null });
  const total = newest.data?.total ?? 0;
  const words = t('case.words', { count: total, n: formats.number(total) });
  return (
    <section className="card stack" aria-labelledby="ledger-heading">
      <h2 id="ledger-heading">{t('case.heading')}</h2>
      {newest.error !== null && <ProblemMessage problem={newest.error.problem} />}
      {newest.data !== undefined && total === 0 && <p className="quiet">{t('case.none')}</p>}
      {newest.data !== undefined && total > 0 && (
        <>
          <Details summary={words}>
            {/* Made anew when a line is added: what was read further down may not fit to it any more. */}
            <Lines
              key={newest.data.lines[0]?.number}
              caseId={row.id}
              newest={newest.data.lines}
              total={total}
              label={words}
            />
          </Details>
          <p>{t('export.case')}</p>
          <ExportActions scope={{ of: 'cases', ids: [row.id] }} what={row.receipt} />
          {row.client !== '' && (
            <>
              <p>{t('export.client', { client: row.client })}</p>
              <ExportActions scope={{ of: 'client', client: row.client }} what={row.client} />
            </>
          )}
        </>
      )}
    </section>
  );
}

interface LinesProps {
  readonly caseId: number;
  readonly newest: readonly LedgerEntry[];
  readonly total: number;
  readonly label: string;
}

function Lines({ caseId, newest, total, label }: LinesProps) {
  const { t } = useTranslation(['ledger', 'common']);
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const [older, setOlder] = useState<readonly LedgerEntry[]>([]);
  const lines = [...newest, ...older];
  const last = lines.at(-1);
  const more = async (): Promise<void> => {
    if (last === undefined) return;
    const result = await ask('ledger.of_case', { caseId, before: last.number });
    if (result.ok) setOlder([...older, ...result.value.lines]);
    else report(result.problem);
  };
  return (
    <div className="log-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="log">
        <thead>
          <tr>
            <th scope="col">{t('case.line')}</th>
            <th scope="col">{t('case.when')}</th>
            <th scope="col">{t('case.answer')}</th>
            <th scope="col">{t('case.hash')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ number, at, answer, hash }) => (
            <tr key={number}>
              <td className="numbers">{formats.number(number)}</td>
              <td>
                <When at={at} show="absolute" />
              </td>
              <td>{t(`common:answer.${answer}`)}</td>
              <td className="ledger-hash">{hash}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length < total && (
        <Button look="plain" onPress={() => void more()}>
          {t('case.more')}
        </Button>
      )}
    </div>
  );
}
