import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/**
 * The window's menu: what every desktop program has, and no way to a page's source or to another address. Electron's own
 * words for these would be English whatever the person reads.
 */
export function menuOf(words: Words, isMac: boolean, lock: () => void): MenuItemConstructorOptions[] {
  const entry = (role: Role): MenuItemConstructorOptions => ({ role, label: words.t(`menu.${role}`) });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: words.t('menu.edit'),
      submenu: [
        entry('undo'),
        entry('redo'),
        line,
        entry('cut'),
        entry('copy'),
        entry('paste'),
        entry('delete'),
        line,
        entry('selectAll'),
      ],
    },
    {
      label: words.t('menu.view'),
      submenu: [entry('resetZoom'), entry('zoomIn'), entry('zoomOut'), line, entry('togglefullscreen')],
    },
    {
      label: words.t('menu.window'),
      submenu: [
        { label: words.t('menu.lock'), accelerator: 'CommandOrControl+Shift+L', click: lock },
        line,
        entry('minimize'),
        entry('close'),
        ...(isMac ? [] : [line, entry('quit')]),
      ],
    },
  ];
}

/** Sets the menu of every window, in the person's language. */
export function setMenu(words: Words, lock: () => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(words, process.platform === 'darwin', lock)));
}
