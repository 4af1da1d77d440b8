import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../../app/app-state.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Screen } from '../../ui/screen.tsx';
import { ConnectForm } from './connect-form.tsx';
import { DemonstrationConsent } from './demonstration.tsx';
import { RestoreForm } from './restore-form.tsx';
import { Start } from './start.tsx';
import type { WelcomeStep } from './step.ts';
import './welcome.css';

/** The first thing that a person sees, and the way to each further workspace. */
export function Welcome() {
  const { t } = useTranslation(['welcome', 'common']);
  const { workspaces } = useAppState();
  const { route, back, go } = useNavigation();
  const [step, setStep] = useState<WelcomeStep>('start');
  const toStart = (): void => setStep('start');
  const isFurther = workspaces.length > 0;
  const titles: Readonly<Record<WelcomeStep, string>> = {
    start: isFurther ? t('titleNew') : t('title'),
    demonstration: t('demonstration.title'),
    sandbox: t('connect.title.sandbox'),
    production: t('connect.title.production'),
    restore: t('restore.title'),
  };

  return (
    <Screen
      key={step}
      title={titles[step]}
      actions={
        step !== 'start' ? (
          <Button onPress={toStart}>{t('connect.back')}</Button>
        ) : (
          isFurther &&
          route.screen === 'welcome' && (
            <Button onPress={back ?? (() => go({ screen: 'inbox' }))}>{t('common:action.cancel')}</Button>
          )
        )
      }
    >
      <div className="welcome">
        {step === 'start' && <Start isFurther={isFurther} go={setStep} />}
        {step === 'demonstration' && <DemonstrationConsent />}
        {(step === 'sandbox' || step === 'production') && <ConnectForm environment={step} />}
        {step === 'restore' && <RestoreForm />}
      </div>
    </Screen>
  );
}
