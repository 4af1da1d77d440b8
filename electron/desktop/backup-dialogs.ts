import { dialog } from 'electron';
import type { Words } from './words.ts';

/** The system's dialogs for choosing a backup's file. Null: the person cancelled. */
export const backupDialogs = (
  words: () => Words,
): { whereToSave(suggested: string): Promise<string | null>; whichToOpen(): Promise<string | null> } => ({
  async whereToSave(suggested) {
    const { canceled, filePath } = await dialog.showSaveDialog({
      title: words().t('backup.save'),
      defaultPath: suggested.replace(/[\\/:*?"<>|]/g, '-'),
      filters: [{ name: words().t('backup.file'), extensions: ['caseharbor'] }],
    });
    return canceled || filePath === '' ? null : filePath;
  },
  async whichToOpen() {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title: words().t('backup.open'),
      properties: ['openFile'],
      filters: [{ name: words().t('backup.file'), extensions: ['caseharbor'] }],
    });
    return canceled ? null : (filePaths[0] ?? null);
  },
});
