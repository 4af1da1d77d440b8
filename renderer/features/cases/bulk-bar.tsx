import { Archive, ArchiveRestore, FileOutput, RefreshCw, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { TagDialog } from '../tags/tag-dialog.tsx';
import { useBulk } from './use-bulk.ts';
import type { TableSelection } from './use-table-selection.ts';

interface BulkBarProps {
  readonly selection: TableSelection;
  /** The table shows the archive. */
  readonly archived: boolean;
}

/** What can be done with everything that is selected. */
export function BulkBar({ selection, archived }: BulkBarProps) {
  const { t } = useTranslation(['cases', 'trash', 'common']);
  const formats = useFormats();
  const bulk = useBulk();
  const [exporting, setExporting] = useState(false);
  const ids = [...selection.ids];
  const [tagging, setTagging] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const move = (): void => {
    void bulk.archive(ids, !archived);
    selection.clear();
  };
  return (
    <div className="bulk" role="group" aria-label={t('selected', { count: ids.length, n: formats.number(ids.length) })}>
      <strong className="numbers">{t('selected', { count: ids.length, n: formats.number(ids.length) })}</strong>
      <Button icon={RefreshCw} onPress={() => void bulk.checkNow(ids)}>
        {t('common:action.check_now')}
      </Button>
      <Button icon={archived ? ArchiveRestore : Archive} onPress={move}>
        {archived ? t('common:action.restore') : t('common:action.archive')}
      </Button>
      <Button icon={Tag} onPress={() => setTagging(true)}>
        {t('tag.action')}
      </Button>
      <Button icon={FileOutput} onPress={() => setExporting(true)}>
        {t('export.action')}
      </Button>
      <Button icon={Trash2} onPress={() => setDeleting(true)}>
        {t('trash:delete')}
      </Button>
      <Button look="plain" icon={X} onPress={selection.clear}>
        {t('clear_selection')}
      </Button>
      {exporting && (
        <ExportDialog
          scope={{ of: 'cases', ids }}
          what={t('export.selected', { count: ids.length, n: formats.number(ids.length) })}
          onClose={() => setExporting(false)}
        />
      )}
      {tagging && <TagDialog ids={ids} onClose={() => setTagging(false)} />}
      {deleting && <DeleteDialog ids={ids} onClose={() => setDeleting(false)} onDeleted={selection.clear} />}
    </div>
  );
}
