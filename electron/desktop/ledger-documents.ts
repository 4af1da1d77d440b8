import { existsSync } from 'node:fs';
import { app, dialog, type BrowserWindow } from 'electron';
import type { LedgerReport, LedgerScope } from '../../shared/contract/ledger.ts';
import { systemClock } from '../clock.ts';
import { ledgerPage } from '../documents/ledger-page.ts';
import { writeDocument } from '../documents/write.ts';
import type { LedgerDocuments } from '../ipc/ledger.ts';
import { printPdf } from './print-pdf.ts';
import type { Words } from './words.ts';

/** Where the ledger's exports go, and how the sign-off page gets onto the disk. */
export function ledgerDocuments(words: () => Words, parent: () => BrowserWindow | null): LedgerDocuments {
  const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    profile: app.getPath('userData'),
    zone,
    async whereToSave(name, format) {
      const extension = `.${format}`;
      let defaultPath = `${name.replace(/[\\/:*?"<>|]/g, '-')}${extension}`;
      for (;;) {
        const title = words().t(`documents:ledger.save.${format}`);
        const filters = [{ name: words().t(`documents:ledger.file.${format}`), extensions: [format] }];
        const options = { title, defaultPath, filters };
        const window = parent();
        const { canceled, filePath } = await (window === null
          ? dialog.showSaveDialog(options)
          : dialog.showSaveDialog(window, options));
        if (canceled || filePath === '') return null;
        if (filePath.toLowerCase().endsWith(extension)) return filePath;
        // Not every system adds the ending, and then it has not asked about the file that would be replaced.
        defaultPath = `${filePath}${extension}`;
        if (!existsSync(defaultPath)) return defaultPath;
      }
    },
    async writePage(path, report: LedgerReport, about: { workspace: string; environment: string; scope: LedgerScope }) {
      const said = words();
      const page = ledgerPage(report, {
        workspace: about.workspace,
        environment: said.t(`workspaces:environment.${about.environment}`),
        scope: about.scope,
        version: app.getVersion(),
        madeAt: systemClock.now(),
        zone: zone(),
        language: said.language,
        words: (key, values) => said.t(key, values),
      });
      writeDocument(path, await printPdf(page));
    },
  };
}
