import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import type { HistoryEntry } from '../../../shared/service/answer.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { inLanguage } from '../../ui/bilingual.ts';
import { Details } from '../../ui/details.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { CalendarDate } from '../../ui/when.tsx';
import { TextComparison } from './text-comparison.tsx';
import './changes.css';

/** What a change was: before and after side by side, and whatever USCIS's history got with it. */
export function ChangeBody({ change }: { readonly change: ChangeView }) {
  const { t } = useTranslation('inbox');
  const { kinds, before, after, addedHistory } = change;
  const has = (kind: ChangeView['kinds'][number]): boolean => kinds.includes(kind);
  const wordsDiffer = has('status_changed') || has('text_changed');
  return (
    <div className="change-body">
      {has('not_recognised') && <p>{t('not_recognised')}</p>}
      {has('recognised_again') && <p>{t('recognised_again')}</p>}
      {(wordsDiffer || before === null || after === null) && <Titles change={change} />}
      {kinds.length === 1 && has('record_touched') && <p className="quiet">{t('touched')}</p>}
      {addedHistory.length > 0 && <AddedHistory entries={addedHistory} />}
      {before !== null && after !== null && wordsDiffer && (
        <Details summary={t('texts')}>
          <TextComparison before={before} after={after} />
        </Details>
      )}
    </div>
  );
}

function Titles({ change: { before, after, kinds } }: { readonly change: ChangeView }) {
  const { t } = useTranslation('inbox');
  const language = useLanguage();
  if (before === null && after === null) return null;
  const old = before === null ? null : inLanguage(before.title, language);
  const now = after === null ? null : inLanguage(after.title, language);
  const gone = kinds.includes('not_recognised');
  return (
    <div className="change-titles">
      {old !== null && (
        <div className={now === null ? 'change-title' : 'change-title change-title-old'}>
          <span className="quiet">{gone ? t('last_known') : t('before')}</span>
          <p lang={old.lang}>{old.text}</p>
        </div>
      )}
      {old !== null && now !== null && <ArrowRight aria-hidden size={18} className="change-arrow" />}
      {now !== null && (
        <div className="change-title change-title-new">
          <span className="quiet">{t('after')}</span>
          <p lang={now.lang}>{now.text}</p>
        </div>
      )}
    </div>
  );
}

/** So many lines stand open; a case that was just recognised can bring years of them. */
const SHOWN = 3;

function AddedHistory({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { t } = useTranslation('inbox');
  const newest = [...entries].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const older = newest.slice(SHOWN);
  return (
    <div>
      <p className="quiet">{t('history_added')}</p>
      <HistoryLines entries={newest.slice(0, SHOWN)} />
      {older.length > 0 && (
        <Details summary={t('history_more', { count: older.length })}>
          <HistoryLines entries={older} />
        </Details>
      )}
    </div>
  );
}

function HistoryLines({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { t } = useTranslation('inbox');
  const language = useLanguage();
  return (
    <ul className="change-history">
      {entries.map((entry, index) => (
        <li key={index}>
          <span className="quiet">{entry.date === null ? t('no_date') : <CalendarDate date={entry.date} />}</span>
          <RichText {...inLanguage(entry.text, language)} />
        </li>
      ))}
    </ul>
  );
}
