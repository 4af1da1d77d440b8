import { app, type BrowserWindow } from 'electron';
import type { CaseDocuments } from '../ipc/case-export.ts';
import { askWhereToSave } from './save-dialog.ts';
import type { Words } from './words.ts';

/** Where an export of the cases goes, and how it speaks. */
export const caseDocuments = (words: () => Words, parent: () => BrowserWindow | null): CaseDocuments => ({
  profile: app.getPath('userData'),
  form: () => ({ language: words().language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  whereToSave: (name) =>
    askWhereToSave(parent(), {
      title: words().t('documents:cases.save'),
      name,
      extension: 'csv',
      kind: words().t('documents:cases.file'),
    }),
});
