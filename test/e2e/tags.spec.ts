import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, connectSandbox, goTo, startGateway } from './steps.ts';

const BOTH = ['en', 'es'] as const;
const [FIRST, SECOND] = ['EAC9999103403', 'EAC9999103404'] as const;

test('a case gets tags, many cases get one, they are found by it, and each can be taken back', async ({ launch }) => {
  test.setTimeout(120_000);
  const gateway = await startGateway();
  try {
    const { page, console: lines } = await launch();
    await connectSandbox(page, gateway);
    await addList(page, [FIRST, SECOND]);
    await goTo(page, 'Cases');
    const row = (receipt: string) => page.getByRole('row').filter({ hasText: receipt });
    await row(FIRST).dblclick();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(FIRST);

    const tags = page.getByRole('group', { name: 'Tags' });
    const field = tags.getByLabel('Add a tag');
    await field.fill('asylum, urgent');
    await field.press('Enter');
    await expect(tags.getByRole('listitem')).toHaveText(['asylum', 'urgent']);
    await expect(field).toHaveValue('');
    await field.fill('x'.repeat(41));
    await expect(tags).toContainText('A tag has at most 40 characters.');
    await field.press('Enter');
    await field.fill('');
    await tags.getByRole('button', { name: 'Remove the tag urgent' }).press('Enter');
    await expect(tags.getByRole('listitem')).toHaveText(['asylum']);
    // The button is gone: one goes on where tags are typed.
    await expect(field).toBeFocused();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(tags.getByRole('listitem')).toHaveText(['asylum', 'urgent']);
    await page.getByRole('button', { name: /^Every change of the client/ }).click();
    await expect(
      page
        .getByRole('region', { name: /^Every change of the client/ })
        .getByRole('row')
        .nth(1),
    ).toContainText('asylum, urgent');
    const look = await startLooking(page);
    await look.at('case-tags', BOTH);

    await goTo(page, 'Cases');
    await page.getByRole('checkbox', { name: 'Select every case that the filter finds' }).check();
    const openDialog = page.getByRole('button', { name: 'Tag…' });
    await openDialog.press('Enter');
    const dialog = page.getByRole('dialog');
    const typed = dialog.getByLabel('Tag', { exact: true });
    await expect(typed).toBeFocused();
    await expect(dialog.getByRole('button', { name: 'Add it' })).toBeDisabled();
    await typed.fill('one, two');
    await expect(dialog).toContainText('One at a time, without commas.');
    await look.at('tag-dialog', BOTH);
    await typed.fill('Urgent');
    await typed.press('Enter');
    await expect(dialog).toHaveCount(0);
    // One had it already, however it was written.
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('1 case has the tag “Urgent” now.');
    await expect(openDialog).toBeFocused();
    await expect(row(FIRST)).toContainText('urgent');
    await expect(row(SECOND)).toContainText('Urgent');
    await look.at('cases-tags', BOTH);
    expect(look.faults).toEqual([]);

    const search = page.getByRole('searchbox');
    await search.fill('asylum');
    await expect(row(SECOND)).toHaveCount(0);
    await expect(row(FIRST)).toHaveCount(1);
    await search.fill('');
    await expect(row(SECOND)).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(row(SECOND)).not.toContainText('Urgent');
    await expect(row(FIRST)).toContainText('urgent');
    expect(lines.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
  } finally {
    await gateway.stop();
  }
});
