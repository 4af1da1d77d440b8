import { join } from 'node:path';
import { app, dialog } from 'electron';
import { declarePageScheme } from './desktop/page-protocol.ts';
import { lockContents, quietChromium } from './desktop/lockdown.ts';
import { readOptions } from './desktop/options.ts';
import { wordsIn } from './desktop/words.ts';
import { showHeadless } from './headless.ts';
import { guarded } from './guard.ts';
import { openLog } from './log.ts';
import { start, type Running } from './start.ts';

/** The version of Electron that this application is made for; the build puts it in from package.json. */
declare const PINNED_ELECTRON: string;

const options = readOptions(process.argv.slice(1));
app.setName('Caseharbor');
if (options.profile !== null) app.setPath('userData', options.profile);
// What is shown without a window is a demonstration of its own: it touches nobody's workspaces, and needs no lock of theirs.
else if (options.headless) app.setPath('userData', join(app.getPath('appData'), 'Caseharbor headless demonstration'));
const log = openLog(join(app.getPath('userData'), 'logs'));

process.on('uncaughtException', (error) => {
  log.error('uncaught', error);
  crash();
});
process.on('unhandledRejection', (reason) => {
  log.error('unhandled', reason);
  crash();
});

/** Past the start: a failure now is another thing to tell. */
let isRunning = false;

declarePageScheme();
quietChromium();
app.on('web-contents-created', (_event, contents) => lockContents(contents));

if (app.requestSingleInstanceLock()) void run();
else app.exit(0);

async function run(): Promise<void> {
  await app.whenReady();
  // Opening the first workspace may wait for the keychain: a second start, or a wish to quit, is heard meanwhile.
  const starting = start(options, log, PINNED_ELECTRON);
  const showWindow = guarded(log, 'second start', async () => (await starting).showWindow());
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => app.quit());
  quitInOrder(starting);
  const running = await starting;
  isRunning = true;
  if (options.headless) {
    const shown = await showHeadless(running.workspaces, (line) => process.stdout.write(`${line}\n`));
    await running.stop();
    app.exit(shown ? 0 : 1);
  }
}

/** Quitting waits until the calls under way are ended and the database is closed. */
function quitInOrder(starting: Promise<Running>): void {
  let stopped = false;
  let stopping = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void starting
      .then((running) => running.stop())
      .catch((error: unknown) => log.error('stop failed', error))
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });
}

/** A bug: told, written down, and ended before it can do harm. What is in the database is whole: every answer is one transaction. */
function crash(): void {
  const words = wordsIn(app.isReady() && app.getLocale().startsWith('es') ? 'es' : 'en');
  const title = words.t(isRunning ? 'crash.ended' : 'crash.title');
  const message = words.t('crash.message', { path: log.file });
  if (options.headless) process.stderr.write(`${title}. ${message}\n`);
  else dialog.showErrorBox(title, message);
  app.exit(1);
}
