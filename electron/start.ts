import { join } from 'node:path';
import { app, nativeTheme, net, powerMonitor, session } from 'electron';
import { MINUTE, SECOND } from '../shared/clock.ts';
import type { GoTo } from '../shared/contract/app.ts';
import type { Topic } from '../shared/contract/contract.ts';
import type { Settings } from '../shared/contract/settings.ts';
import { systemClock } from './clock.ts';
import { announce } from './desktop/announcements.ts';
import { backupDialogs } from './desktop/backup-dialogs.ts';
import { gather } from './desktop/gather.ts';
import { caseDocuments } from './desktop/case-documents.ts';
import { certificateDocuments } from './desktop/certificate-documents.ts';
import { createIdleLock } from './desktop/idle-lock.ts';
import { ledgerDocuments } from './desktop/ledger-documents.ts';
import { lockSession } from './desktop/lockdown.ts';
import { setStartAtLogin } from './desktop/login-item.ts';
import { createMainWindow } from './desktop/main-window.ts';
import { setMenu } from './desktop/menu.ts';
import { createNotices } from './desktop/notices.ts';
import { createNotifier } from './desktop/notifier.ts';
import { createProxySignIn } from './desktop/proxy-sign-in.ts';
import { openExternal } from './desktop/open-external.ts';
import type { StartOptions } from './desktop/options.ts';
import { servePage } from './desktop/page-protocol.ts';
import { readRuntime } from './desktop/runtime.ts';
import { openServiceSession } from './desktop/service-session.ts';
import { createTray, type AppTray } from './desktop/tray.ts';
import { trayStateOf } from './desktop/tray-state.ts';
import { createWatchNews } from './desktop/watch-news.ts';
import { guarded } from './guard.ts';
import { wordsIn, type Words } from './desktop/words.ts';
import { appHandlers } from './ipc/app.ts';
import { backupHandlers } from './ipc/backups.ts';
import { bundleHandlers } from './ipc/bundles.ts';
import { caseExportHandlers } from './ipc/case-export.ts';
import { jobHandlers } from './ipc/jobs.ts';
import { caseHandlers } from './ipc/cases.ts';
import { holdingsHandlers } from './ipc/holdings.ts';
import { inboxHandlers } from './ipc/inbox.ts';
import { ledgerHandlers } from './ipc/ledger.ts';
import { placeHandlers } from './ipc/places.ts';
import { pullHandlers } from './ipc/pulls.ts';
import { keyHandlers } from './ipc/keys.ts';
import { listen } from './ipc/router.ts';
import { retentionHandlers } from './ipc/retention.ts';
import { simulatorHandlers } from './ipc/simulator.ts';
import { titleHandlers } from './ipc/titles.ts';
import { trashHandlers } from './ipc/trash.ts';
import { workspaceHandlers } from './ipc/workspaces.ts';
import type { Log } from './log.ts';
import { systemRandom } from './random.ts';
import { changeSettings, openSettings } from './settings/settings.ts';
import { problemOf } from './store/problems.ts';
import { guardedFetch } from './uscis/fetch.ts';
import { electronSafeStorage } from './vault/electron-safe-storage.ts';
import { createKeychain } from './vault/keychain.ts';
import { utilityKeychainHost } from './vault/utility-keychain-host.ts';
import { createVault } from './vault/vault.ts';
import { chooseFirst, createOpener } from './workspaces/opener.ts';
import { createWorkspaces, type Workspaces } from './workspaces/workspaces.ts';

/** The built files, beside the main bundle. */
const BUILT = import.meta.dirname;
/** The page hears of changes at most this often. */
const TELL_EVERY = 250;

/** The running application. */
export interface Running {
  readonly workspaces: Workspaces;
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
  const notices = createNotices();
  if (settings.unusable !== null) notices.add('settings_damaged', settings.unusable.path);

  const systemLanguage = app.getLocale().startsWith('es') ? 'es' : 'en';
  const words = (): Words => {
    const chosen = settings.get().settings.language;
    return wordsIn(chosen === 'system' ? systemLanguage : chosen);
  };

