import { ArchiveRestore, FlaskConical, Landmark, Telescope, type LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../../app/app-state.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationButton } from './demonstration.tsx';
import type { WelcomeStep } from './step.ts';
import { UnverifiedNote } from './unverified-note.tsx';

interface StartProps {
  /** There are workspaces already. */
  readonly isFurther: boolean;
  readonly go: (step: WelcomeStep) => void;
}

/** The three ways to begin, and the way back from a backup. */
export function Start({ isFurther, go }: StartProps) {
  const { t } = useTranslation('welcome');
  const { runtime } = useAppState();
  return (
    <>
      <p className="welcome-intro">{isFurther ? t('introNew') : t('intro')}</p>
      {!runtime.verified && <UnverifiedNote />}
      <section aria-labelledby="choose" className="stack">
        <h2 id="choose">{t('choose')}</h2>
        <div className="welcome-cards">
          <Card icon={Telescope} title={t('cards.demonstration.title')} text={t('cards.demonstration.text')}>
            <DemonstrationButton onConsentNeeded={() => go('demonstration')} />
          </Card>
          <ConnectCard environment="sandbox" icon={FlaskConical} go={go} />
          <ConnectCard environment="production" icon={Landmark} go={go} />
        </div>
      </section>
      <div className="welcome-facts">
        <Card icon={ArchiveRestore} title={t('restore.card.title')} text={t('restore.card.text')}>
          <div className="stack">
            <Button onPress={() => go('restore')}>{t('restore.card.action')}</Button>
            <Button onPress={() => go('bundle')}>{t('restore.card.bundle')}</Button>
          </div>
        </Card>
        <section className="card stack" aria-labelledby="leaves">
          <h3 id="leaves">{t('leaves.title')}</h3>
          <p>{t('leaves.text')}</p>
          <p>{t('notAffiliated')}</p>
        </section>
      </div>
    </>
  );
}

function ConnectCard({
  environment,
  icon,
  go,
}: Pick<StartProps, 'go'> & CardIcon & { environment: 'sandbox' | 'production' }) {
  const { t } = useTranslation('welcome');
  const { runtime } = useAppState();
  return (
    <Card icon={icon} title={t(`cards.${environment}.title`)} text={t(`cards.${environment}.text`)}>
      {!runtime.verified && <p className="quiet">{t('cards.loopbackOnly')}</p>}
      <Button onPress={() => go(environment)}>{t(`cards.${environment}.action`)}</Button>
    </Card>
  );
}

interface CardIcon {
  readonly icon: LucideIcon;
}

interface CardProps extends CardIcon {
  readonly title: string;
  readonly text: string;
  /** What can be done, at the card's foot. */
  readonly children: ReactNode;
}

function Card({ icon: Icon, title, text, children }: CardProps) {
  const id = useId();
  return (
    <section className="card welcome-card" aria-labelledby={id}>
      <Icon aria-hidden size={24} strokeWidth={1.75} />
      <h3 id={id}>{title}</h3>
      <p>{text}</p>
      <div className="welcome-card-end stack">{children}</div>
    </section>
  );
}
