import { dialog, type BrowserWindow } from 'electron';
import type { BackupDialogs } from '../ipc/workspaces.ts';
import type { Words } from './words.ts';

interface FolderDialog {
  /** The second place of the backups, or the place of a workspace. Null: the person cancelled. */
  whichFolder(whose: 'backups' | 'workspace'): Promise<string | null>;
}

/** The system's dialogs for choosing a backup's file, before the window so that they cannot be lost behind it. */
export function backupDialogs(words: () => Words, parent: () => BrowserWindow | null): BackupDialogs & FolderDialog {
  const filters = () => [{ name: words().t('backup.file'), extensions: ['caseharbor'] }];
  return {
    async whereToSave(name) {
      const defaultPath = `${name.replace(/[\\/:*?"<>|]/g, '-')}.caseharbor`;
      const options = { title: words().t('backup.save'), defaultPath, filters: filters() };
      const window = parent();
      const { canceled, filePath } = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      return canceled || filePath === '' ? null : filePath;
    },
    async whichFolder(whose) {
      const properties: ('openDirectory' | 'createDirectory')[] = ['openDirectory', 'createDirectory'];
      const options = { title: words().t(whose === 'backups' ? 'backup.folder' : 'backup.place'), properties };
      const window = parent();
      const { canceled, filePaths } = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    async whichToOpen() {
      const options = { title: words().t('backup.open'), properties: ['openFile' as const], filters: filters() };
      const window = parent();
      const { canceled, filePaths } = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
