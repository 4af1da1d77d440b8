import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import type { LedgerEntry, OtherEntries } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { When } from '../../ui/when.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { ExportActions } from './export-actions.tsx';
import './ledger.css';

/** The ledger's lines about one case, newest first, and ways to take them along. */
export function CaseLedger({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const newest = useAsked('ledger.of_case', { caseId: row.id, before: null });
  const total = newest.data?.total ?? 0;
  const others = newest.data?.others ?? [];
  const all = others.reduce((sum, other) => sum + other.total, total);
  const words = t('case.words', { count: total, n: formats.number(total) });
  return (
    <section className="card stack" aria-labelledby="ledger-heading">
      <h2 id="ledger-heading">{t('case.heading')}</h2>
      {newest.error !== null && <ProblemMessage problem={newest.error.problem} />}
      {newest.data !== undefined && all === 0 && <p className="quiet">{t('case.none')}</p>}
      {newest.data !== undefined && all > 0 && (
        <>
          {total > 0 && (
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
          )}
          {others.map((other) => (
            <OtherLines key={other.origin.mark} of={other} />
          ))}
          <p>{t('export.case')}</p>
          <ExportActions scope={{ of: 'cases', ids: [row.id] }} what={row.receipt} />
          {row.client !== '' && (
            <>
              <p>{t('export.client', { client: row.client })}</p>
              <ExportActions scope={{ of: 'client', client: row.client }} what={row.client} />
            </>
          )}
          <JobProgress />
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
  const { t } = useTranslation('ledger');
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
    <LinesTable lines={lines} label={label}>
      {lines.length < total && (
        <Button look="plain" onPress={() => void more()}>
          {t('case.more')}
        </Button>
      )}
    </LinesTable>
  );
}

/** What another office's ledger says of the case: it came with a merge. */
function OtherLines({ of: { origin, total, lines } }: { readonly of: OtherEntries }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const words = t('case.other', { count: total, n: formats.number(total), name: origin.name });
  return (
    <Details summary={words}>
      <LinesTable lines={lines} label={words}>
        {lines.length < total && <p className="quiet">{t('case.otherMore', { n: formats.number(lines.length) })}</p>}
      </LinesTable>
    </Details>
  );
}

interface LinesTableProps {
  readonly lines: readonly LedgerEntry[];
  readonly label: string;
  readonly children: ReactNode;
}

function LinesTable({ lines, label, children }: LinesTableProps) {
  const { t } = useTranslation(['ledger', 'common']);
  const formats = useFormats();
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
      {children}
    </div>
  );
}
