import type { BrowserWindow, WebFrameMain } from 'electron';
import type { EventName, Events } from '../../shared/contract/contract.ts';
import { tell } from '../ipc/router.ts';
import type { Log } from '../log.ts';
import { PAGE_ORIGIN } from './page-protocol.ts';
import { bringForward, createWindow, type WindowOptions } from './window.ts';

/** The one window, whether it is there just now or not. */
export interface MainWindow {
  /** Brings it before the person; makes it where there is none. */
  show(): void;
  /** Tells its page something; nobody hears where there is none. */
  tell<Name extends EventName>(name: Name, event: Events[Name]): void;
  /** Is this frame our own page, in our own window? */
  trusts(frame: WebFrameMain | null): boolean;
  /** The window itself, for dialogs that belong before it. */
  current(): BrowserWindow | null;
}

/** A page that keeps dying is not made anew for ever. */
const MOST_REVIVALS = 3;

export function createMainWindow(options: () => WindowOptions, log: Log): MainWindow {
  let window: BrowserWindow | null = null;
  let revivals = 0;
  const current = (): BrowserWindow | null => (window === null || window.isDestroyed() ? null : window);

  const make = (): void => {
    const made = createWindow(options());
    made.once('ready-to-show', () => made.show());
    made.webContents.on('did-fail-load', (_event, code, what) => log.error('page: not loaded', `${code} ${what}`));
    // An empty window would stay for ever: the page holds nothing that the store does not, so it begins anew.
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error('page: gone', reason);
      const wasSeen = made.isVisible();
      made.destroy();
      revivals += 1;
      if (wasSeen && revivals <= MOST_REVIVALS) make();
    });
    window = made;
  };

  return {
    current,
    show() {
      const present = current();
      if (present === null) make();
      else bringForward(present);
    },
    tell(name, event) {
      const present = current();
      if (present !== null) tell(present.webContents, name, event);
    },
    trusts: (frame) =>
      frame !== null &&
      frame.frameTreeNodeId === current()?.webContents.mainFrame.frameTreeNodeId &&
      frame.url.startsWith(`${PAGE_ORIGIN}/`),
  };
}
