import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KNOWN_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { expect, test, type App } from './app.ts';
import { startLooking } from './look.ts';
import { addList, change, connectSandbox, goTo, openAllHours, startGateway, holdAnswers, withPull } from './steps.ts';

const [FIRST = '', ...OTHERS] = [...KNOWN_RECEIPTS.keys()].sort().slice(0, 4);
const SCRIPT = /```js\n([\s\S]*?)```/.exec(
  readFileSync(join(import.meta.dirname, '../../docs/ledger.md'), 'utf8'),
)?.[1];

/** The system's own dialog cannot be clicked by a test: it is told what the person chose. */
const choose = ({ electron }: App, filePath: string): Promise<void> =>
  electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: path === '', filePath: path });
  }, filePath);

test('the ledger is shown, verified and taken along, and verified without the program', async ({ launch }) => {
  test.setTimeout(240_000);
  const desk = mkdtempSync(join(tmpdir(), 'caseharbor desk '));
  const gateway = await startGateway();
  const app = await launch();
  const { page } = app;
  await connectSandbox(page, gateway);
  await openAllHours(page);
  await change(page, { notifications: 'off' });
  const look = await startLooking(page);
  await withPull(page, () => addList(page, [FIRST, ...OTHERS]));

  await test.step('Settings', async () => {
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Ledger' }).click();
    await expect(page.getByText('Line 4')).toBeVisible();
    await page.getByRole('button', { name: 'Verify the ledger' }).click();
    await expect(page.getByText('The ledger is whole: all 4 lines are as they were written.')).toBeVisible();
    const csv = join(desk, 'ledger.csv');
    await choose(app, csv);
    await page.getByRole('button', { name: 'The whole ledger: as CSV' }).click();
    await expect(page.getByText(`4 lines are in ${csv}`)).toBeVisible();
    writeFileSync(join(desk, 'verify.mjs'), SCRIPT ?? '');
    expect(execFileSync(process.execPath, [join(desk, 'verify.mjs'), csv]).toString()).toContain('4 lines are whole');
    const pdf = join(desk, 'ledger.pdf');
    await choose(app, pdf);
    await page.getByRole('button', { name: 'The whole ledger: sign-off page (PDF)' }).click();
    await expect(page.getByText(`4 lines are in ${pdf}`)).toBeVisible({ timeout: 60_000 });
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    await look.at('settings-ledger', ['en', 'es']);
  });

  await test.step('a place that cannot be written to', async () => {
    await choose(app, join(desk, 'nowhere', 'ledger.pdf'));
    await page.getByRole('button', { name: 'The whole ledger: sign-off page (PDF)' }).click();
    await expect(page.getByRole('group').filter({ hasText: 'ENOENT' })).toBeVisible();
  });

  await test.step('a case', async () => {
    await goTo(page, 'Cases');
    await page.getByRole('row').filter({ hasText: FIRST }).dblclick();
    await page.getByRole('button', { name: '1 line of the ledger about this case' }).click();
    await choose(app, join(desk, 'case.pdf'));
    await page.getByRole('button', { name: `${FIRST}: sign-off page (PDF)` }).click();
    await expect(page.getByText(`1 line is in ${join(desk, 'case.pdf')}`)).toBeVisible({ timeout: 60_000 });
    await look.at('case-ledger', ['en', 'es']);
    await holdAnswers(app, { 'jobs.state': { kind: 'export_ledger', done: 4200, total: 10_000 } }, ['ledger']);
    await expect(page.getByRole('main').getByText('4,200 of 10,000 lines')).toBeVisible();
    await expect(page.getByRole('main').getByRole('button', { name: 'Cancel' })).toBeVisible();
    await holdAnswers(app, null, ['ledger']);
  });

  await test.step('a selection', async () => {
    await goTo(page, 'Cases');
    for (const receipt of OTHERS) {
      await page.getByRole('row').filter({ hasText: receipt }).getByRole('checkbox').check({ force: true });
    }
    await page.getByRole('button', { name: 'Export…' }).last().click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    const ofLedger = dialog.getByRole('region', { name: 'The ledger’s lines' });
    await choose(app, join(desk, 'some.csv'));
    await ofLedger.getByRole('button', { name: '3 selected cases: as CSV' }).click();
    await expect(page.getByText(`3 lines are in ${join(desk, 'some.csv')}`)).toBeVisible();
    const cases = join(desk, 'cases.csv');
    await choose(app, cases);
    await dialog.getByRole('checkbox', { name: 'With the notes' }).press('Space');
    await dialog.getByRole('button', { name: '3 selected cases: as CSV' }).first().press('Enter');
    await expect(page.getByText(`3 cases are in ${cases}`)).toBeVisible();
    const lines = readFileSync(cases, 'utf8').split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^\uFEFFReceipt,.*,Notes$/);
    expect(lines.slice(1, 4).map((line) => line.slice(0, 13))).toEqual(OTHERS);
    await look.at('cases-export', ['en', 'es']);
    // A hundred thousand cases take seconds: how far it is, and a way to end it.
    await holdAnswers(app, { 'jobs.state': { kind: 'export_cases', done: 42_000, total: 100_000 } }, ['ledger']);
    await expect(dialog.getByText('42,000 of 100,000 cases')).toBeVisible();
    await expect(dialog.getByRole('progressbar', { name: 'Writing the cases into the file' })).toBeVisible();
    await look.at('cases-export-at-work', ['en', 'es']);
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
    await holdAnswers(app, null, ['ledger']);
    await expect(dialog.getByRole('progressbar')).toHaveCount(0);
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Export…' }).last()).toBeFocused();
    await page.getByRole('button', { name: 'Clear the selection' }).click();
  });

  await test.step('what the table shows, and a place that is the program’s own', async () => {
    await page.getByRole('searchbox').fill(FIRST);
    await expect(page.getByText('1 case', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Export…' }).press('Enter');
    await choose(app, join(app.profile, 'cases.csv'));
    await page.getByRole('button', { name: '1 case that the search and the filters find: as CSV' }).press('Enter');
    await expect(page.getByRole('dialog').getByText('This folder is Caseharbor’s own.')).toBeVisible();
    await choose(app, '');
    await page.getByRole('button', { name: '1 case that the search and the filters find: as CSV' }).press('Enter');
    await expect(page.getByText('Nothing was written.')).toBeVisible();
    await look.at('cases-export-filtered');
  });
  expect(look.faults).toEqual([]);
  rmSync(desk, { recursive: true, force: true });
});
