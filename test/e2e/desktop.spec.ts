import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clickNotification, closeNotifications, receivedNotifications } from '../support/notifications.mjs';
import { expect, startAgain, test, withWindow, type Program } from './app.ts';
import {
  addList,
  change,
  checkAll,
  connectSandbox,
  goTo,
  openAllHours,
  openDemonstration,
  startGateway,
  withPull,
} from './steps.ts';

/** Whether the one window is on the screen; null where there is none. */
const isShown = ({ electron }: Program): Promise<boolean | null> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? null);
const closeWindow = ({ electron }: Program): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test('there is one program; closing its window keeps it watching, or quits it, as the person set', async ({
  launch,
  profile,
}) => {
  const app = await launch();
  await openDemonstration(app.page);
  expect(await startAgain(profile)).toBe(0);
  expect(await isShown(app)).toBe(true);

  await closeWindow(app);
  await expect.poll(() => isShown(app)).toBe(false);
  expect(app.isRunning()).toBe(true);
  expect(await startAgain(profile)).toBe(0);
  await expect.poll(() => isShown(app)).toBe(true);
  expect(app.electron.windows()).toHaveLength(1);

  await goTo(app.page, 'Settings');
  await app.page.getByRole('tab', { name: 'This computer', exact: true }).click();
  const keepWatching = app.page.getByRole('switch', { name: 'Keep watching when the window is closed' });
  await keepWatching.click({ force: true });
  await expect(keepWatching).not.toBeChecked();
  await expect(app.page.getByText('Saved', { exact: true }).first()).toBeVisible();
  await closeWindow(app).catch(() => undefined);
  await app.ended;
});

test('the window comes back where it was', async ({ launch }) => {
  const first = await launch();
  const place = { x: 60, y: 45, width: 1010, height: 710 };
  await first.electron.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    place,
  );
  const bounds = ({ electron }: Program): Promise<unknown> =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(() => bounds(first)).toEqual(place);
  await first.quit();
  const again = await launch();
  await expect.poll(() => bounds(again)).toEqual(place);
});

test('started at login: an entry of the desktop, no window, and a click on a notification opens the case', async ({
  launch,
  launchHidden,
}) => {
  const gateway = await startGateway();
  const first = await launch();
  await connectSandbox(first.page, gateway);
  await openAllHours(first.page);
  await withPull(first.page, () => addList(first.page, ['EAC9999103403', 'LIN9999106498']));
  await goTo(first.page, 'Settings');
  await first.page.getByRole('tab', { name: 'This computer', exact: true }).click();
  const login = first.page.getByRole('switch', { name: 'Start when I sign in to this computer' });
  const entry = join(process.env['XDG_CONFIG_HOME'] ?? '', 'autostart/caseharbor.desktop');
  // It turns when the program has done it, not at the click.
  await login.click({ force: true });
  await expect.poll(() => existsSync(entry)).toBe(true);
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".*" "--hidden"$/m);
  await expect(login).toBeChecked();
  await login.click({ force: true });
  await expect.poll(() => existsSync(entry)).toBe(false);
  await first.quit();

  const told = receivedNotifications().length;
  await closeNotifications();
  const hidden = await launchHidden();
  // The workspace is open when its tray and pulls work: asked here through the main process, because there is no page.
  await expect.poll(() => isShown(hidden)).toBeNull();
  gateway.set('LIN9999106498', { title: 'Interview Was Scheduled' });
  expect(await startAgain(hidden.profile)).toBe(0);
  const { page } = await withWindow(hidden);
  await goTo(page, 'Cases');
  await checkAll(page);
  await expect.poll(() => receivedNotifications().length, { timeout: 30_000 }).toBe(told + 1);
  // As it was at login: there is no window, only the notification.
  await hidden.electron.evaluate(({ app, BrowserWindow }) => {
    app.removeAllListeners('window-all-closed');
    app.on('window-all-closed', () => undefined);
    BrowserWindow.getAllWindows()[0]?.destroy();
  });
  await expect.poll(() => isShown(hidden)).toBeNull();
  const made = hidden.electron.waitForEvent('window');
  await clickNotification();
  await expect((await made).getByRole('heading', { level: 1 })).toContainText('LIN9999106498');
  await gateway.stop();
});

test('notifications say as much as was chosen, once, and above three in one', async ({ launch }) => {
  test.setTimeout(120_000);
  const gateway = await startGateway();
  const receipts = ['EAC9999103403', 'EAC9999103404', 'LIN9999106498', 'SRC9999102777'];
  const [one = ''] = receipts;
  const { page } = await launch();
  await connectSandbox(page, gateway);
  await openAllHours(page);
  await withPull(page, () => addList(page, receipts));
  await goTo(page, 'Cases');
  const told = receivedNotifications().length;
  const latest = (): unknown[] =>
    receivedNotifications()
      .slice(told)
      .map(({ title, body }) => ({ title, body }));
  const expected: unknown[] = [];
  const changeAndAsk = async (changed: readonly string[], title: string, tells: unknown): Promise<void> => {
    for (const receipt of changed) gateway.set(receipt, { title });
    await checkAll(page);
    if (tells !== null) expected.push(tells);
    await expect.poll(latest, { timeout: 30_000 }).toEqual(expected);
  };

  await change(page, { notifications: 'full' });
  await changeAndAsk([one], 'Interview Was Scheduled', {
    title: `A case · ${one}`,
    body: 'Interview Was Scheduled',
  });
  await change(page, { notifications: 'masked' });
  await changeAndAsk([one], 'Case Was Denied', { title: `Case ending in …${one.slice(-4)}`, body: 'Status changed' });
  await change(page, { notifications: 'count' });
  await changeAndAsk([one], 'Case Was Approved', { title: '1 change from USCIS', body: 'Open Caseharbor to see it.' });
  await change(page, { notifications: 'full' });
  await changeAndAsk(receipts, 'Oath Ceremony Notice Was Mailed', {
    title: '4 changes from USCIS',
    body: 'In 4 cases. Open the Inbox.',
  });
  await change(page, { notifications: 'off' });
  // Changes are announced when their pull has ended, by what is chosen then.
  await withPull(page, () => changeAndAsk([one], 'Case Was Received', null));
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Inbox\s*8\b/ })).toBeVisible();
  await goTo(page, 'Cases');
  await change(page, { notifications: 'full' });
  await withPull(page, () => changeAndAsk([], '', null));
  expect(latest()).toEqual(expected);
  await gateway.stop();
});

test('a damaged settings file is kept, told and replaced by the defaults', async ({ launch, profile }) => {
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(profile, 'settings.json'), '{"settings": {"theme": "da');
  const { page, electron } = await launch();
  await expect(page.getByText('The settings file was damaged.')).toBeVisible();
  const [kept = ''] = readdirSync(profile).filter((name) => /^settings\.damaged-\d+\.json$/.test(name));
  expect(readFileSync(join(profile, kept), 'utf8')).toBe('{"settings": {"theme": "da');
  await expect(page.getByText(kept)).toBeVisible();
  const state = await page.evaluate(() => window.caseharbor.call('app.state', null, null));
  expect(state).toMatchObject({ value: { settings: { theme: 'system', notifications: 'masked' } } });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('The settings file was damaged.')).toBeHidden();
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
