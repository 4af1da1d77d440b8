import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KNOWN_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { expect, test, type App } from './app.ts';
import { startLooking } from './look.ts';
import { addList, change, connectSandbox, goTo, openAllHours, pullEnded, startGateway } from './steps.ts';

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
  await addList(page, [FIRST, ...OTHERS]);
  await pullEnded(page);

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
  });

  await test.step('a selection', async () => {
    await goTo(page, 'Cases');
    for (const receipt of OTHERS) {
      await page.getByRole('row').filter({ hasText: receipt }).getByRole('checkbox').check({ force: true });
    }
    await page.getByRole('button', { name: 'Export the ledger' }).click();
    await choose(app, join(desk, 'some.csv'));
    await page.getByRole('button', { name: '3 selected cases: as CSV' }).click();
    await expect(page.getByText(`3 lines are in ${join(desk, 'some.csv')}`)).toBeVisible();
    await look.at('ledger-export');
  });
  expect(look.faults).toEqual([]);
  rmSync(desk, { recursive: true, force: true });
});
