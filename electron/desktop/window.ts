import { BrowserWindow, screen } from 'electron';
import { PAGE_URL } from './page-protocol.ts';

/** Where the window was, kept between starts. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export interface WindowOptions {
  readonly preload: string;
  readonly place: WindowPlace | null;
  /** The packaged application has no developer tools. */
  readonly packaged: boolean;
  readonly savePlace: (place: WindowPlace) => void;
  /** True: the window hides instead of closing. */
  readonly hideOnClose: () => boolean;
  /** It hid instead of closing. */
  readonly hid: () => void;
  readonly dark: boolean;
}

/** What the page may do: nothing but show itself. Sandboxed, isolated, without Node, and packaged without its tools. */
export const pagePreferences = ({ preload, packaged }: Pick<WindowOptions, 'preload' | 'packaged'>) => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  devTools: !packaged,
});

/** The one window. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...visiblePart(options.place),
    minWidth: 760,
    minHeight: 520,
    show: false,
    title: 'Caseharbor',
    backgroundColor: options.dark ? '#14181d' : '#f6f7f9',
    autoHideMenuBar: true,
    webPreferences: pagePreferences(options),
  });
  if (options.place?.maximized === true) window.maximize();
  const save = (): void => {
    if (!window.isDestroyed()) options.savePlace({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  window.on('close', (event) => {
    save();
    if (options.hideOnClose()) {
      event.preventDefault();
      window.hide();
      options.hid();
    }
  });
  window.on('hide', save);
  void window.loadURL(PAGE_URL);
  return window;
}

/** Brings a window before the person, wherever it is. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** A kept place counts only where a screen still shows it. */
function visiblePart(place: WindowPlace | null): { width: number; height: number; x?: number; y?: number } {
  if (place === null) return { width: 1280, height: 820 };
  const area = screen.getDisplayMatching(place).workArea;
  const seen =
    Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x) > 100 &&
    Math.min(place.y + place.height, area.y + area.height) - Math.max(place.y, area.y) > 100;
  const size = { width: Math.min(place.width, area.width), height: Math.min(place.height, area.height) };
  return seen ? { ...size, x: place.x, y: place.y } : size;
}
