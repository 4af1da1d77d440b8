import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerSummary } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk, useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { useAction } from '../../ui/use-action.ts';
import { When } from '../../ui/when.tsx';
import { ExportActions } from './export-actions.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { Verdict } from './verdict.tsx';
import './ledger.css';

/** The ledger of the open workspace: what it holds, whether it is whole, and a way to take it along. */
export function LedgerSection() {
  const { t } = useTranslation(['ledger', 'common']);
  const summary = useAsked('ledger.summary', null);
  if (summary.error !== null) {
    return (
      <ProblemMessage problem={summary.error.problem}>
        <Button onPress={() => void summary.refetch()}>{t('common:action.retry')}</Button>
      </ProblemMessage>
    );
  }
  if (summary.data === undefined) return <Loading />;
  return (
    <>
      <section className="card settings-card">
        <p>{t('intro')}</p>
        <Facts summary={summary.data} />
        <p className="quiet">{t('limits')}</p>
        <JobProgress />
      </section>
      <VerifyCard />
      <section className="card settings-card" aria-labelledby="ledger-export">
        <h3 id="ledger-export">{t('export.heading')}</h3>
        <p>{t('export.all')}</p>
        <ExportActions scope={{ of: 'all' }} what={t('export.everything')} />
      </section>
    </>
  );
}

function Facts({ summary: { lines, first, last, pruned } }: { readonly summary: LedgerSummary }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  if (last === null) return <p>{t('none')}</p>;
  return (
    <>
      <dl className="facts">
        <dt>{t('lines')}</dt>
        <dd className="numbers">{formats.number(lines)}</dd>
        {first !== null && (
          <>
            <dt>{t('since')}</dt>
            <dd>
              <When at={first.at} show="absolute" />
            </dd>
          </>
        )}
        <dt>{t('last')}</dt>
        <dd>
          {t('lineNumber', { number: formats.number(last.number) })}, <When at={last.at} show="both" />
        </dd>
        <dt>{t('lastHash')}</dt>
        <dd className="ledger-last-hash">
          <span className="ledger-hash">{last.hash}</span>
          <CopyButton text={last.hash} label={t('copyHash')} iconOnly />
        </dd>
      </dl>
      {pruned > 0 && <p>{t('pruned', { count: pruned, n: formats.number(pruned) })}</p>}
    </>
  );
}

function VerifyCard() {
  const { t } = useTranslation('ledger');
  const ask = useAsk();
  const verified = useAsked('ledger.verified', null).data ?? null;
  const isBusy = (useAsked('jobs.state', null).data ?? null) !== null;
  const { state, run } = useAction(() => ask('ledger.verify', null));
  return (
    <section className="card settings-card" aria-labelledby="ledger-verify">
      <h3 id="ledger-verify">{t('verify.heading')}</h3>
      <p>{t('verify.text')}</p>
      <div>
        <Button icon={ListChecks} isPending={isBusy || state.kind === 'busy'} onPress={() => void run()}>
          {t('verify.action')}
        </Button>
      </div>
      <div role="status" className="live">
        {state.kind === 'done' && state.value === null && <p>{t('verify.cancelled')}</p>}
        {state.kind === 'failed' && <ProblemMessage problem={state.problem} />}
        {verified !== null && <Verdict verified={verified} />}
      </div>
    </section>
  );
}
