import { Table } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseScope } from '../../../shared/contract/case-export.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { ExportOutcome } from '../../ui/export-outcome.tsx';
import { useAction } from '../../ui/use-action.ts';

interface ExportCasesProps {
  readonly scope: CaseScope;
  /** What is exported, in words: for the button's name. */
  readonly what: string;
}

/** Writes a line for each case into a file of the person's choice, and says what became of it. */
export function ExportCases({ scope, what }: ExportCasesProps) {
  const { t } = useTranslation(['cases', 'ledger']);
  const formats = useFormats();
  const ask = useAsk();
  const [notes, setNotes] = useState(false);
  const { state, run } = useAction(() => ask('cases.export', { scope, notes, name: t('export.name') }));
  return (
    <div className="stack">
      <p>{t('export.text')}</p>
      <Checkbox isSelected={notes} onChange={setNotes} help={t('export.notesHelp')}>
        {t('export.notes')}
      </Checkbox>
      <div>
        <Button
          icon={Table}
          isPending={state.kind === 'busy'}
          aria-label={t('export.csvOf', { what })}
          onPress={() => void run()}
        >
          {t('ledger:export.csv')}
        </Button>
      </div>
      <ExportOutcome
        state={state}
        done={({ cases, path }) => t('export.done', { count: cases, n: formats.number(cases), path })}
      />
    </div>
  );
}
