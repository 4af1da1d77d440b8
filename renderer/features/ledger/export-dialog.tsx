import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ExportActions } from './export-actions.tsx';
import { JobProgress } from './job-progress.tsx';

interface LedgerExportDialogProps {
  readonly ids: number[];
  readonly onClose: () => void;
}

/** Takes the ledger's lines of the selected cases along. */
export function LedgerExportDialog({ ids, onClose }: LedgerExportDialogProps) {
  const { t } = useTranslation(['ledger', 'common']);
  const formats = useFormats();
  const job = useAsked('ledger.state', null).data?.job ?? null;
  const what = t('export.selected', { count: ids.length, n: formats.number(ids.length) });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('export.action')}
      actions={<Button onPress={onClose}>{t('common:action.close')}</Button>}
    >
      <div className="stack">
        <p>{what}</p>
        <p>{t('export.selectedText')}</p>
        <ExportActions scope={{ of: 'cases', ids }} what={what} />
        {job !== null && <JobProgress job={job} />}
      </div>
    </Dialog>
  );
}
