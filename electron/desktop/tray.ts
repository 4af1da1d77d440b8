import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

/** What the tray shows. */
export interface TrayState {
  readonly words: Words;
  /** Null: no workspace is open. */
  readonly watching: { readonly unread: number; readonly paused: boolean; readonly nextPull: string | null } | null;
}

export interface TrayActions {
  readonly open: () => void;
  readonly checkAll: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly quit: () => void;
}

/** The tray's lines, from its state alone. */
function trayMenu({ words, watching }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const open = { label: words.t('tray.open'), click: actions.open };
  const quit = { label: words.t('tray.quit'), click: actions.quit };
  if (watching === null)
    return [{ label: words.t('tray.noWorkspace'), enabled: false }, open, { type: 'separator' }, quit];
  const { unread, paused, nextPull } = watching;
  return [
    { label: words.t(unread === 0 ? 'tray.unread_zero' : 'tray.unread', { count: unread }), enabled: false },
    ...(nextPull === null ? [] : [{ label: words.t('tray.nextPull', { time: nextPull }), enabled: false }]),
    { type: 'separator' },
    open,
    { label: words.t('tray.checkNow'), click: actions.checkAll, enabled: !paused },
    { label: words.t(paused ? 'tray.resume' : 'tray.pause'), click: () => actions.setPaused(!paused) },
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
  return {
    show(state) {
      const menu = trayMenu(state, actions);
      const unread = state.watching?.unread ?? 0;
      tray.setToolTip(unread === 0 ? 'Caseharbor' : `Caseharbor · ${state.words.t('tray.unread', { count: unread })}`);
      if (process.platform === 'darwin') tray.setTitle(unread === 0 ? '' : String(unread));
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    },
    destroy: () => tray.destroy(),
  };
}
