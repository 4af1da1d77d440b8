import { Bell, BellOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NOTIFICATION_LEVELS, type NotificationLevel } from '../../../shared/contract/notification-levels.ts';
import { RadioGroup } from '../../ui/choices.tsx';
import { Feedback } from './feedback.tsx';
import { useSetting } from './use-setting.ts';

/** How much a desktop notification says, with an example of what others at the screen would read. */
export function Notifications() {
  const { t } = useTranslation('settings');
  const level = useSetting('notifications');
  return (
    <>
      <p>{t('notifications.intro')}</p>
      <section className="card settings-card">
        <RadioGroup
          label={t('notifications.level')}
          value={level.value}
          onChange={level.change}
          choices={NOTIFICATION_LEVELS.map((value) => ({
            value,
            label: t(`notifications.levels.${value}.title`),
            help: t(`notifications.levels.${value}.text`),
          }))}
        />
        <Example level={level.value} />
        <Feedback state={level.state} />
      </section>
      <p className="quiet">{t('notifications.note')}</p>
    </>
  );
}

function Example({ level }: { readonly level: NotificationLevel }) {
  const { t } = useTranslation('settings');
  const Icon = level === 'off' ? BellOff : Bell;
  return (
    <div className="settings-note line-with-icon">
      <Icon aria-hidden size={16} />
      <div>
        <p className="quiet">{t('notifications.example')}</p>
        {level === 'off' ? (
          <p>{t('notifications.noExample')}</p>
        ) : (
          <>
            <p className="settings-example-title">{t(`notifications.examples.${level}.title`)}</p>
            <p>{t(`notifications.examples.${level}.body`)}</p>
          </>
        )}
      </div>
    </div>
  );
}
