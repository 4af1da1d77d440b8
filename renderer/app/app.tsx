import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import type { AppState } from '../../shared/contract/app.ts';
import { Merging } from '../features/bundles/merging.tsx';
import { KeyChanging } from '../features/security/key-change.tsx';
import { LockScreen } from '../features/security/lock-screen.tsx';
import { SaveCode } from '../features/welcome/save-code.tsx';
import { Moving } from '../features/workspaces/move-dialog.tsx';
import { Trouble } from '../features/workspaces/trouble.tsx';
import { Welcome } from '../features/welcome/welcome.tsx';
import { Loading } from '../ui/progress.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { useToasts } from '../ui/toast-context.ts';
import { AppStateContext, coverOf } from './app-state.ts';
import { createTranslator } from './i18n/i18n.ts';
import { useKeptFocus } from './lost-focus.ts';
import { NavigationProvider, useNavigation } from './navigation.tsx';
import { ProxySignIn } from './proxy-sign-in.tsx';
import { createQueryClient, useAsked, useChanges } from './queries.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { Screens } from './screens.tsx';
import { Shell } from './shell.tsx';

/** The page: everything it shows comes from the local store, through the bridge. */
export function App() {
  const [client] = useState(createQueryClient);
  const [translator] = useState(() => createTranslator('en'));
  return (
    <QueryClientProvider client={client}>
      <I18nextProvider i18n={translator}>
        <ToastRegion>
          <Root client={client} translator={translator} />
        </ToastRegion>
      </I18nextProvider>
    </QueryClientProvider>
  );
}

interface RootProps {
  readonly client: QueryClient;
  readonly translator: i18n;
}

function Root({ client, translator }: RootProps) {
  useChanges(client);
  useKeptFocus();
  const state = useAsked('app.state', null);
  const shown = state.data;
  const followedRef = useRef(0);
  const language = shown === undefined ? null : languageOf(shown);
  useLayoutEffect(() => {
    if (language === null) return;
    document.documentElement.lang = language;
    void translator.changeLanguage(language);
  }, [language, translator]);
  useLayoutEffect(() => {
    if (shown !== undefined) document.documentElement.dataset['theme'] = shown.settings.theme;
  }, [shown]);

  const isLocked = shown !== undefined && coverOf(shown) === 'locked';
  useForgetting(client, isLocked);

  if (shown === undefined || language === null) {
    return state.error === null ? <Loading /> : <ProblemMessage problem={state.error.problem} />;
  }
  const goTo = shown.goTo?.workspace === shown.current?.id ? shown.goTo : null;
  return (
    <I18nProvider locale={`${language}-US`}>
      <AppStateContext value={shown}>
        <ProxySignIn>
          <NavigationProvider key={`${shown.current?.id ?? ''} ${isLocked}`} goTo={goTo} followedRef={followedRef}>
            <Shell>
              <Content state={shown} />
            </Shell>
          </NavigationProvider>
        </ProxySignIn>
      </AppStateContext>
    </I18nProvider>
  );
}

/** A locked page holds nothing of the workspace: no answers, no words at its foot. What screens remembered went with them. */
function useForgetting(client: QueryClient, isLocked: boolean): void {
  const { clear } = useToasts();
  useEffect(() => {
    if (!isLocked) return;
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'app' });
    clear();
  }, [client, clear, isLocked]);
}

const languageOf = ({ settings, systemLanguage }: AppState): 'en' | 'es' =>
  settings.language === 'system' ? systemLanguage : settings.language;

/** Without a workspace there is only the Welcome; one that could not be opened shows its trouble. */
function Content({ state }: { readonly state: AppState }) {
  const { move } = useNavigation();
  return (
    <ScreenBoundary key={move}>
      <ContentOf state={state} />
    </ScreenBoundary>
  );
}

function ContentOf({ state }: { readonly state: AppState }) {
  const { route } = useNavigation();
  const cover = coverOf(state);
  const workspace = state.workspaces.find(({ id }) => id === state.current?.id);
  if (state.current === null && state.opening) return <Opening />;
  if (workspace !== undefined && cover === 'locked') return <LockScreen workspace={workspace} />;
  if (workspace !== undefined && cover === 'key_changing') return <KeyChanging workspace={workspace} />;
  if (workspace !== undefined && cover === 'workspace_moving') return <Moving workspace={workspace} />;
  if (workspace !== undefined && cover === 'bundle_merging') return <Merging workspace={workspace} />;
  if (workspace !== undefined && cover === 'code_wanted') return <SaveCode workspace={workspace} />;
  if (state.current === null || route.screen === 'welcome') return <Welcome />;
  if (state.current.problem !== null && route.screen !== 'settings') return <Trouble problem={state.current.problem} />;
  return <Screens />;
}

/** The keychain may be asking its own question, so it is said what is waited for. */
function Opening() {
  const { t } = useTranslation();
  return (
    <div className="opening">
      <Loading />
      <p role="status">{t('opening')}</p>
    </div>
  );
}
