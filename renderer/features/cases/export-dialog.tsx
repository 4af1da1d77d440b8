import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseScope } from '../../../shared/contract/case-export.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ExportActions } from '../ledger/export-actions.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { ExportCases } from './export-cases.tsx';

interface ExportDialogProps {
  readonly scope: CaseScope;
  /** What is exported, in words. */
  readonly what: string;
  readonly onClose: () => void;
}

/** Takes cases along: as a table and, of a selection, the ledger's lines about them. */
export function ExportDialog({ scope, what, onClose }: ExportDialogProps) {
  const { t } = useTranslation(['cases', 'common']);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('export.title')}
      actions={<Button onPress={onClose}>{t('common:action.close')}</Button>}
    >
      <div className="stack">
        <p>
          <strong>{what}</strong>
        </p>
        <p className="quiet">{t('export.leaves')}</p>
        <ExportCases scope={scope} what={what} />
        {scope.of === 'cases' && <LedgerPart ids={scope.ids} what={what} />}
        <JobProgress />
      </div>
    </Dialog>
  );
}

function LedgerPart({ ids, what }: { readonly ids: number[]; readonly what: string }) {
  const { t } = useTranslation('ledger');
  const heading = useId();
  return (
    <section className="stack export-part" aria-labelledby={heading}>
      <h3 id={heading}>{t('export.part')}</h3>
      <p>{t('export.selectedText')}</p>
      <ExportActions scope={{ of: 'cases', ids }} what={what} />
    </section>
  );
}