  let quitting = false;
  let opening = true;
  let goTo: GoTo | null = null;
  let tray: AppTray | null = null;
  const window = createMainWindow(
    () => ({
      preload: join(BUILT, '../preload/preload.cjs'),
      place: settings.get().window,
      packaged: app.isPackaged,
      dark: nativeTheme.shouldUseDarkColors,
      savePlace: guarded(log, 'settings', (place) => settings.set({ ...settings.get(), window: place })),
      hideOnClose: () => !quitting && settings.get().settings.closeKeepsWatching,
      hid: guarded(log, 'settings', () => {
        const watched = workspaces.shown();
        if (watched !== null) news.closed(watched.id);
      }),
    }),
    log,
  );
  const changed = gather<Topic>(
    systemClock,
    TELL_EVERY,
    guarded(log, 'changed', (topics) => {
      window.tell('changed', { topics: [...topics] });
      tray?.show(trayStateOf(workspaces, words()));
      if (topics.has('app')) rememberWorkspace();
    }),
  );
  const notifier = createNotifier(
    join(icons, 'app.png'),
    guarded(log, 'notification', async (workspace, place) => {
      if (isLocked()) {
        window.show();
        return;
      }
      if (workspaces.shown()?.id !== workspace) await workspaces.open(workspace);
      goTo = { number: (goTo?.number ?? 0) + 1, workspace, place };
      changed(['app']);
      window.show();
    }),
  );

  const news = createWatchNews(settings, notifier, words);
  const proxies = createProxySignIn(() => {
    changed(['app']);
    const watched = workspaces.shown();
    // Nobody sees the question: the watch itself is held up.
    if (proxies.ask() === null || watched === null || window.current()?.isVisible() === true) return;
    news.heldByProxy(watched.id);
  });
  const keychain = createKeychain({
    clock: systemClock,
    spawn: () => utilityKeychainHost(join(BUILT, 'keychain-host.js')),
  });
  const workspaces = createWorkspaces({
    root: join(profile, 'workspaces'),
    clock: systemClock,
    random: systemRandom,
    vault: createVault({ keychain, safeStorage: electronSafeStorage() }),
    fetch: guardedFetch(openServiceSession(runtime.verified, proxies), runtime.verified),
    runtime,
    version: app.getVersion(),
    storeWorker: join(BUILT, 'store-worker.js'),
    online: () => net.isOnline(),
    log,
    zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    recoveredName: (id) => words().t('recovered', { id }),
    events: {
      changed,
      announce: (workspace, changes) =>
        notifier.show(workspace, announce(changes, settings.get().settings.notifications, words())),
      stopped: (workspace, problem) => news.stopped(workspace, problem),
      told: (what, path, workspace) => notices.add(what, path, workspace),
      damaged: (kept) => notices.add('settings_damaged', kept),
      countDamaged(kept) {
        notices.add('count_damaged', kept);
        changed(['app']);
      },
    },
  });

  /** Written down at once: a killed program goes on with the same workspace. A look at the demonstration is not kept. */
  function rememberWorkspace(): void {
    const lastWorkspace = workspaces.shown()?.id ?? null;
    if (options.demo || lastWorkspace === settings.get().lastWorkspace) return;
    settings.set({ ...settings.get(), lastWorkspace });
  }

  const opener = createOpener(workspaces, systemClock, log, () => {
    const { id } = workspaces.shown() ?? {};
    if (id !== undefined) news.unopened(id);
    if (!options.headless) window.show();
  });

  const isLocked = (): boolean => workspaces.shown()?.problem?.kind === 'locked';
  const lock = guarded(log, 'lock', async () => {
    const locked = await workspaces.keys.lock();
    if (!locked.ok) log.warn('lock: refused', { problem: locked.problem.kind });
  });
  const idleLock = createIdleLock({
    clock: systemClock,
    idleFor: () => powerMonitor.getSystemIdleTime() * SECOND,
    after() {
      const { lockAfter } = settings.get().settings;
      return lockAfter === null ? null : lockAfter * MINUTE;
    },
    isLocked,
    lock,
  });
  powerMonitor.on('lock-screen', () => idleLock.left());
  powerMonitor.on('suspend', () => idleLock.left());

  const applySettings = (change: Partial<Settings>): void => {
    const { theme } = settings.get().settings;
    nativeTheme.themeSource = theme;
    if (change.language !== undefined) setMenu(words(), lock);
    if (change.lockAfter !== undefined) idleLock.wishChanged();
  };

