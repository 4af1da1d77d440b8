import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useWorkspace } from '../../app/app-state.ts';
import { useRemembered } from '../../app/navigation.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Backups } from '../backups/backups.tsx';
import { HoldingsSection } from '../holdings/holdings.tsx';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { Connection } from './connection.tsx';
import { Security } from '../security/security.tsx';
import { RetentionSection } from '../retention/retention.tsx';
import { LedgerSection } from '../ledger/ledger-section.tsx';
import { Notifications } from './notifications.tsx';
import { Schedule } from './schedule.tsx';
import { REMEMBERED_SECTION, SECTIONS, type Section } from './sections.ts';
import { ThisComputer } from './this-computer.tsx';
import { StatusTitles } from './titles.tsx';
import './settings.css';

/** The settings: those of the open workspace first, then those of the application on this computer. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const [section, setSection] = useRemembered<Section>(REMEMBERED_SECTION, 'connection');
  return (
    <Screen title={t('title')}>
      <Tabs
        className="settings"
        orientation="vertical"
        selectedKey={section}
        onSelectionChange={(key) => {
          const chosen = SECTIONS.find((each) => each === key);
          if (chosen !== undefined) setSection(chosen);
        }}
      >
        <TabList className="settings-nav" aria-label={t('nav')}>
          {SECTIONS.map((each) => (
            <Tab key={each} id={each} className="settings-tab">
              {t(`sections.${each}`)}
            </Tab>
          ))}
        </TabList>
        {SECTIONS.map((each) => (
          <TabPanel key={each} id={each} className="settings-panel">
            <h2>{t(`sections.${each}`)}</h2>
            <SectionBody section={each} onSection={setSection} />
          </TabPanel>
        ))}
      </Tabs>
    </Screen>
  );
}

interface SectionBodyProps {
  readonly section: Section;
  /** Shows another section. */
  readonly onSection: (section: Section) => void;
}

function SectionBody({ section, onSection }: SectionBodyProps) {
  const { t } = useTranslation(['settings', 'ledger', 'retention']);
  const workspace = useWorkspace();
  switch (section) {
    case 'connection':
    case 'backups':
    case 'schedule':
      if (workspace === null) return <p>{t('connection.noWorkspace')}</p>;
      if (section === 'backups') return <Backups key={workspace.id} workspace={workspace} />;
      return section === 'connection' ? (
        <Connection key={workspace.id} workspace={workspace} />
      ) : (
        <Schedule key={workspace.id} workspace={workspace} />
      );
    case 'titles':
      return <StatusTitles />;
    case 'notifications':
      return <Notifications />;
    case 'appearance':
      return <Appearance />;
    case 'ledger':
      return workspace === null ? <p>{t('ledger:noWorkspace')}</p> : <LedgerSection key={workspace.id} />;
    case 'security':
      return <Security key={workspace?.id ?? ''} workspace={workspace} />;
    case 'retention':
      return workspace === null ? <p>{t('retention:noWorkspace')}</p> : <RetentionSection key={workspace.id} />;
    case 'holdings':
      return <HoldingsSection onSection={onSection} />;
    case 'computer':
      return <ThisComputer />;
    case 'about':
      return <About />;
  }
}
