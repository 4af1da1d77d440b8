import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { autostartEntry, loginSwitches } from './autostart.ts';

/** Starts the application at login, hidden, or no more. On Linux by the desktop's autostart folder. */
export function setStartAtLogin(wanted: boolean): void {
  const switches = loginSwitches(process.argv.slice(1), process.cwd());
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: switches });
    return;
  }
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'caseharbor.desktop');
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, autostartEntry([process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), ...switches]));
}
