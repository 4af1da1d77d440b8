import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

/** What the tray says of workspaces when none is watched. */
const SAID = { nothing: 'tray.noWorkspace', trouble: 'tray.trouble', locked: 'tray.locked' } as const;

/** What the tray shows. */
export interface TrayState {
  readonly words: Words;
  /** `nothing`: no workspace is open. `trouble`: one could not be opened. `locked`: one was closed until somebody unlocks it. */
  readonly watching:
    | keyof typeof SAID
    | { readonly unread: number; readonly pulls: 'going' | 'paused' | 'stopped'; readonly nextPull: string | null };
}

export interface TrayActions {
  readonly open: () => void;
  readonly checkAll: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly lock: () => void;
  readonly quit: () => void;
}

/** The tray's lines, from its state alone. */
export function trayMenu({ words, watching }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const open = { label: words.t('tray.open'), click: actions.open };
  const quit = { label: words.t('tray.quit'), click: actions.quit };
  if (typeof watching === 'string') {
    return [{ label: words.t(SAID[watching]), enabled: false }, open, { type: 'separator' }, quit];
  }
  const { unread, pulls, nextPull } = watching;
  const isPaused = pulls === 'paused';
  return [
    { label: words.t(unread === 0 ? 'tray.unread_zero' : 'tray.unread', { count: unread }), enabled: false },
    ...(pulls === 'stopped' ? [{ label: words.t('tray.stopped'), enabled: false }] : []),
    ...(nextPull === null ? [] : [{ label: words.t('tray.nextPull', { time: nextPull }), enabled: false }]),
    { type: 'separator' },
    open,
    { label: words.t('tray.checkNow'), click: actions.checkAll, enabled: pulls === 'going' },
    { label: words.t(isPaused ? 'tray.resume' : 'tray.pause'), click: () => actions.setPaused(!isPaused) },
    { label: words.t('tray.lock'), click: actions.lock },
    { type: 'separator' },
    quit,
  ];
}

export interface AppTray {
  show(state: TrayState): void;
  destroy(): void;
}

/** Puts the application into the system's tray. Where the system has none, this quietly shows nothing. */
export function createTray(icon: string, actions: TrayActions): AppTray {
  const tray = new Tray(nativeImage.createFromPath(icon));
  tray.on('click', actions.open);
  let shown = '';
  return {
    show(state) {
      // Some systems close an open menu when it is set anew.
      const now = JSON.stringify([state.words.language, state.watching]);
      if (now === shown) return;
      shown = now;
      const menu = trayMenu(state, actions);
      const unread = typeof state.watching === 'string' ? 0 : state.watching.unread;
      tray.setToolTip(unread === 0 ? 'Caseharbor' : `Caseharbor · ${state.words.t('tray.unread', { count: unread })}`);
      if (process.platform === 'darwin') tray.setTitle(unread === 0 ? '' : String(unread));
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    },
    destroy: () => tray.destroy(),
  };
}
