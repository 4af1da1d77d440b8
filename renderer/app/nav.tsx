import { Activity, CloudLightning, FolderOpen, Inbox, Keyboard, Settings, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { WorkspaceSwitcher } from '../features/workspaces/switcher.tsx';
import { IconButton } from '../ui/button.tsx';
import { useAppState, useWorkspace } from './app-state.ts';
import { useFormats } from './i18n/formats.ts';
import { useNavigation, type Route } from './navigation.tsx';
import { useAsked } from './queries.ts';
import { MAIN_SCREENS } from './shortcuts.ts';

/** The simulator has a screen in the demonstration only, and no shortcut. */
type MainScreen = (typeof MAIN_SCREENS)[number] | 'simulator';

const ICONS: Readonly<Record<MainScreen, LucideIcon>> = {
  inbox: Inbox,
  cases: FolderOpen,
  activity: Activity,
  settings: Settings,
  simulator: CloudLightning,
};

/** A case belongs to Cases. */
const screenOf = (route: Route): Route['screen'] => (route.screen === 'case' ? 'cases' : route.screen);

/** The way to every screen, with the number of unread changes, and the workspace that is shown. */
export function Navigation({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const { route, go } = useNavigation();
  const opened = useAppState().current?.problem === null;
  const unread = useAsked('inbox.summary', null, { enabled: opened }).data?.unread ?? 0;
  const isDemonstration = useWorkspace()?.environment === 'demonstration';
  const screens: readonly MainScreen[] = opened
    ? [...MAIN_SCREENS, ...(isDemonstration ? (['simulator'] as const) : [])]
    : ['settings'];
  return (
    <div className="side">
      <WorkspaceSwitcher />
      <nav aria-label={t('nav.label')}>
        <ul className="nav">
          {screens.map((screen) => (
            <li key={screen}>
              <NavButton
                screen={screen}
                isCurrent={screenOf(route) === screen}
                unread={screen === 'inbox' ? unread : 0}
                onPress={() => go({ screen })}
              />
            </li>
          ))}
        </ul>
      </nav>
      <div className="side-foot">
        <IconButton icon={Keyboard} label={t('shortcuts.title')} onPress={onHelp} />
      </div>
    </div>
  );
}

interface NavButtonProps {
  readonly screen: MainScreen;
  readonly isCurrent: boolean;
  readonly unread: number;
  readonly onPress: () => void;
}

function NavButton({ screen, isCurrent, unread, onPress }: NavButtonProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const Icon = ICONS[screen];
  return (
    <button type="button" className="nav-button" aria-current={isCurrent ? 'page' : undefined} onClick={onPress}>
      <Icon aria-hidden size={18} />
      <span className="nav-word">{t(`nav.${screen}`)}</span>
      {unread > 0 && (
        <span className="nav-count numbers">
          {formats.number(unread)}
          <span className="sr-only"> {t('nav.unread')}</span>
        </span>
      )}
    </button>
  );
}