  lockSession(session.defaultSession);
  servePage(session.defaultSession, join(BUILT, '../renderer'));
  setMenu(words(), lock);
  const dialogs = backupDialogs(words, () => window.current());
  const stopListening = listen({
    handlers: {
      ...appHandlers({
        state: () => ({
          version: app.getVersion(),
          runtime: { verified: runtime.verified, electron: runtime.electron },
          settings: settings.get().settings,
          systemLanguage,
          workspaces: workspaces.list(),
          current: workspaces.shown(),
          lacksProduct: workspaces.lacksProduct(),
          notices: notices.all(),
          opening: opening || workspaces.isOpening(),
          proxy: proxies.ask(),
          goTo,
        }),
        openLink: openExternal,
        dismissNotice(id) {
          notices.dismiss(id);
          changed(['app']);
        },
        proxySignIn({ number, ...credentials }) {
          proxies.signIn(number, credentials);
          workspaces.current()?.pulls.wake();
        },
        changeSettings(change) {
          // First, because the system may refuse it: then it is told, and not remembered as if it were so.
          if (change.startAtLogin !== undefined) setStartAtLogin(change.startAtLogin);
          const next = changeSettings(settings, change);
          applySettings(change);
          changed(['app']);
          return next;
        },
      }),
      ...workspaceHandlers(workspaces, dialogs),
      ...bundleHandlers(workspaces, dialogs),
      ...backupHandlers(workspaces.backups, () => dialogs.whichFolder('backups')),
      ...placeHandlers(workspaces.places, () => dialogs.whichFolder('workspace')),
      ...keyHandlers(workspaces.keys),
      ...inboxHandlers,
      ...caseHandlers,
      ...jobHandlers,
      ...caseExportHandlers(caseDocuments(words, () => window.current())),
      ...ledgerHandlers(
        workspaces,
        ledgerDocuments(words, () => window.current()),
      ),
      ...pullHandlers((paused) => workspaces.setPaused(paused)),
      ...simulatorHandlers,
      ...titleHandlers,
      ...retentionHandlers,
      ...trashHandlers(
        workspaces,
        certificateDocuments(words, () => window.current()),
      ),
      ...holdingsHandlers(workspaces.holdings, async () => {
        await session.defaultSession.clearCache();
        await session.defaultSession.clearCodeCaches({});
      }),
    },
    current: (id) => workspaces.current(id),
    trusts: (frame) => window.trusts(frame),
    problemOf: (error) => problemOf(error),
    log,
  });
  const wake = guarded(log, 'wake', () => {
    workspaces.current()?.pulls.wake();
    workspaces.backups.wake();
    opener.again();
  });
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);

  const openFirst = async (): Promise<void> => {
    const first = chooseFirst(workspaces.list(), settings.get().lastWorkspace, options);
    if (first !== null) await opener.open(first);
    else if (options.demo) await makeDemonstration();
  };

  /** For `--demo`: makes it where the keychain works; else the page asks first. Without a window nobody can be asked. */
  const makeDemonstration = async (): Promise<void> => {
    const offers = await workspaces.offers();
    const usable = offers.ok && offers.value.keychain === null;
    if (!usable && !options.headless) return;
    const name = words().t('demonstration');
    const secretsIn = usable ? 'keychain' : 'session';
    await workspaces.create({ name, environment: 'demonstration', secretsIn, credentials: null });
  };

  // Before the window, because the keychain's process takes the longest to answer.
  const opened = openFirst().finally(() => {
    opening = false;
    changed(['app', 'inbox', 'cases', 'activity']);
  });
  if (!options.headless) {
    applySettings({});
    tray = createTray(join(icons, 'tray.png'), {
      open: () => window.show(),
      checkAll: guarded(log, 'check all', () => workspaces.current()?.checkNow('all')),
      setPaused: guarded(log, 'pause', (paused) => workspaces.setPaused(paused)),
      lock,
      quit: () => app.quit(),
    });
    if (!options.hidden) window.show();
  }
  await opened;
  log.info('started', { electron: runtime.electron, verified: runtime.verified });

  return {
    workspaces,
    showWindow: () => window.show(),
    async stop() {
      quitting = true;
      opener.stop();
      idleLock.stop();
      guarded(log, 'settings', rememberWorkspace)();
      await workspaces.close();
      stopListening();
      keychain.close();
      tray?.destroy();
      log.info('stopped');
    },
  };
}
