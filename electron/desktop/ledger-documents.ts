import { app, type BrowserWindow } from 'electron';
import type { LedgerReport, LedgerScope } from '../../shared/contract/ledger.ts';
import { systemClock } from '../clock.ts';
import { ledgerPage } from '../documents/ledger-page.ts';
import type { LedgerDocuments } from '../ipc/ledger.ts';
import { printPdf } from './print-pdf.ts';
import { askWhereToSave } from './save-dialog.ts';
import type { Words } from './words.ts';

/** Where the ledger's exports go, and how the sign-off page is printed. */
export function ledgerDocuments(words: () => Words, parent: () => BrowserWindow | null): LedgerDocuments {
  const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    profile: app.getPath('userData'),
    zone,
    whereToSave: (name, format) =>
      askWhereToSave(parent(), {
        title: words().t(`documents:ledger.save.${format}`),
        name,
        extension: format,
        kind: words().t(`documents:ledger.file.${format}`),
      }),
    page(report: LedgerReport, about: { workspace: string; environment: string; scope: LedgerScope }) {
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
      return printPdf(page);
    },
  };
}
