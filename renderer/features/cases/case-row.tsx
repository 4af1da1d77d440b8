import { Archive, CircleAlert, Pin, SearchX } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stalenessOf } from '../../../shared/case/stale.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { GroupBadge } from '../../ui/badge.tsx';
import { inLanguage } from '../../ui/bilingual.ts';
import { TagList } from '../tags/tag-list.tsx';
import { CalendarDate, When } from '../../ui/when.tsx';

interface CaseCellsProps {
  readonly row: CaseRow;
  readonly isSelected: boolean;
  readonly onSelect: (selected: boolean, extend: boolean) => void;
  readonly onOpen: () => void;
}

/** The cells of one row. The row itself holds the focus; what is in it is reached by the row's keys. */
export const CaseCells = memo(function CaseCells({ row, isSelected, onSelect, onOpen }: CaseCellsProps) {
  const { t } = useTranslation('cases');
  return (
    <>
      <Cell name="select">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('select_row', { receipt: row.receipt })}
          checked={isSelected}
          onChange={(event) =>
            onSelect(event.target.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
        />
      </Cell>
      <Cell name="receipt">
        <span className="cell-line">
          <button type="button" tabIndex={-1} className="link-button digits" onClick={onOpen}>
            {row.receipt}
          </button>
          <Marks row={row} />
        </span>
        <span className="cell-under quiet">{row.form}</span>
      </Cell>
      <Cell name="client">
        <span className="cut">{row.client}</span>
        {(row.label !== '' || row.tags.length > 0) && (
          <span className="cell-line">
            {row.label !== '' && <span className="cut quiet">{row.label}</span>}
            <TagList tags={row.tags} />
          </span>
        )}
      </Cell>
      <Cell name="form">{row.form}</Cell>
      <Cell name="title">
        <StatusWords row={row} />
      </Cell>
      <Cell name="group">{row.title !== null && <GroupBadge group={row.group} stage={row.stage} />}</Cell>
      <Cell name="saidOn">
        {row.saidOn === null ? (
          <span className="quiet">{row.title === null ? '–' : t('no_date')}</span>
        ) : (
          <CalendarDate date={row.saidOn} />
        )}
      </Cell>
      <Cell name="askedAt">
        <Asked row={row} />
        <span className="cell-under quiet">
          <NextCheck row={row} />
        </span>
      </Cell>
      <Cell name="nextCheckAt">
        <NextCheck row={row} />
      </Cell>
    </>
  );
});

function Cell({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div role="gridcell" className={`cell cell-${name}`}>
      {children}
    </div>
  );
}

function Marks({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  return (
    <>
      {row.unread > 0 && (
        <span className="unread-mark" title={t('unread', { count: row.unread, n: formats.number(row.unread) })}>
          <span className="sr-only">{t('unread', { count: row.unread, n: formats.number(row.unread) })}</span>
        </span>
      )}
      {row.pinned && <Pin size={14} role="img" aria-label={t('pinned')} fill="currentColor" />}
      {row.archived && <Archive size={14} role="img" aria-label={t('archived')} />}
    </>
  );
}

/** USCIS's words; and below them, where it does not recognise the number, that. */
function StatusWords({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = row.title === null ? null : inLanguage(row.title, language);
  return (
    <>
      {title !== null && (
        <span className={row.recognition === 'recognised' ? 'two-lines' : 'cut'} lang={title.lang} title={title.text}>
          {title.text}
        </span>
      )}
      {(row.recognition !== 'recognised' || title === null) && (
        <span className="cell-line quiet">
          {row.recognition !== 'never_asked' && <SearchX aria-hidden size={14} />}
          <span className="cut">{t(`recognition.${row.recognition}`)}</span>
        </span>
      )}
    </>
  );
}

/** When we asked; and below, where what the row shows is stale, why. */
function Asked({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('cases');
  return (
    <>
      {row.askedAt === null ? (
        <span className="quiet">{t('never_asked')}</span>
      ) : (
        <When at={row.askedAt} show="short" />
      )}
      <StaleMark row={row} />
    </>
  );
}

function StaleMark({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation(['cases', 'common']);
  const staleness = stalenessOf(row, useNow());
  if (staleness === null) return null;
  const why = staleness.kind === 'overdue' ? t('overdue') : t(`common:answer.${staleness.answer}`);
  return (
    <span className="cell-line stale-mark" title={t('stale', { why })}>
      <CircleAlert aria-hidden size={14} />
      <span className="cut">{why}</span>
    </span>
  );
}

function NextCheck({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('cases');
  if (row.nextCheckAt === null) return <span className="quiet">{t('never_by_itself')}</span>;
  return <NextMoment at={row.nextCheckAt} />;
}

/** A check that is due has no moment any more: it is made as soon as it can be. */
function NextMoment({ at }: { readonly at: Instant }) {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  return at > useNow() ? <When at={at} show="short" /> : <span title={formats.exact(at)}>{t('due')}</span>;
}
