import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TitleView } from '../../../shared/contract/titles.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { WANTED_TITLE } from './sections.ts';
import { TitleCard } from './titles-card.tsx';

/** The status titles that Caseharbor does not know, with the group that the office gives each; and those that it has filed. */
export function StatusTitles() {
  const { t } = useTranslation('titles');
  const { memory } = useNavigation();
  const asked = useAsked('titles.list', null);
  /** The title that was filed last: it goes to the other list, and the focus with it. */
  const [moved, setMoved] = useState<string | null>(null);
  if (asked.error !== null) return <ProblemMessage problem={asked.error.problem} />;
  if (asked.data === undefined) return <Loading />;
  const wanted = memory.get(WANTED_TITLE);
  const titles = [...asked.data.titles].sort((a, b) => Number(b.key === wanted) - Number(a.key === wanted));
  const unknown = titles.filter(({ filed }) => filed === null);
  const filed = titles.filter((title) => title.filed !== null);
  const card = (title: TitleView) => (
    <TitleCard key={title.key} title={title} hasFocus={title.key === moved} onFile={() => setMoved(title.key)} />
  );
  return (
    <>
      <p className="quiet">{t('intro')}</p>
      <section className="settings-titles" aria-labelledby="titles-unknown">
        <h3 id="titles-unknown">{t('unknown')}</h3>
        {unknown.length === 0 ? (
          <EmptyState icon={CircleCheck} title={t('none')}>
            {t('noneHelp')}
          </EmptyState>
        ) : (
          unknown.map(card)
        )}
      </section>
      <section className="settings-titles" aria-labelledby="titles-filed">
        <h3 id="titles-filed">{t('filed')}</h3>
        {filed.length === 0 && <p className="quiet">{t('noFiled')}</p>}
        {filed.map(card)}
      </section>
    </>
  );
}
