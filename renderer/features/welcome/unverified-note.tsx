import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './welcome.css';

/** Why only this computer's own addresses may be used. */
export function UnverifiedNote() {
  const { t } = useTranslation('welcome');
  return (
    <div className="welcome-note" role="note">
      <ShieldAlert aria-hidden size={20} />
      <div>
        <p className="strong">{t('unverified.title')}</p>
        <p>{t('unverified.text')}</p>
      </div>
    </div>
  );
}
