import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { KNOWN_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import {
  addList,
  change,
  checkAll,
  chooseInSwitcher,
  connectSandbox,
  CREDENTIALS,
  goTo,
  holdAnswers,
  openAllHours,
  openDemonstration,
  startGateway,
  workspaceIn,
  endedPulls,
  pullEnded,
  withPull,
} from './steps.ts';

const BOTH = ['en', 'es'] as const;
/** The first of the list, which shows no more rows than fit. */
const CHANGED = [...KNOWN_RECEIPTS.keys()].sort().slice(0, 3);
const [OPENED = ''] = CHANGED;
const SECTIONS = [
  'Connection',
  'Schedule',
  'Status titles',
  'Ledger',
  'Backups',
  'Security',
  'Retention',
  'What this computer holds',
  'Notifications',
  'Appearance',
  'This computer',
  'About',
] as const;
/** What no database and no file of ours begins with. */
const RUBBISH = Buffer.alloc(8192, 'not a database ');
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('the first screens, where the keychain works and where there is none', async ({ launch, profile }) => {
  const { page } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(profile, 'no bus here')}` } });
  const look = await startLooking(page);
  await look.at('welcome', BOTH);
  await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
  await expect(page.getByText('This computer has no keychain that we can use.')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('radio', { name: 'For this session only' }).check({ force: true });
  await look.at('connect-consent', BOTH);
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await look.at('connect-problems');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await look.at('restore');
  expect(look.faults).toEqual([]);
});

test('every screen of a workspace', async ({ launch, profile }) => {
  test.setTimeout(240_000);
  const gateway = await startGateway();
  const first = await launch();
  const { page } = first;
  await connectSandbox(page, gateway);
  await openAllHours(page);
  await change(page, { notifications: 'off' });
  const look = await startLooking(page);
  let ended: ReadonlySet<number> = new Set();

  await goTo(page, 'Inbox');
  await look.at('inbox-no-cases');
  await goTo(page, 'Cases');
  await look.at('cases-none');

  await test.step('adding', async () => {
    await page.getByRole('button', { name: 'Add cases' }).first().click();
    await look.at('add-one');
    await page.getByRole('radio', { name: 'A list' }).check({ force: true });
    await page
      .getByLabel('Paste receipt numbers')
      .fill('EAC9999103403\nlin-99-991-06498\nQQQ9999999999\nEAC9999103403\nEAC99991\n12345');
    await expect(page.getByRole('button', { name: /^Add \d cases$/ })).toBeEnabled();
    await look.at('add-list', BOTH);
    await page.keyboard.press('Escape');
    ended = await endedPulls(page);
    await addList(page, [...KNOWN_RECEIPTS.keys(), 'EAC9999103401']);
  });

  await test.step('running', async () => {
    gateway.faults.next(1, { kind: 'hang' });
    await goTo(page, 'Activity');
    await expect(page.getByText('Asking USCIS now').first()).toBeVisible();
    await look.at('activity-running', BOTH);
    await pullEnded(page, ended);
  });

  await test.step('changes', async () => {
    await goTo(page, 'Inbox');
    await look.at('inbox-nothing-new');
    for (const receipt of CHANGED)
      gateway.set(receipt, { title: 'Interview Was Scheduled', titleEs: 'Entrevista Fue Programada' });
    await goTo(page, 'Cases');
    for (const receipt of CHANGED) await row(page, receipt).getByRole('checkbox').check({ force: true });
    await look.at('cases-selected');
    await withPull(page, () => page.getByRole('button', { name: 'Check now' }).click());
    await look.at('activity-waiting', BOTH);
    await goTo(page, 'Inbox');
    await expect(page.getByRole('article')).toHaveCount(CHANGED.length);
    await look.at('inbox-changes', BOTH);
    await goTo(page, 'Cases');
    await look.at('cases-full', BOTH);
    await row(page, OPENED).dblclick();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(OPENED);
    await look.at('case', BOTH);
    await page.getByRole('button', { name: /lines? of the ledger about this case$/ }).click();
    await page.getByRole('button', { name: `${OPENED}: sign-off page (PDF)` }).scrollIntoViewIfNeeded();
    await look.at('case-ledger', BOTH);
  });

  await test.step('deleting', async () => {
    await goTo(page, 'Cases');
    await page.getByRole('button', { name: 'Recently deleted' }).click();
    await expect(page.getByText('Nothing was deleted recently')).toBeVisible();
    await look.at('deleted-none', BOTH);
    await page.keyboard.press('Escape');
    await row(page, OPENED).getByRole('checkbox').check({ force: true });
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('of the ledger');
    await look.at('delete-asked', BOTH);
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(row(page, OPENED)).toHaveCount(0);
    await page.getByRole('button', { name: 'Recently deleted' }).click();
    await expect(page.getByRole('dialog')).toContainText(OPENED);
    await look.at('deleted', BOTH);
    await page.getByRole('button', { name: `Restore ${OPENED}` }).click();
    await expect(page.getByRole('dialog')).not.toContainText(OPENED);
    // The button that had the focus went with its row.
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(row(page, OPENED)).toBeVisible();
  });

  await test.step('settings and dialogs', async () => {
    await goTo(page, 'Settings');
    await expect(page.getByRole('tab')).toHaveText([...SECTIONS]);
    for (const section of SECTIONS) {
      await page.getByRole('tab', { name: section, exact: true }).click();
      await look.at(`settings-${section.toLowerCase().replaceAll(' ', '-')}`, BOTH);
    }
    await chooseInSwitcher(page, 'Back up this workspace…');
    await look.at('backup');
    await page.keyboard.press('Escape');
    await chooseInSwitcher(page, 'Remove this workspace…');
    await expect(page.getByText('This deletes from this computer:')).toBeVisible();
    await look.at('removal', BOTH);
    await page.keyboard.press('Escape');
  });

  await test.step('stopped', async () => {
    gateway.setCredentials({ ...CREDENTIALS, clientSecret: 'another-invented-secret' });
    gateway.revokeTokens();
    await goTo(page, 'Cases');
    await checkAll(page);
    await goTo(page, 'Activity');
    await expect(page.getByText('Stopped: this needs you').first()).toBeVisible();
    await look.at('activity-stopped', BOTH);
  });
  await first.quit();
  await gateway.stop();

  const database = join(profile, 'workspaces', workspaceIn(profile), 'cases.db');
  renameSync(database, join(profile, 'moved away.db'));
  const again = await launch();
  await expect(again.page.getByText('The database file is not where it was.')).toBeVisible();
  const lookAgain = await startLooking(again.page);
  await lookAgain.at('trouble', BOTH);
  await test.step('a file that cannot be read', async () => {
    writeFileSync(database, RUBBISH);
    await again.page.getByRole('button', { name: 'Try again' }).click();
    await expect(again.page.getByRole('heading', { name: 'Repair the database' })).toBeVisible();
    await again.page.getByRole('button', { name: 'Open with the recovery code…' }).click();
    await expect(again.page.getByLabel('Recovery code', { exact: true })).toBeVisible();
    await lookAgain.at('trouble-unreadable', BOTH);
  });
  expect([...look.faults, ...lookAgain.faults]).toEqual([]);
});

test('with the keyboard alone: a case is added, a change acknowledged', async ({ launch }) => {
  const gateway = await startGateway();
  const { page } = await launch();
  await connectSandbox(page, gateway);
  await openAllHours(page);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
  const tabTo = async (words: string): Promise<void> => {
    for (let presses = 0; presses < 60 && !(await focused()).includes(words); presses += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toContain(words);
  };

  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cases');
  await tabTo('Add cases');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByLabel('Receipt number')).toBeFocused();
  await page.keyboard.type('LIN9999106498');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(row(page, 'LIN9999106498')).toContainText(/Case|Card|Request/);

  gateway.set('LIN9999106498', { title: 'Interview Was Scheduled' });
  await tabTo('Check all now');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  for (let presses = 0; presses < 5 && (await focused()) !== 'Check all now'; presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+1');
  await expect(page.getByRole('article')).toHaveCount(1);
  for (let presses = 0; presses < 60 && (await focused()) !== 'Mark as read'; presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 unread changes')).toBeVisible();
  await gateway.stop();
});

test('the demonstration, its simulator and a day without calls', async ({ launch, profile }) => {
  test.setTimeout(180_000);
  const first = await launch();
  const { page } = first;
  const look = await startLooking(page);
  await withPull(page, async () => {
    await openDemonstration(page);
    await goTo(page, 'Cases');
    await expect(row(page, 'EAC').first()).toBeVisible();
    await look.at('demonstration-cases');
  });
  await page.getByRole('navigation').getByRole('button', { name: 'Simulator' }).click();
  await look.at('simulator', BOTH);

  await test.step('what covers the window while its workspace is closed', async () => {
    const id = workspaceIn(profile);
    const COVERS = [
      ['workspace_moving', '“Demonstration” is being moved'],
      ['bundle_merging', '“Demonstration” takes in a bundle'],
      ['key_changing', 'The key of “Demonstration” is being changed'],
    ] as const;
    for (const [kind, title] of COVERS) {
      await holdAnswers(first, {
        'app.state': { current: { id, problem: { kind } } },
        'places.state': { moving: 0.42 },
        'bundles.state': { work: { what: 'merge', share: 0.42 } },
      });
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.getByRole('progressbar')).toBeVisible();
      await expect(page.getByRole('navigation')).toHaveCount(0);
      await look.at(`cover-${kind}`, BOTH);
    }
    // It offers no way to delete what a newer version can still open.
    await holdAnswers(first, { 'app.state': { current: { id, problem: { kind: 'database_newer' } } } });
    await expect(page.getByText('A newer version of Caseharbor wrote this database.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(page.getByRole('button', { name: /Remove|afresh|Delete/ })).toHaveCount(0);
    await look.at('trouble-newer', BOTH);
    await holdAnswers(first, null);
    await goTo(page, 'Cases');
    await page.getByRole('navigation').getByRole('button', { name: 'Simulator' }).click();
  });

  await test.step('USCIS says that the day is spent', async () => {
    await page.getByRole('button', { name: /What goes wrong/ }).click();
    await page.getByRole('option', { name: '429, today’s calls are spent' }).click();
    await page.getByRole('button', { name: 'Start this fault' }).click();
    await goTo(page, 'Activity');
    await page.getByRole('button', { name: 'Check all now' }).click();
    await expect(page.getByText('USCIS says that today’s calls are spent.')).toBeVisible();
    await look.at('budget-told', BOTH);
  });
  await first.quit();

  writeFileSync(join(profile, 'workspaces', 'budget.db'), RUBBISH);
  const again = await launch();
  const lookAgain = await startLooking(again.page);
  await goTo(again.page, 'Activity');
  await expect(again.page.getByText('The file with the count of today’s calls was damaged.')).toBeVisible();
  await expect(again.page.getByText('0 of 1,000 calls')).toHaveCount(0);
  await lookAgain.at('budget-count-lost', BOTH);
  expect([...look.faults, ...lookAgain.faults]).toEqual([]);
});
