import { BrowserWindow, session } from 'electron';

/**
 * Makes a PDF of a page of our own, in a window that nobody sees and that can do nothing: no scripts, no network, no
 * preload, nothing kept.
 */
export async function printPdf(page: string): Promise<Uint8Array> {
  const nothing = session.fromPartition('print', { cache: false });
  nothing.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !url.startsWith('data:text/html') }));
  nothing.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: nothing, sandbox: true, javascript: false, spellcheck: false },
  });
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(page).toString('base64')}`);
    return await window.webContents.printToPDF({
      pageSize: 'Letter',
      margins: { top: 0.7, bottom: 0.7, left: 0.8, right: 0.8 },
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="width:100%;text-align:center;font-size:7pt"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
    });
  } finally {
    window.destroy();
  }
}
