import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../../app/app-state.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Screen } from '../../ui/screen.tsx';
import { LanguageSwitch } from '../settings/language-switch.tsx';
import { OpenBundle } from '../bundles/open-bundle.tsx';
import { ConnectForm } from './connect-form.tsx';
import { DemonstrationConsent } from './demonstration.tsx';
import { RestoreForm } from './restore-form.tsx';
import { Start } from './start.tsx';
import type { WelcomeStep } from './step.ts';
import './welcome.css';

/** The first thing that a person sees, and the way to each further workspace. */
export function Welcome() {
  const { t } = useTranslation(['welcome', 'bundles', 'common']);
  const { workspaces } = useAppState();
  const { route, back, go: leave } = useNavigation();
  const [step, setStep] = useState<WelcomeStep>('start');
  const content = useRef<HTMLDivElement>(null);
  /** The title of the new step takes the focus, so that a screen reader says where one is. */
  const go = (next: WelcomeStep): void => {
    flushSync(() => setStep(next));
    content.current?.closest('main')?.querySelector('h1')?.focus();
  };
  const isFurther = workspaces.length > 0;
  const titles: Readonly<Record<WelcomeStep, string>> = {
    start: isFurther ? t('titleNew') : t('title'),
    demonstration: t('demonstration.title'),
    sandbox: t('connect.title.sandbox'),
    production: t('connect.title.production'),
    restore: t('restore.title'),
    bundle: t('bundles:open.title'),
  };

  const actions =
    step !== 'start' ? (
      <Button onPress={() => go('start')}>{t('common:action.back')}</Button>
    ) : isFurther && route.screen === 'welcome' ? (
      <Button onPress={back ?? (() => leave({ screen: 'inbox' }))}>{t('common:action.cancel')}</Button>
    ) : (
      <LanguageSwitch />
    );

  return (
    <Screen title={titles[step]} actions={actions}>
      <div ref={content} className="welcome">
        {step === 'start' && <Start isFurther={isFurther} go={go} />}
        {step === 'demonstration' && <DemonstrationConsent />}
        {(step === 'sandbox' || step === 'production') && <ConnectForm key={step} environment={step} />}
        {step === 'restore' && <RestoreForm />}
        {step === 'bundle' && (
          <div className="welcome-form">
            <OpenBundle workspace={null} />
          </div>
        )}
      </div>
    </Screen>
  );
}
