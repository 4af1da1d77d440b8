import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type App } from './app.ts';
import { addList, chooseInSwitcher, connectSandbox, goTo, isOpen, openDemonstration, startGateway } from './steps.ts';

const PASSPHRASE = 'correct horse battery staple';

/** Whether the keychain holds this secret of a workspace, by the keychain itself. */
const keeps = (workspace: string, name: 'database_key' | 'credentials'): boolean =>
  spawnSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${workspace}/${name}`]).status === 0;

/** Answers the system's dialogs for a file, which no test can click. */
const chooseFile = ({ electron }: App, path: string): Promise<void> =>
  electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);

const row = (page: Page, receipt: string) => page.getByRole('row').filter({ hasText: receipt });

test('workspaces never mix; one is renamed, backed up, removed and restored', async ({ launch, profile }) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  const app = await launch();
  const { page } = app;
  await connectSandbox(page, gateway, 'North office');
  await addList(page, ['EAC9999103403']);
  await chooseInSwitcher(page, 'New workspace…');
  await connectSandbox(page, gateway, 'South office');
  await addList(page, ['LIN9999106498']);
  await chooseInSwitcher(page, 'New workspace…');
  await openDemonstration(page);
  await isOpen(page, 'Demonstration');

  await test.step('each shows its own cases only', async () => {
    for (const [name, own, other] of [
      ['North office', 'EAC9999103403', 'LIN9999106498'],
      ['South office', 'LIN9999106498', 'EAC9999103403'],
    ] as const) {
      await page.getByRole('button', { name: /^Workspace:/ }).click();
      await page.getByRole('menuitemradio', { name: new RegExp(name) }).click();
      await isOpen(page, name);
      await goTo(page, 'Cases');
      await expect(row(page, own)).toBeVisible();
      await expect(row(page, other)).toHaveCount(0);
      await expect(page.getByText('1 case', { exact: true }).first()).toBeVisible();
    }
  });

  const [id = ''] = await page.evaluate(async () => {
    const state = await window.caseharbor.call('app.state', null, null);
    return state.ok && state.value.current !== null ? [state.value.current.id] : [];
  });

  await test.step('renamed', async () => {
    await chooseInSwitcher(page, 'Rename this workspace…');
    await page.getByLabel('New name').fill('Demonstration');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(page.getByText('Another workspace has this name.').first()).toBeVisible();
    await page.getByLabel('New name').fill('Harbor office');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await isOpen(page, 'Harbor office');
  });

  const backup = join(mkdtempSync(join(tmpdir(), 'caseharbor backup ')), 'a backup.caseharbor');
  await chooseFile(app, backup);
  await test.step('backed up', async () => {
    await chooseInSwitcher(page, 'Back up this workspace…');
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('The passphrase again').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Choose a place and back up' }).click();
    await expect(page.getByText(`Backup saved: ${backup}`)).toBeVisible({ timeout: 30_000 });
    expect(existsSync(backup)).toBe(true);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  });

  await test.step('removed, with everything that was said to go', async () => {
    const folder = join(profile, 'workspaces', id);
    expect([keeps(id, 'database_key'), keeps(id, 'credentials'), existsSync(folder)]).toEqual([true, true, true]);
    await chooseInSwitcher(page, 'Remove this workspace…');
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText(folder)).toBeVisible();
    const remove = dialog.getByRole('button', { name: 'Remove for good' });
    await expect(remove).toBeDisabled();
    await dialog
      .getByLabel('Name of the workspace')
      .or(dialog.getByLabel(/^To confirm, type the name/))
      .fill('Harbor office');
    await remove.click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
      'The workspace “Harbor office” was removed.',
    );
    expect([keeps(id, 'database_key'), keeps(id, 'credentials'), existsSync(folder)]).toEqual([false, false, false]);
    const folders = readdirSync(join(profile, 'workspaces'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(folders).toHaveLength(2);
    await isOpen(page, 'North office');
    // Another one is opened in its place, and the whole page begins anew with it.
    await expect(page.getByRole('button', { name: /^Workspace: (?!No workspace)/ })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inbox');
  });

  await test.step('restored, with its cases', async () => {
    await chooseInSwitcher(page, 'New workspace…');
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    await page.getByLabel('Passphrase or recovery code').fill('not this passphrase');
    await expect(page.getByText('They are kept in the keychain of this computer.')).toBeVisible();
    await page.getByRole('button', { name: 'Choose the file and restore' }).click();
    await expect(page.getByText('What you typed does not open this backup.')).toBeVisible({ timeout: 30_000 });
    await page.getByLabel('Passphrase or recovery code').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Choose the file and restore' }).click();
    await isOpen(page, 'Harbor office');
    await expect(page.getByText('Checks are paused.').first()).toBeVisible();
    await goTo(page, 'Cases');
    await expect(row(page, 'LIN9999106498')).toBeVisible();
    await expect(row(page, 'EAC9999103403')).toHaveCount(0);
  });
  expect(app.console.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
  rmSync(dirname(backup), { recursive: true });
  await gateway.stop();
});
