import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, connectSandbox, goTo, isOpen, openAllHours, startGateway, workspaceIn, withPull } from './steps.ts';

const RECEIPTS = ['EAC9999103403', 'EAC9999103404'] as const;
const OLD = ['ZZZ9000000001', 'ZZZ9000000002', 'ZZZ9000000003'] as const;
const BOTH = ['en', 'es'] as const;

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function openHoldings(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'What this computer holds' }).click();
  await expect(page.getByText(/ in all, in this folder:/)).toBeVisible();
}

test('what this computer holds is told to the last file, and is deleted from there', async ({ launch, profile }) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  try {
    const app = await launch();
    const { page, console: lines } = app;
    await connectSandbox(page, gateway);
    await openAllHours(page);
    await withPull(page, () => addList(page, RECEIPTS));
    const id = workspaceIn(profile);
    for (let made = 0; made < 2; made += 1) {
      await page.evaluate((workspace) => window.caseharbor.call('backups.make', null, { id: workspace }), id);
    }
    await openHoldings(page);
    await expect(row(page, 'Cases').first()).toContainText('2');
    await expect(row(page, 'Ledger lines')).toContainText('2');
    await expect(page.getByText(`Caseharbor: ${id}/database_key`)).toBeVisible();
    // A table or a file that nobody has words for.
    await expect(page.getByText(/^Other (tables|files)/)).toHaveCount(0);
    const look = await startLooking(page);
    await look.at('holdings', BOTH);
    await row(page, 'Chromium’s own files').scrollIntoViewIfNeeded();
    await look.at('holdings-files');

    await test.step('a backup is deleted', async () => {
      const backups = join(profile, 'workspaces', id, 'backups');
      expect(readdirSync(backups)).toHaveLength(2);
      await page.getByRole('button', { name: '2 backups in its own folder' }).press('Enter');
      await page
        .getByRole('button', { name: /^Delete the backup of/ })
        .first()
        .press('Enter');
      await look.at('holdings-delete-backup', BOTH);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(page.getByRole('button', { name: '1 backup in its own folder' })).toBeVisible();
      expect(readdirSync(backups)).toHaveLength(1);
    });

    await test.step('the log is deleted, and begins anew with that', async () => {
      const log = join(profile, 'logs', 'caseharbor.log');
      expect(readFileSync(log, 'utf8')).toContain('started');
      await page.getByRole('button', { name: 'Delete: Program log…' }).press('Enter');
      await expect(page.getByRole('alertdialog')).toContainText('1 file goes');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(page.getByRole('alertdialog')).toHaveCount(0);
      await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8')).toContain('holdings: cleared');
      expect(readFileSync(log, 'utf8')).not.toContain('started');
    });

    await page.getByRole('button', { name: 'Empty the caches…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Empty them' }).click();
    await expect(page.getByText('The caches are empty.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Export… (cases)' }).press('Enter');
    await expect(page.getByText('All cases, the archived ones too')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Export… (cases)' })).toBeFocused();
    await page.getByRole('button', { name: 'Export or verify… (ledger)' }).click();
    await expect(page.getByRole('tab', { name: 'Ledger' })).toHaveAttribute('aria-selected', 'true');
    expect(look.faults).toEqual([]);
    expect(lines.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
    await app.quit();
  } finally {
    await gateway.stop();
  }
});

const ARCHIVING = join(import.meta.dirname, '../support/archive-process.ts');

/** Archives cases as if that were years ago, in a process of its own: Playwright cannot load the database's driver. */
function archiveYearsAgo(profile: string, receipts: readonly string[], years: number): void {
  const id = workspaceIn(profile);
  const account = ['service', 'Caseharbor', 'account', `${id}/database_key`];
  const keyHex = execFileSync('secret-tool', ['lookup', ...account]).toString();
  const path = join(profile, 'workspaces', id, 'cases.db');
  execFileSync(process.execPath, [ARCHIVING, path, keyHex, String(years), ...receipts]);
}

test('rules are off until one is set; what one is about to delete is told, and a case on hold is deleted by nobody', async ({
  launch,
  profile,
}) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  try {
    const first = await launch();
    await connectSandbox(first.page, gateway);
    await addList(first.page, RECEIPTS);
    await first.quit();
    archiveYearsAgo(profile, OLD, 6);

    const { page, console: lines } = await launch();
    await isOpen(page, 'Test office');
    const look = await startLooking(page);
    await goTo(page, 'Cases');
    await row(page, RECEIPTS[0]).dblclick();
    await page.getByLabel('Reason').fill('Pending litigation');
    await page.getByRole('button', { name: 'Put on hold' }).press('Enter');
    await expect(page.getByText(/^On hold since .* Pending litigation$/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Hold', exact: true })).toBeFocused();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('1 case is on hold and stays.');
    await expect(dialog.getByRole('button', { name: 'Delete' })).toHaveCount(0);
    await look.at('delete-held', BOTH);
    await dialog.getByRole('button', { name: 'Close' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Delete', exact: true })).toBeFocused();

    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Retention' }).click();
    await expect(page.getByText('No rule is about to delete a case.')).toBeVisible();
    await expect(page.getByRole('button', { name: /Delete archived cases/ })).toContainText('Never');
    await page.getByRole('button', { name: /Delete archived cases/ }).press('Enter');
    await page.getByRole('option', { name: 'After 5 years' }).press('Enter');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /Delete archived cases/ })).toBeFocused();
    await expect(page.getByText('Pending litigation')).toBeVisible();
    await expect(page.getByText('3 cases go to Recently deleted by your rule:')).toBeVisible();
    await look.at('retention', BOTH);

    await goTo(page, 'Inbox');
    const banner = page.getByText(/^3 archived cases go to Recently deleted from .* on, by your retention rule\.$/);
    await expect(banner).toBeVisible();
    await look.at('retention-banner', BOTH);
    await page.getByRole('button', { name: 'See which' }).press('Enter');
    await expect(page.getByRole('tab', { name: 'Retention' })).toHaveAttribute('aria-selected', 'true');
    await expect(banner).toHaveCount(0);
    await page.getByRole('button', { name: `Hold ${OLD[0]}, so that nothing deletes it` }).press('Enter');
    await expect(page.getByText('2 cases go to Recently deleted by your rule:')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'About to be deleted' })).toBeFocused();
    for (const receipt of [RECEIPTS[0], OLD[0]]) {
      await page.getByRole('button', { name: `Take off the hold of ${receipt}` }).press('Enter');
      await expect(page.getByRole('heading', { name: 'On hold' })).toBeFocused();
    }
    await expect(page.getByText('No case is on hold. A case is put on hold on its own page.')).toBeVisible();
    expect(look.faults).toEqual([]);
    expect(lines.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
  } finally {
    await gateway.stop();
  }
});
