import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { codeOf } from '../../shared/recovery-code.ts';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import {
  addList,
  connectSandbox,
  CREDENTIALS,
  goTo,
  isOpen,
  saveCode,
  startGateway,
  typeGroups,
  workspaceIn,
} from './steps.ts';

const RECEIPT = 'EAC9999103403';
const NAME = 'Test office';
const BOTH = ['en', 'es'] as const;
const OTHER_CODE = codeOf(Array.from({ length: 28 }, (_nothing, place) => place));

const entry = (workspace: string): string[] => ['service', 'Caseharbor', 'account', `${workspace}/database_key`];
const keyOf = (workspace: string): string => execFileSync('secret-tool', ['lookup', ...entry(workspace)]).toString();
const loseKey = (workspace: string): void => void execFileSync('secret-tool', ['clear', ...entry(workspace)]);

const shownGroups = (page: Page): Promise<string[]> =>
  page.locator('#root .code-symbols, .modal .code-symbols').allTextContents();
const row = (page: Page) => page.getByRole('row').filter({ hasText: RECEIPT });
const security = async (page: Page): Promise<void> => {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Security' }).click();
  await expect(page.getByRole('heading', { name: 'Where the key lives' })).toBeVisible();
};
const caseIsThere = async (page: Page): Promise<void> => {
  await goTo(page, 'Cases');
  await expect(row(page)).toBeVisible();
};

