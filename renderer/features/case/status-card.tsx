import { CircleAlert, SearchX, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stalenessOf } from '../../../shared/case/stale.ts';
import { titleKey } from '../../../shared/case/status-groups.ts';
import type { CaseDetail } from '../../../shared/contract/cases.ts';
import type { Bilingual } from '../../../shared/service/answer.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { GroupBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { CalendarDate, When } from '../../ui/when.tsx';
import { REMEMBERED_SECTION, WANTED_TITLE } from '../settings/sections.ts';

/** What USCIS says, verbatim and in both languages; when it said it and when we asked; our grouping, labelled as ours. */
export function StatusCard({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation(['case', 'common']);
  const { row } = detail;
  return (
    <section className="card" aria-labelledby="status-heading">
      <h2 id="status-heading">{t('status.heading')}</h2>
      <Recognition detail={detail} />
      {row.title === null ? (
        row.recognition === 'recognised' && <p className="quiet">{t('status.none')}</p>
      ) : (
        <BothLanguages title={row.title} description={detail.description} />
      )}
      {row.title !== null && <Grouping detail={detail} title={row.title.en} />}
      <Facts detail={detail} />
    </section>
  );
}

interface GroupingProps {
  readonly detail: CaseDetail;
  readonly title: string;
}

/** Whose the group is, ours or the office's; and the way to file a title that we do not know. */
function Grouping({ detail: { row, grouping }, title }: GroupingProps) {
  const { t } = useTranslation(['case', 'common']);
  const { go, memory } = useNavigation();
  const file = (): void => {
    memory.set(REMEMBERED_SECTION, 'titles');
    memory.set(WANTED_TITLE, titleKey(title));
    go({ screen: 'settings' });
  };
  const differs = grouping.filed && grouping.ours !== 'unclassified' && grouping.ours !== row.group;
  return (
    <div className="status-group">
      <p>
        <span className="quiet">{t(grouping.filed ? 'status.group_office' : 'status.group')}:</span>{' '}
        <GroupBadge group={row.group} stage={row.stage} />
      </p>
      {(grouping.filed || row.group === 'unclassified') && (
        <Button look="plain" icon={Tag} onPress={file}>
          {t(grouping.filed ? 'status.filed_title' : 'status.file_title')}
        </Button>
      )}
      {differs && <p className="quiet">{t('status.ours_differs', { ours: t(`common:group.${grouping.ours}`) })}</p>}
    </div>
  );
}

/** In honest words, where USCIS does not (yet) recognise the number, or where what is shown is stale. */
function Recognition({ detail: { row } }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation(['case', 'common']);
  const { recognition } = row;
  return (
    <>
      {recognition !== 'recognised' && (
        <p className="note note-unknown">
          <SearchX aria-hidden size={18} />
          <span>
            {t(`recognition.${recognition}`)}
            {row.title !== null && recognition !== 'never_asked' && ` ${t('recognition.kept')}`}
          </span>
        </p>
      )}
      <StaleNote row={row} />
    </>
  );
}

function StaleNote({ row }: { readonly row: CaseDetail['row'] }) {
  const { t } = useTranslation(['case', 'common']);
  const formats = useFormats();
  const staleness = stalenessOf(row, useNow());
  if (staleness === null) return null;
  return (
    <p className="note note-action">
      <CircleAlert aria-hidden size={18} />
      <span>
        {staleness.kind === 'overdue'
          ? t('overdue', { when: formats.dateTime(staleness.dueAt) })
          : t('stale', { answer: t(`common:answer.${staleness.answer}`) })}
      </span>
    </p>
  );
}

interface BothLanguagesProps {
  readonly title: Bilingual;
  readonly description: Bilingual | null;
}

/** The language of the interface first. */
function BothLanguages({ title, description }: BothLanguagesProps) {
  const { t } = useTranslation('case');
  const language = useLanguage();
  const order = language === 'en' ? (['en', 'es'] as const) : (['es', 'en'] as const);
  return (
    <div className="status-languages">
      {order.map((lang) => {
        const words = title[lang];
        const text = description?.[lang] ?? '';
        return (
          <div key={lang} className="status-language">
            <p className="quiet">{lang === 'en' ? t('status.in_en') : t('status.in_es')}</p>
            {words === null ? (
              <p className="quiet">{t('status.no_spanish')}</p>
            ) : (
              <>
                <p className="status-title" lang={lang}>
                  {words}
                </p>
                {text === '' ? (
                  <p className="quiet">{t('status.no_description')}</p>
                ) : (
                  <p>
                    <RichText text={text} lang={lang} />
                  </p>
                )}
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}

function Facts({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('case');
  const { row } = detail;
  return (
    <dl className="status-facts">
      <Fact name={t('status.said')}>
        {row.saidOn === null ? t('status.said_unknown') : <CalendarDate date={row.saidOn} />}
      </Fact>
      <Fact name={t('status.asked')}>
        {row.askedAt === null ? t('status.asked_never') : <When at={row.askedAt} show="both" />}
      </Fact>
      {row.answeredAt !== null && row.answeredAt !== row.askedAt && (
        <Fact name={t('status.answered')}>
          <When at={row.answeredAt} show="both" />
        </Fact>
      )}
      <Fact name={t('status.next')}>
        {row.nextCheckAt === null ? t('status.next_never') : <When at={row.nextCheckAt} show="both" />}
      </Fact>
      {row.form !== null && <Fact name={t('status.form')}>{row.form}</Fact>}
      {detail.submittedAt !== null && (
        <Fact name={t('status.submitted')}>
          <ServiceMoment moment={detail.submittedAt} />
        </Fact>
      )}
      {detail.modifiedAt !== null && (
        <Fact name={t('status.modified')}>
          <ServiceMoment moment={detail.modifiedAt} />
        </Fact>
      )}
      <Fact name={t('status.added')}>
        <When at={detail.createdAt} show="absolute" />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}

/** `YYYY-MM-DDTHH:mm:ss` without a zone: shown as it stands, and never moved into another one. */
function ServiceMoment({ moment }: { readonly moment: string }) {
  const { t } = useTranslation('case');
  return <span title={t('status.no_zone')}>{moment.replace('T', ' ')}</span>;
}
