import { join } from 'node:path';
import { app, nativeTheme, powerMonitor, session, type BrowserWindow } from 'electron';
import type { Notice } from '../shared/contract/app.ts';
import type { Events, Topic } from '../shared/contract/contract.ts';
import type { Settings } from '../shared/contract/settings.ts';
import type { ProblemKind } from '../shared/problem.ts';
import { systemClock } from './clock.ts';
import { announce } from './desktop/announcements.ts';
import { backupDialogs } from './desktop/backup-dialogs.ts';
import { gather } from './desktop/gather.ts';
import { lockSession } from './desktop/lockdown.ts';
import { setStartAtLogin } from './desktop/login-item.ts';
import { setMenu } from './desktop/menu.ts';
import { createNotifier } from './desktop/notifier.ts';
import { openExternal } from './desktop/open-external.ts';
import type { StartOptions } from './desktop/options.ts';
import { PAGE_ORIGIN, servePage } from './desktop/page-protocol.ts';
import { readRuntime } from './desktop/runtime.ts';
import { openServiceSession } from './desktop/service-session.ts';
import { createTray, type AppTray } from './desktop/tray.ts';
import { bringForward, createWindow } from './desktop/window.ts';
import { wordsIn, type Words } from './desktop/words.ts';
import { appHandlers } from './ipc/app.ts';
import { caseHandlers } from './ipc/cases.ts';
import { inboxHandlers } from './ipc/inbox.ts';
import { pullHandlers } from './ipc/pulls.ts';
import { listen, tell } from './ipc/router.ts';
import { workspaceHandlers } from './ipc/workspaces.ts';
import type { Log } from './log.ts';
import { systemRandom } from './random.ts';
import { changeSettings, openSettings } from './settings/settings.ts';
import { guardedFetch } from './uscis/fetch.ts';
import { electronSafeStorage } from './vault/electron-safe-storage.ts';
import { createKeychain } from './vault/keychain.ts';
import { utilityKeychainHost } from './vault/utility-keychain-host.ts';
import { createVault } from './vault/vault.ts';
import { createWorkspaces, type Workspaces } from './workspaces/workspaces.ts';

/** The built files, beside the main bundle. */
const BUILT = import.meta.dirname;
/** The page hears of changes at most this often. */
const TELL_EVERY = 250;

/** The running application. */
export interface Running {
  readonly workspaces: Workspaces;
  /** Opens the demonstration, making it where there is none. */
  showWindow(): void;
  /** Ends everything in order: calls, database, tray. */
  stop(): Promise<void>;
}

