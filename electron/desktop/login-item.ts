import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** What is started at login: the application, with no window. */
const HIDDEN = '--hidden';

/** Starts the application at login, hidden, or no more. On Linux by the desktop's autostart folder. */
export function setStartAtLogin(wanted: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [HIDDEN] });
    return;
  }
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'caseharbor.desktop');
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, autostartEntry([process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN]));
}

/** An autostart entry of the freedesktop specification: arguments quoted as its Exec key wants. */
export function autostartEntry(command: readonly string[]): string {
  const exec = command.map((part) => `"${part.replace(/(["`$\\])/g, '\\$1').replace(/%/g, '%%')}"`).join(' ');
  return `[Desktop Entry]\nType=Application\nName=Caseharbor\nExec=${exec}\nX-GNOME-Autostart-enabled=true\n`;
}
