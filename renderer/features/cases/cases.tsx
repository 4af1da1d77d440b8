import { FileOutput, FolderOpen, FolderPlus, RefreshCw, SearchX, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useRemembered } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { AddCases } from './add-cases.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { CaseTable } from './case-table.tsx';
import { DeletedDialog } from './deleted-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Filters } from './filters.tsx';
import { useBulk } from './use-bulk.ts';
import { useCaseCount } from './use-case-count.ts';
import { useTableSelection } from './use-table-selection.ts';
import { asShown, CASES_ADDING, CASES_VIEW, FIRST_VIEW, isFiltered, withFilter, type CasesView } from './view.ts';
import './cases.css';

/** Every case of the office, in one table. */
export function CasesScreen() {
  const { t } = useTranslation(['cases', 'trash', 'common']);
  const formats = useFormats();
  const [view, setView] = useRemembered(CASES_VIEW, FIRST_VIEW);
  const [adding, setAdding] = useRemembered(CASES_ADDING, false);
  const [asking, setAsking] = useState(false);
  const [showsDeleted, setShowsDeleted] = useState(false);
  const [exporting, setExporting] = useState(false);
  const shown = useMemo(() => asShown(view), [view]);
  const { total, rows, problem } = useCaseCount(shown);
  const selection = useTableSelection(shown);
  const bulk = useBulk();
  useAnnouncedCount(view, total);

  return (
    <Screen
      title={t('title')}
      beside={
        total !== undefined && <span className="quiet">{t('count', { count: total, n: formats.number(total) })}</span>
      }
      actions={
        <>
          <Button look="plain" icon={Trash2} onPress={() => setShowsDeleted(true)}>
            {t('trash:title')}
          </Button>
          <Button
            look="plain"
            icon={FileOutput}
            isDisabled={rows === undefined || rows === 0}
            onPress={() => setExporting(true)}
          >
            {t('export.action')}
          </Button>
          <Button icon={RefreshCw} isDisabled={rows === undefined || rows === 0} onPress={() => setAsking(true)}>
            {t('check_all')}
          </Button>
          <Button look="primary" icon={FolderPlus} onPress={() => setAdding(true)}>
            {t('add')}
          </Button>
        </>
      }
      tools={<Filters filter={view.filter} onFilter={(filter) => setView(withFilter(view, filter))} />}
      ownScroll
    >
      {selection.ids.size > 0 && <BulkBar selection={selection} archived={view.filter.archived} />}
      {problem !== null && <ProblemMessage problem={problem} />}
      {rows === undefined && problem === null && <Loading />}
      {rows === 0 && <NoCases view={view} onView={setView} onAdd={() => setAdding(true)} />}
      {rows !== undefined && rows > 0 && (
        <CaseTable
          view={shown}
          onView={(chosen) => setView({ ...chosen, matchFirst: false })}
          rows={rows}
          isCounted={total !== undefined}
          selection={selection}
        />
      )}
      {adding && <AddCases onClose={() => setAdding(false)} />}
      {exporting && (
        <ExportDialog
          scope={{ of: 'filter', filter: shown.filter, sort: shown.sort }}
          what={t(
            isFiltered(shown.filter) ? 'export.filtered' : shown.filter.archived ? 'export.archive' : 'export.watched',
            {
              count: total ?? rows ?? 0,
              n: formats.number(total ?? rows ?? 0),
            },
          )}
          onClose={() => setExporting(false)}
        />
      )}
      {showsDeleted && <DeletedDialog onClose={() => setShowsDeleted(false)} />}
      <AlertDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t('check_all_title')}
        confirm={t('check_all')}
        onConfirm={() => {
          setAsking(false);
          void bulk.checkNow('all');
        }}
      >
        <p>{t('check_all_words')}</p>
      </AlertDialog>
    </Screen>
  );
}

/** Says how many a new filter found to those who do not see it. */
function useAnnouncedCount(view: CasesView, total: number | undefined): void {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const { announce } = useToasts();
  const said = useRef(view.filter);
  useEffect(() => {
    if (total === undefined || said.current === view.filter) return;
    announce(t('found', { count: total, n: formats.number(total) }));
    said.current = view.filter;
  }, [announce, formats, t, total, view.filter]);
}

interface NoCasesProps {
  readonly view: CasesView;
  readonly onView: (view: CasesView) => void;
  readonly onAdd: () => void;
}

function NoCases({ view, onView, onAdd }: NoCasesProps) {
  const { t } = useTranslation('cases');
  const { filter } = view;
  if (isFiltered(filter)) {
    return (
      <EmptyState icon={SearchX} title={t('empty.filtered')}>
        <p>{t('empty.filtered_words')}</p>
        <Button onPress={() => onView({ ...view, filter: { ...FIRST_VIEW.filter, archived: filter.archived } })}>
          {t('filter.clear')}
        </Button>
      </EmptyState>
    );
  }
  if (filter.archived) return <EmptyState icon={FolderOpen} title={t('empty.archive')} />;
  return (
    <EmptyState icon={FolderOpen} title={t('empty.title')}>
      <p>{t('empty.words')}</p>
      <Button look="primary" icon={FolderPlus} onPress={onAdd}>
        {t('add')}
      </Button>
    </EmptyState>
  );
}
