import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type App } from './app.ts';
import { startLooking } from './look.ts';
import { addList, connectSandbox, goTo, isOpen, openAllHours, saveCode, startGateway, withPull } from './steps.ts';

const BOTH = ['en', 'es'] as const;
const SHARED = 'EAC9999103403';
const THEIRS = 'EAC9999103404';
const OURS = 'EAC9999103405';

/** What the system's dialogs will answer. */
const answer = (app: App, path: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === '', filePath: chosen });
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: chosen === '', filePaths: chosen === '' ? [] : [chosen] });
  }, path);

const toBackups = async ({ page }: App): Promise<void> => {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Backups' }).click();
};

/** Writes the client of a case, as a person does. */
async function writeClient({ page }: App, receipt: string, client: string): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByText(receipt).first().click();
  await page.getByLabel('Client', { exact: true }).fill(client);
  await page.getByLabel('Client', { exact: true }).blur();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
}

test('a workspace is handed over: exported, merged into a colleague’s, and opened as one of its own', async ({
  launch,
  profile,
}) => {
  test.setTimeout(300_000);
  const gateway = await startGateway();
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor bundle '));
  const other = mkdtempSync(join(tmpdir(), 'caseharbor colleague '));
  const bundle = join(folder, 'Northside.caseharbor-bundle');
  try {
    // The colleague's office.
    const from = await launch({ profile: other });
    const code = await connectSandbox(from.page, gateway, 'Northside');
    await openAllHours(from.page);
    await withPull(from.page, () => addList(from.page, [SHARED, THEIRS]));
    await writeClient(from, SHARED, 'As Northside writes');
    await toBackups(from);
    await answer(from, '');
    await from.page.getByRole('button', { name: 'Export as a bundle…' }).click();
    const told = from.page.getByRole('region', { name: 'Messages' });
    await expect(told.getByText('No bundle was written.')).toBeVisible();
    await answer(from, bundle);
    await from.page.getByRole('button', { name: 'Export as a bundle…' }).focus();
    await from.page.keyboard.press('Enter');
    await expect(told.getByText('The bundle was written and read back', { exact: false })).toBeVisible({
      timeout: 30_000,
    });
    expect(readdirSync(folder)).toEqual(['Northside.caseharbor-bundle']);
    await from.quit();

    // Ours: merge.
    const app = await launch({ profile });
    const { page } = app;
    await connectSandbox(page, gateway, 'Southside');
    await openAllHours(page);
    await withPull(page, () => addList(page, [SHARED, OURS]));
    await writeClient(app, SHARED, 'As Southside writes');
    const look = await startLooking(page);
    await toBackups(app);
    await look.at('bundles', BOTH);
    await answer(app, bundle);
    await page.getByRole('button', { name: 'Choose the bundle…' }).click();
    await page
      .getByLabel('Recovery code', { exact: true })
      .fill(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`);
    await expect(page.getByText('Group 7 is mistyped', { exact: false })).toBeVisible();
    await look.at('bundles-code', BOTH);
    await page.getByLabel('Recovery code', { exact: true }).fill(code);
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Open the bundle' }).click();
    await expect(page.getByRole('heading', { name: 'Merge it into “Southside”' })).toBeVisible({ timeout: 30_000 });
    const conflict = page.getByRole('row', { name: /As Southside writes As Northside writes/ });
    await expect(conflict).toBeVisible();
    await conflict.scrollIntoViewIfNeeded();
    await look.at('bundles-preview', BOTH);
    await page.getByRole('button', { name: 'Merge into “Southside”' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Added: 1 case', { timeout: 60_000 });
    await isOpen(page, 'Southside');
    await goTo(page, 'Cases');
    for (const receipt of [SHARED, THEIRS, OURS]) await expect(page.getByText(receipt).first()).toBeVisible();
    await page.getByText(SHARED).first().click();
    await page.getByText('Every change of the client', { exact: false }).first().click();
    await expect(page.getByText('came with “Northside”').first()).toBeVisible();
    await expect(page.getByText('As Northside writes').first()).toBeVisible();
    await look.at('bundles-merged-case', BOTH);
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Ledger' }).click();
    await page.getByRole('button', { name: 'Verify the ledger' }).click();
    await expect(page.getByText('of “Northside”', { exact: false }).first()).toBeVisible({ timeout: 30_000 });
    await look.at('bundles-ledger', BOTH);

    // And as a workspace of its own, from the Welcome.
    await page.getByRole('button', { name: /^Workspace:/ }).click();
    await page.getByRole('menu').getByRole('menuitem', { name: 'New workspace…' }).click();
    await page.getByRole('button', { name: 'Open a bundle from a colleague' }).click();
    await page.getByRole('button', { name: 'Choose the bundle…' }).click();
    await page.getByLabel('Recovery code', { exact: true }).fill(code);
    await page.getByRole('button', { name: 'Open the bundle' }).click();
    await page.getByRole('button', { name: 'Open as a new workspace' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('One more thing: the recovery code', {
      timeout: 30_000,
    });
    const own = await saveCode(page);
    expect(own).not.toBe(code);
    await isOpen(page, 'Northside');
    await goTo(page, 'Cases');
    for (const receipt of [SHARED, THEIRS]) await expect(page.getByText(receipt).first()).toBeVisible();
    await expect(page.getByText(OURS)).toHaveCount(0);
    expect(look.faults).toEqual([]);
  } finally {
    await gateway.stop();
    for (const path of [folder, other]) rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});