/** The composition root: makes each part and hands it what it needs. */
export async function start(options: StartOptions, log: Log, pinnedElectron: string): Promise<Running> {
  const profile = app.getPath('userData');
  const icons = join(app.getAppPath(), 'build/icons');
  const runtime = readRuntime(process.resourcesPath, process.versions.electron, pinnedElectron);
  const settings = openSettings(profile, systemClock);
  const notices = new Map<string, Notice>();
  let noticed = 0;
  const notice = (kind: ProblemKind, path: string): void => {
    noticed += 1;
    const id = `notice-${noticed}`;
    notices.set(id, { id, problem: { kind }, path });
  };
  if (settings.movedAside !== null) notice('settings_damaged', settings.movedAside);

  const systemLanguage = app.getLocale().startsWith('es') ? 'es' : 'en';
  const words = (): Words => {
    const chosen = settings.get().settings.language;
    return wordsIn(chosen === 'system' ? systemLanguage : chosen);
  };

  let window: BrowserWindow | null = null;
  let tray: AppTray | null = null;
  let quitting = false;
  let opening: Promise<void> = Promise.resolve();
  const tellPage = <Name extends keyof Events>(name: Name, event: Events[Name]): void => {
    if (window !== null && !window.isDestroyed()) tell(window.webContents, name, event);
  };
  const changed = gather<Topic>(systemClock, TELL_EVERY, (topics) => {
    tellPage('changed', { topics: [...topics] });
    showTray();
    if (topics.has('app')) rememberWorkspace();
  });
  const go = (to: Events['go']): void => {
    showWindow();
    // A window that was made just now has no page yet that could be told.
    if (window?.webContents.isLoading() === true) window.webContents.once('did-finish-load', () => tellPage('go', to));
    else tellPage('go', to);
  };
  const notifier = createNotifier(join(icons, 'app.png'), go);

  const keychain = createKeychain({
    clock: systemClock,
    spawn: () => utilityKeychainHost(join(BUILT, 'keychain-host.js')),
  });
  const workspaces = createWorkspaces({
    root: join(profile, 'workspaces'),
    clock: systemClock,
    random: systemRandom,
    vault: createVault({ keychain, safeStorage: electronSafeStorage() }),
    fetch: guardedFetch(openServiceSession(runtime.verified), runtime.verified),
    runtime,
    storeWorker: join(BUILT, 'store-worker.js'),
    log,
    events: {
      changed,
      announce: (changes) => notifier.show(announce(changes, settings.get().settings.notifications, words())),
      stopped(problem) {
        if (settings.get().settings.notifications === 'off') return;
        const known = problem.kind === 'credentials' || problem.kind === 'product' ? problem.kind : 'other';
        notifier.show([
          { title: words().t('stopped.title'), body: words().t(`stopped.${known}`), opens: { to: 'inbox' } },
        ]);
      },
      damaged: (kept) => notice('settings_damaged', kept),
    },
  });

  /** Written down at once: a killed program goes on with the same workspace. */
  function rememberWorkspace(): void {
    const lastWorkspace = workspaces.shown()?.id ?? null;
    if (lastWorkspace !== settings.get().lastWorkspace) settings.set({ ...settings.get(), lastWorkspace });
  }

  function showTray(): void {
    const current = workspaces.current();
    if (current === null) {
      tray?.show({ words: words(), watching: null });
      return;
    }
    const { unread, nextPullAt } = current.inboxSummary();
    const time = new Intl.DateTimeFormat(words().language, { timeStyle: 'short', dateStyle: 'short' });
    tray?.show({
      words: words(),
      watching: {
        unread,
        paused: current.pulls.activity().state.kind === 'paused',
        nextPull: nextPullAt === null ? null : time.format(nextPullAt),
      },
    });
  }

  function showWindow(): void {
    if (window !== null && !window.isDestroyed()) {
      bringForward(window);
      return;
    }
    const made = createWindow({
      preload: join(BUILT, '../preload/preload.cjs'),
      place: settings.get().window,
      packaged: app.isPackaged,
      dark: nativeTheme.shouldUseDarkColors,
      savePlace: (place) => settings.set({ ...settings.get(), window: place }),
      hideOnClose: () => !quitting && settings.get().settings.closeKeepsWatching,
    });
    made.once('ready-to-show', () => made.show());
    window = made;
  }

  const applySettings = (change: Partial<Settings>): void => {
    const { theme } = settings.get().settings;
    nativeTheme.themeSource = theme;
    if (change.startAtLogin !== undefined) setStartAtLogin(change.startAtLogin);
    showTray();
  };

  lockSession(session.defaultSession);
  servePage(session.defaultSession, join(BUILT, '../renderer'));
  setMenu();
  const stopListening = listen({
    handlers: {
      ...appHandlers({
        async state() {
          // The page begins with the workspace, instead of with a Welcome that gives way to it a moment later.
          await opening;
          return {
            version: app.getVersion(),
            runtime: { verified: runtime.verified, electron: runtime.electron },
            settings: settings.get().settings,
            systemLanguage,
            workspaces: workspaces.list(),
            current: workspaces.shown(),
            notices: [...notices.values()],
          };
        },
        openLink: openExternal,
        dismissNotice(id) {
          notices.delete(id);
          changed(['app']);
        },
        changeSettings(change) {
          const next = changeSettings(settings, change);
          applySettings(change);
          changed(['app']);
          return next;
        },
      }),
      ...workspaceHandlers(
        workspaces,
        backupDialogs(words, () => window),
      ),
      ...inboxHandlers,
      ...caseHandlers,
      ...pullHandlers((paused) => workspaces.setPaused(paused)),
    },
    current: (id) => workspaces.current(id),
    trusts: (frame) =>
      frame !== null &&
      window !== null &&
      !window.isDestroyed() &&
      frame.frameTreeNodeId === window.webContents.mainFrame.frameTreeNodeId &&
      frame.url.startsWith(`${PAGE_ORIGIN}/`),
    log,
  });
  powerMonitor.on('resume', () => workspaces.current()?.pulls.wake());

  const openFirst = async (): Promise<void> => {
    const all = workspaces.list();
    const last = all.find(({ id }) => id === settings.get().lastWorkspace);
    const wanted = (options.demo ? all.find(({ environment }) => environment === 'demonstration') : (last ?? all[0]))
      ?.id;
    if (wanted !== undefined) await workspaces.open(wanted);
    else if (options.demo) {
      const offers = await workspaces.offers();
      const usable = offers.ok && offers.value.keychain === null;
      if (usable || options.headless) {
        await workspaces.create({
          name: words().t('demonstration'),
          environment: 'demonstration',
          secretsIn: usable ? 'keychain' : 'session',
          credentials: null,
        });
      }
    }
  };

  // Before the window, because the keychain's process takes the longest to answer.
  opening = openFirst();
  if (!options.headless) {
    applySettings({});
    tray = createTray(join(icons, 'tray.png'), {
      open: showWindow,
      checkAll: () => workspaces.current()?.checkNow('all'),
      setPaused: (paused) => workspaces.setPaused(paused),
      quit: () => app.quit(),
    });
    showTray();
    if (!options.hidden) showWindow();
  }
  await opening;
  changed(['app', 'inbox', 'cases', 'activity']);
  log.info('started', { electron: runtime.electron, verified: runtime.verified });

  return {
    workspaces,
    showWindow,
    async stop() {
      quitting = true;
      rememberWorkspace();
      await workspaces.close();
      stopListening();
      keychain.close();
      tray?.destroy();
      log.info('stopped');
    },
  };
}
