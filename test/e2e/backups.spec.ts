import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { goTo, openDemonstration, holdAnswers } from './steps.ts';

const BOTH = ['en', 'es'] as const;

test('backups are made, shown, restored and the restore undone, by keyboard too', async ({ launch }) => {
  test.setTimeout(180_000);
  const app = await launch();
  const { page } = app;
  const messages = page.getByRole('region', { name: 'Messages' });
  await openDemonstration(page);
  const look = await startLooking(page);
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Backups' }).click();
  await expect(page.getByText('There are none yet.')).toBeVisible();
  await look.at('backups-none', BOTH);

  await page.getByRole('button', { name: 'Back up now' }).focus();
  await page.keyboard.press('Enter');
  await expect(messages.getByText('The backup is made and checked.')).toBeVisible({ timeout: 30_000 });
  const rows = page.getByRole('table', { name: 'All backups' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Back up now' })).toBeFocused();
  await look.at('backups', BOTH);

  // A disk that is away is no error, and nothing was kept on it.
  const away = { id: 'away', problem: { kind: 'backup_place_away' }, path: '/media/an invented stick' };
  const shown = await page.evaluate(() => window.caseharbor.call('app.state', null, null));
  const [own] = shown.ok ? shown.value.workspaces : [];
  if (own === undefined) throw new Error('there is no workspace');
  const workspaces = [own, { ...own, id: 'another', name: 'Northside' }];
  const told = page.getByRole('region', { name: 'What to know' });
  await holdAnswers(app, { 'app.state': { workspaces, notices: [{ ...away, workspace: own.id }] } });
  await expect(told.getByText('Folder: /media/an invented stick')).toBeVisible();
  await expect(told).not.toContainText(`In “${own.name}”`);
  await look.at('backups-away', BOTH);
  await holdAnswers(app, { 'app.state': { workspaces, notices: [{ ...away, workspace: 'another' }] } });
  await expect(told).toContainText('In “Northside”: The second folder for backups is not there.');
  await look.at('backups-away-elsewhere', BOTH);
  await holdAnswers(app, null);

  await page.getByRole('button', { name: /^Restore the backup of/ }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText(/newer/i).first()).toBeVisible({ timeout: 30_000 });
  await look.at('backups-restore', BOTH);
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(messages.getByText('The backup was restored.', { exact: false })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(messages.getByText('The restore was undone.')).toBeVisible({ timeout: 60_000 });
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Backups' }).click();
  await expect(rows).toHaveCount(4);
  expect(look.faults).toEqual([]);
});

test('a damaged database is repaired from the screen that tells of it, and nothing that is counted is lost', async ({
  launch,
  profile,
}) => {
  test.setTimeout(180_000);
  const first = await launch();
  await openDemonstration(first.page);
  await goTo(first.page, 'Settings');
  await first.page.getByRole('tab', { name: 'Backups' }).click();
  await first.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(first.page.getByRole('region', { name: 'Messages' })).toContainText('made and checked', {
    timeout: 30_000,
  });
  await first.quit();

  const root = join(profile, 'workspaces');
  const database = readdirSync(root)
    .map((name) => join(root, name, 'cases.db'))
    .find((path) => existsSync(path));
  const bytes = readFileSync(database ?? '');
  bytes.fill(0, 0, 4096);
  writeFileSync(database ?? '', bytes);

  const { page } = await launch();
  const look = await startLooking(page);
  await expect(page.getByRole('heading', { name: 'Repair the database' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('table', { name: 'All backups' })).toBeVisible();
  await look.at('trouble-damaged', BOTH);
  await page.getByRole('button', { name: 'Repair', exact: true }).click();
  const outcome = page.getByRole('region', { name: 'Messages' });
  await expect(outcome).toContainText('From the file: 24 cases', { timeout: 60_000 });
  // Of what is counted nothing is missing.
  await expect(outcome).not.toContainText('Missing, at the most');
  await look.at('repaired', BOTH);
  // The demonstration's clock hurries: by now it has asked again, and recorded what it heard.
  await goTo(page, 'Activity');
  await expect(page.getByText('Checks have stopped')).toHaveCount(0);
  expect(look.faults).toEqual([]);
});
