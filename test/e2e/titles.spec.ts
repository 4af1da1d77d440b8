import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, change, checkAll, connectSandbox, goTo, openAllHours, startGateway, withPull } from './steps.ts';

const BOTH = ['en', 'es'] as const;
const RECEIPTS = ['EAC9999103403', 'EAC9999103404', 'LIN9999106498'];
const [FIRST = '', SECOND = ''] = RECEIPTS;
const UNKNOWN = { title: 'Case Was Put Into A Drawer', titleEs: 'Caso Fue Puesto En Un Cajón' };
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('a title that nobody knows is filed from its case, counts, and is taken back', async ({ launch }) => {
  test.setTimeout(180_000);
  const gateway = await startGateway();
  const first = await launch();
  const { page } = first;
  await connectSandbox(page, gateway);
  await openAllHours(page);
  await change(page, { notifications: 'off' });
  const look = await startLooking(page);
  const panel = page.getByRole('tabpanel');

  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Status titles' }).click();
  await expect(page.getByText('Every title seen so far is known.')).toBeVisible();
  await look.at('settings-titles-none', BOTH);

  for (const receipt of [FIRST, SECOND]) gateway.set(receipt, UNKNOWN);
  await withPull(page, () => addList(page, RECEIPTS));
  await goTo(page, 'Cases');
  await row(page, FIRST).dblclick();
  await expect(page.getByText('Our grouping, not USCIS’s')).toBeVisible();
  await look.at('case-not-grouped', BOTH);
  await page.getByRole('button', { name: 'File this title' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  const card = panel.getByRole('article', { name: UNKNOWN.title });
  await expect(card).toContainText('2 cases have it now');
  await expect(card).toContainText(UNKNOWN.titleEs);
  await look.at('settings-titles', BOTH);

  await test.step('filed with the keyboard, with undo', async () => {
    await card.getByRole('button', { name: /Your office’s group for it/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listbox')).toBeVisible();
    await look.at('settings-titles-groups', BOTH);
    await page.keyboard.type('Interview');
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: /^File it/ }).press('Enter');
    await expect(page.getByText('Filed under “Interview”. 2 cases moved.').first()).toBeVisible();
    await expect(card).toContainText('Your office filed it under “Interview”');
    await expect(card.getByRole('heading', { name: UNKNOWN.title })).toBeFocused();
    await look.at('settings-titles-filed', BOTH);
    await card.getByRole('button', { name: /^Show the cases/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cases');
    await expect(row(page, SECOND)).toContainText('Interview');
    await expect(row(page, RECEIPTS[2] ?? '')).toHaveCount(0);
    await row(page, SECOND).dblclick();
    await expect(page.getByText('Your office’s grouping, not USCIS’s')).toBeVisible();
    await look.at('case-filed', BOTH);
  });

  await test.step('it stands after a restart, for the next answer too', async () => {
    await first.quit();
    const again = await launch();
    gateway.set(RECEIPTS[2] ?? '', UNKNOWN);
    await goTo(again.page, 'Cases');
    await checkAll(again.page);
    await expect(row(again.page, RECEIPTS[2] ?? '')).toContainText('Interview');
    await goTo(again.page, 'Settings');
    await again.page.getByRole('tab', { name: 'Status titles' }).click();
    await again.page.getByRole('button', { name: /^Take it back/ }).click();
    await expect(again.page.getByText('Taken back. 3 cases moved.').first()).toBeVisible();
    await again.page.getByRole('button', { name: 'Undo' }).click();
    await expect(again.page.getByText('Your office filed it under “Interview”')).toBeVisible();
  });
  await gateway.stop();
  expect(look.faults).toEqual([]);
});
