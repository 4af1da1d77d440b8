import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { goTo, isOpen, openDemonstration, workspaceIn } from './steps.ts';

const BOTH = ['en', 'es'] as const;

/** The person chooses this folder whenever the system's dialog asks. */
const choosing = (app: ElectronApplication, folder: string): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);

test('a workspace is moved to another disk, told when that is away, found where it is, and moved back', async ({
  launch,
  profile,
}) => {
  test.setTimeout(240_000);
  const top = mkdtempSync(join(tmpdir(), 'caseharbor disk '));
  const [stick, synced] = [join(top, 'stick'), join(top, 'Dropbox')];
  for (const folder of [stick, synced]) mkdirSync(folder);
  try {
    const first = await launch();
    await openDemonstration(first.page);
    const id = workspaceIn(profile);
    const home = join(profile, 'workspaces', id);
    const look = await startLooking(first.page);
    const messages = first.page.getByRole('region', { name: 'Messages' });
    const dialog = first.page.getByRole('alertdialog');
    const card = first.page.getByRole('region', { name: 'Where the workspace lies' });
    const backups = async (): Promise<void> => {
      await goTo(first.page, 'Settings');
      await first.page.getByRole('tab', { name: 'Backups' }).click();
      await expect(card).toBeVisible();
    };
    await backups();
    await card.scrollIntoViewIfNeeded();
    await look.at('place', BOTH);

    // A folder of its own is refused; a synced one is warned about.
    await choosing(first.electron, home);
    await card.getByRole('button', { name: 'Move to another folder…' }).click();
    await expect(card.getByText('This folder is Caseharbor’s own.')).toBeVisible();
    await choosing(first.electron, synced);
    await card.getByRole('button', { name: 'Move to another folder…' }).click();
    await expect(dialog.getByText('belongs to Dropbox', { exact: false })).toBeVisible();
    await look.at('place-synced', BOTH);
    await first.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    // By keyboard alone.
    await choosing(first.electron, stick);
    await card.getByRole('button', { name: 'Move to another folder…' }).focus();
    await first.page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await first.page.keyboard.press('Tab');
    await expect(dialog.getByRole('button', { name: 'Move', exact: true })).toBeFocused();
    await first.page.keyboard.press('Enter');
    await expect(messages.getByText('The workspace is now in', { exact: false })).toBeVisible({ timeout: 60_000 });
    const lies = join(stick, `caseharbor-workspace-${id}`);
    expect(existsSync(join(lies, 'cases.db'))).toBe(true);
    expect(readdirSync(home).filter((name) => !name.startsWith('workspace.json'))).not.toContain('cases.db');
    await isOpen(first.page, 'Demonstration');
    await backups();
    await expect(card.getByText(lies)).toBeVisible();
    expect(look.faults).toEqual([]);
    await first.quit();

    // The disk is away at the next start, and comes back under another name.
    renameSync(stick, `${stick} two`);
    const second = await launch();
    const { page } = second;
    const lookAgain = await startLooking(page);
    await expect(page.getByText('The folder of this workspace is not there.')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(lies)).toBeVisible();
    await expect(page.getByRole('button', { name: /afresh/i })).toHaveCount(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('status').getByText('still', { exact: false })).toBeVisible();
    await choosing(second.electron, synced);
    await page.getByRole('button', { name: 'Choose another place…' }).click();
    await expect(page.getByText('This workspace is not in that folder.')).toBeVisible();
    await lookAgain.at('place-away', BOTH);
    expect(existsSync(stick)).toBe(false);
    await choosing(second.electron, `${stick} two`);
    await page.getByRole('button', { name: 'Choose another place…' }).click();
    await isOpen(page, 'Demonstration');

    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Backups' }).click();
    await page.getByRole('button', { name: 'Move back to Caseharbor’s own folder…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Move', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('The workspace is now in', {
      timeout: 60_000,
    });
    expect(existsSync(join(home, 'cases.db'))).toBe(true);
    expect(readdirSync(`${stick} two`)).toEqual([]);
    expect(lookAgain.faults).toEqual([]);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});
