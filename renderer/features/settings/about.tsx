import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../../app/app-state.ts';
import { Badge } from '../../ui/badge.tsx';

/** What this program is, what it runs on, and what leaves the computer. */
export function About() {
  const { t } = useTranslation('settings');
  const { version, runtime } = useAppState();
  return (
    <>
      <section className="card settings-card">
        <dl className="facts">
          <dt>{t('about.version')}</dt>
          <dd>Caseharbor {version}</dd>
          <dt>{t('about.runtime')}</dt>
          <dd className="row">
            {t('about.electron', { version: runtime.electron })}
            {runtime.verified ? (
              <Badge tone="good" icon={ShieldCheck}>
                {t('about.verified')}
              </Badge>
            ) : (
              <Badge tone="action" icon={ShieldAlert}>
                {t('about.unverified')}
              </Badge>
            )}
          </dd>
        </dl>
        {!runtime.verified && <p>{t('about.unverifiedHelp')}</p>}
        <p>{t('about.notAffiliated')}</p>
      </section>
      <section className="card settings-card" aria-labelledby="what-leaves">
        <h3 id="what-leaves">{t('about.leaves')}</h3>
        <ul className="bullets">
          <li>{t('about.leavesList.calls')}</li>
          <li>{t('about.leavesList.exports')}</li>
          <li>{t('about.leavesList.links')}</li>
        </ul>
        <p>{t('about.nothingElse')}</p>
      </section>
    </>
  );
}
