import { dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';
import type { BundleDialogs } from '../ipc/bundles.ts';
import type { BackupDialogs } from '../ipc/workspaces.ts';
import type { Words } from './words.ts';

interface FolderDialog {
  /** The second place of the backups, or the place of a workspace. Null: the person cancelled. */
  whichFolder(whose: 'backups' | 'workspace'): Promise<string | null>;
}

/** The system's dialogs for a backup's file or a bundle's, before the window so that they cannot be lost behind it. */
export function backupDialogs(
  words: () => Words,
  parent: () => BrowserWindow | null,
): BackupDialogs & BundleDialogs & FolderDialog {
  const filters = (kind: 'backup' | 'bundle'): FileFilter[] => [
    { name: words().t(`${kind}.file`), extensions: [ENDINGS[kind]] },
  ];
  const save = async (kind: 'backup' | 'bundle', name: string): Promise<string | null> => {
    const defaultPath = `${name.replace(/[\\/:*?"<>|]/g, '-')}.${ENDINGS[kind]}`;
    const options = { title: words().t(`${kind}.save`), defaultPath, filters: filters(kind) };
    const window = parent();
    const { canceled, filePath } = await (window === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    return canceled || filePath === '' ? null : filePath;
  };
  const open = async (options: OpenDialogOptions): Promise<string | null> => {
    const window = parent();
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  const file = (kind: 'backup' | 'bundle'): Promise<string | null> =>
    open({ title: words().t(`${kind}.open`), properties: ['openFile'], filters: filters(kind) });
  return {
    whereToSave: (name) => save('backup', name),
    whereToSaveBundle: (name) => save('bundle', name),
    whichFolder: (whose) =>
      open({
        title: words().t(whose === 'backups' ? 'backup.folder' : 'backup.place'),
        properties: ['openDirectory', 'createDirectory'],
      }),
    whichToOpen: () => file('backup'),
    whichBundle: () => file('bundle'),
  };
}

const ENDINGS = { backup: 'caseharbor', bundle: 'caseharbor-bundle' } as const;
