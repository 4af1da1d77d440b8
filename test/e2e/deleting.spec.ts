import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, connectSandbox, goTo, startGateway } from './steps.ts';

const BOTH = ['en', 'es'] as const;
const [FIRST, SECOND] = ['EAC9999103403', 'EAC9999103404'] as const;

test('a case is deleted, brought back, deleted again and purged', async ({ launch }) => {
  test.setTimeout(120_000);
  const gateway = await startGateway();
  try {
    const { page } = await launch();
    await connectSandbox(page, gateway);
    await addList(page, [FIRST, SECOND]);
    await goTo(page, 'Cases');
    const row = page.getByRole('row').filter({ hasText: FIRST });
    const remove = async (): Promise<void> => {
      await row.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      const dialog = page.getByRole('alertdialog');
      await expect(dialog).toContainText('It can be restored for 30 days');
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(row).toHaveCount(0);
    };
    await remove();
    // What was pressed is gone, and so is what gives it back: nobody has to begin at the top of the page.
    const title = page.getByRole('heading', { level: 1 });
    await expect(title).toBeFocused();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(row).toBeVisible();
    await expect(title).toBeFocused();

    await remove();
    const look = await startLooking(page);
    const deleted = page.getByRole('button', { name: 'Recently deleted' });
    await deleted.click();
    await page.getByRole('button', { name: `Restore ${FIRST}` }).press('Enter');
    // Said while the dialog is open, where it would be hidden from those who do not see it.
    await expect(page.getByRole('status').filter({ hasText: '1 case restored.' })).toHaveCount(1);
    await expect(page.getByRole('button', { name: `Restore ${FIRST}` })).toHaveCount(0);
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' }).last().click();
    // The message is gone; the dialog is where one goes on.
    await expect(page.locator('[role="dialog"]:focus-within')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(deleted).toBeFocused();

    await remove();
    await deleted.click();
    await expect(page.getByRole('dialog')).toContainText(FIRST);
    await look.at('deleted', BOTH);
    await page.getByRole('button', { name: `Delete for good now: ${FIRST}` }).click();
    await expect(page.getByRole('alertdialog')).toContainText(FIRST);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good now' }).click();
    await expect(page.getByRole('dialog')).toContainText('Certificate of deletion');
    await expect(page.getByRole('button', { name: `Restore ${FIRST}` })).toHaveCount(0);
    await look.at('certificate', BOTH);
    expect(look.faults).toEqual([]);
  } finally {
    await gateway.stop();
  }
});

test('what the office wrote before is put back, and a choice is undone', async ({ launch }) => {
  test.setTimeout(120_000);
  const gateway = await startGateway();
  try {
    const { page, console: lines } = await launch();
    await connectSandbox(page, gateway);
    await addList(page, [FIRST]);
    await goTo(page, 'Cases');
    await page.getByRole('row').filter({ hasText: FIRST }).dblclick();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(FIRST);
    await page.getByRole('button', { name: /^Every change of the client/ }).click();
    await expect(page.getByText('Nothing was changed here yet.')).toBeVisible();

    const label = page.getByLabel('Label', { exact: true });
    const history = page.getByRole('region', { name: /^Every change of the client/ });
    for (const text of ['Marriage of the summer', 'Something else entirely']) {
      await label.fill(text);
      await label.blur();
      await expect(history.getByRole('row').nth(1)).toContainText(text);
    }
    await expect(history.getByRole('row')).toHaveCount(3);
    const newest = history.getByRole('row').nth(1);
    await newest.getByRole('button', { name: /^Put back what stood before: Label/ }).press('Enter');
    await expect(label).toHaveValue('Marriage of the summer');
    await expect(history).toBeFocused();
    await expect(history.getByRole('row')).toHaveCount(4);
    await expect(history.getByRole('row').nth(2)).toContainText('Stands now');

    const pin = page.getByRole('button', { name: /^Pin\./ });
    await pin.click();
    await expect(newest).toContainText('Not pinned');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(pin).toBeVisible();
    await expect(history.getByRole('row')).toHaveCount(6);
    const look = await startLooking(page);
    await history.scrollIntoViewIfNeeded();
    await look.at('office-history', ['en', 'es']);
    expect(look.faults).toEqual([]);
    expect(lines.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
  } finally {
    await gateway.stop();
  }
});
