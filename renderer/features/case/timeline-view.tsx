import { Building2, Eye, FolderPlus, RefreshCw, type LucideIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/cases.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { inLanguage } from '../../ui/bilingual.ts';
import { Segments } from '../../ui/choices.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { CalendarDate, When } from '../../ui/when.tsx';
import { ChangeBody } from '../changes/change-body.tsx';
import { ChangeKinds } from '../changes/change-kinds.tsx';
import { timelineOf, type TimelineEntry } from './timeline.ts';

const ICONS: Readonly<Record<TimelineEntry['kind'], LucideIcon>> = {
  history: Building2,
  change: RefreshCw,
  first: Eye,
  added: FolderPlus,
};

type Which = 'all' | 'uscis' | 'ours';

/** What happened to the case, on one axis, newest first. */
export function Timeline({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('case');
  const [which, setWhich] = useState<Which>('all');
  const entries = useMemo(() => timelineOf(detail), [detail]);
  const shown = entries.filter(({ kind }) => which === 'all' || (kind === 'history') === (which === 'uscis'));
  return (
    <section className="card" aria-labelledby="timeline-heading">
      <div className="card-head">
        <h2 id="timeline-heading">{t('timeline.heading')}</h2>
        <Segments
          label={t('timeline.which')}
          value={which}
          onChange={setWhich}
          choices={(['all', 'uscis', 'ours'] as const).map((value) => ({ value, label: t(`timeline.${value}`) }))}
        />
      </div>
      {shown.length === 0 && <p className="quiet">{t('timeline.none')}</p>}
      <ol className="timeline">
        {shown.map((entry, index) => (
          <Entry key={index} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const { t } = useTranslation('case');
  const Icon = ICONS[entry.kind];
  return (
    <li className={`moment moment-${entry.kind}`}>
      <span className="moment-icon">
        <Icon aria-hidden size={15} />
      </span>
      <p className="moment-head">
        <span className="moment-date">
          {entry.kind !== 'history' ? (
            <When at={entry.at} show="absolute" />
          ) : entry.date === null ? (
            t('timeline.undated')
          ) : (
            <CalendarDate date={entry.date} />
          )}
        </span>
        <span className="quiet">{t(`timeline.${entry.kind}`)}</span>
      </p>
      <div className="moment-body">
        <EntryBody entry={entry} />
      </div>
    </li>
  );
}

function EntryBody({ entry }: { readonly entry: TimelineEntry }) {
  const language = useLanguage();
  switch (entry.kind) {
    case 'history':
      return <RichText {...inLanguage(entry.entry.text, language)} />;
    case 'change':
      return (
        <>
          <ChangeKinds kinds={entry.change.kinds} />
          <ChangeBody change={entry.change} />
        </>
      );
    case 'first': {
      const title = inLanguage(entry.observation.title, language);
      return <p lang={title.lang}>{title.text}</p>;
    }
    case 'added':
      return null;
  }
}
