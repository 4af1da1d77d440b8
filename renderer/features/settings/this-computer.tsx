import { useTranslation } from 'react-i18next';
import { Switch } from '../../ui/choices.tsx';
import { Feedback } from './feedback.tsx';
import { useSetting } from './use-setting.ts';

/** What the application does on this computer while no window is open. */
export function ThisComputer() {
  const { t } = useTranslation('settings');
  const closing = useSetting('closeKeepsWatching');
  const login = useSetting('startAtLogin');
  return (
    <>
      <section className="card settings-card">
        <Switch isSelected={closing.value} onChange={closing.change} help={t('computer.closeKeepsWatchingHelp')}>
          {t('computer.closeKeepsWatching')}
        </Switch>
        <Feedback state={closing.state} />
      </section>
      <section className="card settings-card">
        <Switch isSelected={login.value} onChange={login.change} help={t('computer.startAtLoginHelp')}>
          {t('computer.startAtLogin')}
        </Switch>
        <Feedback state={login.state} />
      </section>
    </>
  );
}
