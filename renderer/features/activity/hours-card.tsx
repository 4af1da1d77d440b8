import { DoorClosed, DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { Badge } from '../../ui/badge.tsx';
import { useWhenWords } from './when-words.ts';

/** Whether the service is open, and until when. */
export function HoursCard({ hours }: { readonly hours: Activity['hours'] }) {
  const { t } = useTranslation('activity');
  const when = useWhenWords();
  const { open, changesAt } = hours;
  return (
    <section className="card activity-card" aria-labelledby="service-hours">
      <h2 id="service-hours">{t('hours.title')}</h2>
      <p>
        <Badge tone={open ? 'good' : 'unknown'} icon={open ? DoorOpen : DoorClosed}>
          {t(open ? 'hours.open' : 'hours.closed')}
        </Badge>
      </p>
      <p>
        {changesAt === null
          ? t(open ? 'hours.always' : 'hours.never')
          : t(open ? 'hours.closes' : 'hours.opens', { when: when(changesAt) })}
      </p>
    </section>
  );
}
