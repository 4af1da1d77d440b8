import { FileText, Table } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat, LedgerScope } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ExportOutcome } from '../../ui/export-outcome.tsx';
import { useAction } from '../../ui/use-action.ts';
import './ledger.css';

interface ExportActionsProps {
  readonly scope: LedgerScope;
  /** What is exported, in words: for the buttons' names and the file's. */
  readonly what: string;
}

/** Two buttons that write lines of the ledger into a file of the person's choice, and what became of it. */
export function ExportActions({ scope, what }: ExportActionsProps) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const ask = useAsk();
  const { state, run } = useAction((format: ExportFormat) =>
    ask('ledger.export', { scope, format, name: t('export.name', { what }).slice(0, 200).trim() }),
  );
  const busy = state.kind === 'busy';
  return (
    <div className="stack">
      <div className="row">
        <Button icon={Table} isPending={busy} aria-label={t('export.csvOf', { what })} onPress={() => void run('csv')}>
          {t('export.csv')}
        </Button>
        <Button
          icon={FileText}
          isPending={busy}
          aria-label={t('export.pdfOf', { what })}
          onPress={() => void run('pdf')}
        >
          {t('export.pdf')}
        </Button>
      </div>
      <ExportOutcome
        state={state}
        done={({ lines, path }) => t('export.done', { count: lines, n: formats.number(lines), path })}
      />
    </div>
  );
}
