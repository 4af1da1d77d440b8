import { ActivityScreen } from '../features/activity/activity.tsx';
import { CaseScreen } from '../features/case/case.tsx';
import { CasesScreen } from '../features/cases/cases.tsx';
import { InboxScreen } from '../features/inbox/inbox.tsx';
import { SettingsScreen } from '../features/settings/settings.tsx';
import { SimulatorScreen } from '../features/simulator/simulator.tsx';
import { useNavigation } from './navigation.tsx';

/** The screen of the present route. */
export function Screens() {
  const { route } = useNavigation();
  switch (route.screen) {
    case 'cases':
      return <CasesScreen />;
    case 'case':
      return <CaseScreen key={route.id} id={route.id} />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'simulator':
      return <SimulatorScreen />;
    default:
      return <InboxScreen />;
  }
}
