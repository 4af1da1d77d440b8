import { app, type Session, type WebContents } from 'electron';
import { connectLimitSwitch } from './connect-limit.ts';
import { PAGE_ORIGIN } from './page-protocol.ts';

/**
 * Switches that must be set before the application is ready: Chromium's own services are told to stay at home, because
 * nothing leaves this computer but the calls to USCIS; and a connection that is not made is given up in good time.
 */
export function quietChromium(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.commandLine.appendSwitch(...connectLimitSwitch());
  if (wantsNoKeyring(process.platform, process.env)) app.commandLine.appendSwitch('password-store', 'basic');
}

/**
 * On Linux Chromium keeps a key of its own in the Secret Service, and waits for that on the main thread, without an end:
 * with a locked keyring the program could not even quit. The vault reaches the same service by keytar, in a process with a
 * deadline, so Chromium need not. KWallet is another matter: keytar may not reach it.
 */
export const wantsNoKeyring = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform === 'linux' && !/\bKDE\b/i.test(env['XDG_CURRENT_DESKTOP'] ?? '');

/** Putting plain text on the clipboard after a click on *Copy*. It reads nothing. */
const ALLOWED = 'clipboard-sanitized-write';

/** Denies every other permission, and every request of the page that is not for its own files. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const url = new URL(details.url);
    const own = details.url.startsWith(`${PAGE_ORIGIN}/`) || url.protocol === 'devtools:' || url.protocol === 'data:';
    answer({ cancel: !own });
  });
  session.on('will-download', (event) => event.preventDefault());
}

/** Nothing navigates away, opens a window or embeds a page: for every web contents that is ever made. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
