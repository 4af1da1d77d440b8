import { expect, test } from './app.ts';
import { addList, connectSandbox, goTo, startGateway } from './steps.ts';

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
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row).toBeVisible();

    await remove();
    await page.getByRole('button', { name: 'Recently deleted' }).click();
    await expect(page.getByRole('dialog')).toContainText(FIRST);
    await page.getByRole('button', { name: `Delete ${FIRST} for good now` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good now' }).click();
    await expect(page.getByRole('dialog')).toContainText('Certificate of deletion');
    await expect(page.getByRole('button', { name: `Restore ${FIRST}` })).toHaveCount(0);
  } finally {
    await gateway.stop();
  }
});