test('a new workspace shows its code once; with it the workspace opens when the keychain has lost the key', async ({
  launch,
  profile,
}) => {
  test.setTimeout(240_000);
  const gateway = await startGateway();
  const first = await launch();
  const look = await startLooking(first.page);
  let abandoned: string[] = [];

  await test.step('nothing else is shown until the code was confirmed', async () => {
    const { page } = first;
    await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
    await page.getByLabel('Name of the workspace').fill(NAME);
    await page.getByLabel('Token address').fill(gateway.tokenUrl);
    await page.getByLabel('Address of the API').fill(gateway.apiBase);
    await page.getByLabel('Client ID').fill(CREDENTIALS.clientId);
    await page.getByLabel('Client secret').fill(CREDENTIALS.clientSecret);
    await expect(page.getByText('They are kept in the keychain of this computer.')).toBeVisible();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('One more thing: the recovery code');
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await look.at('keys-wanted', BOTH);
    await page.getByRole('button', { name: 'Show the code' }).click();
    abandoned = await shownGroups(page);
    expect(abandoned).toHaveLength(7);
    const spelled = page.getByRole('list', { name: 'Recovery code, 7 groups' }).first().getByRole('listitem').first();
    await expect(spelled).toHaveText(new RegExp(`Group 1: ${Array.from(abandoned[0] ?? '').join(', ')}$`));
    await look.at('keys-code', BOTH);
  });

  await test.step('what is printed is the code and how to use it, and nothing of the screen', async () => {
    const { page } = first;
    await page.evaluate(() => {
      window.print = () => Reflect.set(window, 'printed', true);
    });
    await page.getByRole('button', { name: 'Print' }).click();
    expect(await page.evaluate(() => Reflect.get(window, 'printed') as unknown)).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('#root')).toBeHidden();
    await expect(page.locator('.print-sheet')).toBeVisible();
    expect(await page.locator('.print-sheet .code-symbols').allInnerTexts()).toEqual(abandoned);
    await expect(page.locator('.print-sheet')).toContainText(NAME);
    await page.screenshot({ path: 'test-results/screens/keys-print.png' });
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('closed before: the next start shows another', async () => {
    const { page } = first;
    await page.getByRole('button', { name: 'I have saved it' }).click();
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    await expect(page.getByText(/^Type group \d\.$/).first()).toBeVisible();
    await page
      .getByLabel(/^Group \d$/)
      .first()
      .fill('AAAAA');
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    await expect(page.getByText(/^Group \d is mistyped\.$/)).toBeVisible();
    await look.at('keys-confirm', BOTH);
    await first.quit();
  });

  const second = await launch();
  const { page } = second;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One more thing: the recovery code');
  await page.getByRole('button', { name: 'Show the code' }).click();
  const code = await shownGroups(page);
  expect(code).not.toEqual(abandoned);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await typeGroups(page, code);
  await isOpen(page, NAME);
  await addList(page, [RECEIPT]);
  await second.quit();
  const id = workspaceIn(profile);
  const key = keyOf(id);
  loseKey(id);

  const third = await launch();
  const again = third.page;
  const lookAgain = await startLooking(again);
  await expect(again.getByText('The secret is no longer in the keychain.')).toBeVisible({ timeout: 30_000 });
  await again.getByRole('button', { name: 'Open with the recovery code…' }).click();
  const field = again.getByLabel('Recovery code', { exact: true });
  const submit = again.getByRole('button', { name: 'Open the workspace' });
  await test.step('a mistyped group is named', async () => {
    const third = code[2] ?? '';
    const wrong = `${third.slice(0, 4)}${third.endsWith('7') ? '8' : '7'}`;
    await field.fill(code.with(2, wrong).join('-'));
    await expect(again.getByText('Group 3 is mistyped. Compare it with your paper.')).toBeVisible();
    await lookAgain.at('keys-mistyped', BOTH);
  });
  await test.step('another code does not open it, and has to wait, in a page that begins anew too', async () => {
    for (const seconds of [1, 2, 4]) {
      await field.fill(OTHER_CODE);
      await expect(submit).toBeEnabled({ timeout: 10_000 });
      await submit.click();
      await expect(again.getByText('This code does not open this workspace.')).toBeVisible();
      // The first second may be over before anybody looks.
      const words = new RegExp(`^You can try again (now|in [1-${seconds}] second)`);
      await expect(again.getByText(words).first()).toBeVisible();
      await expect(field).toBeFocused();
    }
    await again.reload();
    await again.getByRole('button', { name: 'Open with the recovery code…' }).click();
    await expect(again.getByText(/^You can try again in \d second/)).toBeVisible();
    await lookAgain.at('keys-wrong');
  });
  await field.fill(code.join(' ').toLowerCase());
  await expect(submit).toBeEnabled({ timeout: 30_000 });
  await submit.click();
  await isOpen(again, NAME);
  await caseIsThere(again);
  expect(keyOf(id), 'the key is back in the keychain').toBe(key);
  expect([...look.faults, ...lookAgain.faults]).toEqual([]);
  await gateway.stop();
});

test('Security: a new code, another key, the lock', async ({ launch, profile }) => {
  test.setTimeout(240_000);
  const gateway = await startGateway();
  const app = await launch();
  const { page, electron } = app;
  const look = await startLooking(page);
  const before = await connectSandbox(page, gateway, NAME);
  await addList(page, [RECEIPT]);
  await security(page);
  const id = workspaceIn(profile);
  const key = keyOf(id);
  await expect(page.getByText(/^A code was made on/)).toBeVisible();
  await look.at('keys-security', BOTH);

  await test.step('another key, with a code of its own', async () => {
    await page.getByRole('button', { name: 'Change the key…' }).click();
    await look.at('keys-change');
    await saveCode(page);
    await expect(page.getByText('The database has a new key. The old code opens it no more.').first()).toBeVisible({
      timeout: 60_000,
    });
    expect(keyOf(id)).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf(id)).not.toBe(key);
    await caseIsThere(page);
  });

  let code = '';
  await test.step('a new code', async () => {
    await security(page);
    await page.getByRole('button', { name: 'Make a new code…' }).click();
    code = await saveCode(page);
    await expect(page.getByText('The new recovery code counts from now on.').first()).toBeVisible();
    expect(code).not.toBe(before);
  });

  await test.step('locked, nothing of the workspace is in the page', async () => {
    await caseIsThere(page);
    await electron.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label === 'Lock now')?.click();
    });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Caseharbor is locked');
    await expect(page.getByText(RECEIPT)).toHaveCount(0);
    expect(await page.content()).not.toContain(RECEIPT);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const asked = await page.evaluate(
      (workspace) => window.caseharbor.call('cases.count', workspace, { filter: { search: '' } } as never),
      id,
    );
    expect(asked.ok).toBe(false);
    await look.at('keys-locked', BOTH);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await isOpen(page, NAME);
    await caseIsThere(page);
  });

  await test.step('locked when nobody touched the computer, and opened with the code', async () => {
    await electron.evaluate(({ powerMonitor }) => {
      powerMonitor.getSystemIdleTime = () => 0;
    });
    await security(page);
    await page.getByRole('button', { name: /Never \(off\)/ }).click();
    await page.getByRole('option', { name: 'after 1 minute' }).click();
    await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
    await electron.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('lock-screen');
    });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Caseharbor is locked');
    await page.getByRole('button', { name: 'Unlock with the recovery code' }).click();
    await look.at('keys-unlock');
    await page.getByLabel('Recovery code', { exact: true }).fill(before);
    await page.getByRole('button', { name: 'Open the workspace' }).click();
    await expect(page.getByText('This code does not open this workspace.')).toBeVisible();
    await page.getByLabel('Recovery code', { exact: true }).fill(code);
    await page.getByRole('button', { name: 'Open the workspace' }).click();
    await isOpen(page, NAME);
    await electron.evaluate(({ powerMonitor }) => {
      powerMonitor.getSystemIdleTime = () => 61;
    });
    await security(page);
    await page.getByRole('button', { name: /after 1 minute/ }).click();
    await page.getByRole('option', { name: 'after 5 minutes' }).click();
    await page.getByRole('button', { name: /after 5 minutes/ }).click();
    await page.getByRole('option', { name: 'after 1 minute' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Caseharbor is locked');
  });
  expect(look.faults).toEqual([]);
  await gateway.stop();
});
