import { app, type BrowserWindow } from 'electron';
import { systemClock } from '../clock.ts';
import { certificatePage, certificateText } from '../documents/purge-certificate.ts';
import type { CertificateDocuments } from '../ipc/trash.ts';
import { printPdf } from './print-pdf.ts';
import { askWhereToSave } from './save-dialog.ts';
import type { Words } from './words.ts';

/** Where a certificate of deletion goes, and how it is made. */
export function certificateDocuments(words: () => Words, parent: () => BrowserWindow | null): CertificateDocuments {
  const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    profile: app.getPath('userData'),
    zone,
    whereToSave: (name, format) =>
      askWhereToSave(parent(), {
        title: words().t('documents:purge.save'),
        name,
        extension: format,
        kind: words().t(`documents:purge.file_${format}`),
      }),
    async certificate(format, purge, { environment, ...about }) {
      const said = words();
      const full = {
        ...about,
        environment: said.t(`workspaces:environment.${environment}`),
        version: app.getVersion(),
        madeAt: systemClock.now(),
        zone: zone(),
        language: said.language,
        words: (key: string, values?: Record<string, string | number>) => said.t(key, values),
      };
      return format === 'pdf' ? printPdf(certificatePage(purge, full)) : Buffer.from(certificateText(purge, full));
    },
  };
}
