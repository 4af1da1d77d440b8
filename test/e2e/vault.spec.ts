import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKeyringLocked, lockKeyring, unlockKeyring } from '../support/keyring.mjs';
import { expect, test } from './app.ts';
import { addList, connectSandbox, CREDENTIALS, goTo, saveCode, startGateway, workspaceIn } from './steps.ts';

const RECEIPT = 'EAC9999103403';

/** The keychain's entries of a workspace, by the keychain itself: not by us. */
const keyOf = (workspace: string): string =>
  execFileSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${workspace}/database_key`]).toString();

test.afterEach(async () => {
  if (await isKeyringLocked()) await unlockKeyring();
});

test('a keychain that is locked at first: said in words, another place only with consent, a session ends', async ({
  launch,
  profile,
}) => {
  const gateway = await startGateway();
  await lockKeyring();
  const first = await launch();
  const { page } = first;
  await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
  await page.getByLabel('Name of the workspace').fill('Fleeting');
  await page.getByLabel('Token address').fill(gateway.tokenUrl);
  await page.getByLabel('Address of the API').fill(gateway.apiBase);
  await page.getByLabel('Client ID').fill(CREDENTIALS.clientId);
  await page.getByLabel('Client secret').fill(CREDENTIALS.clientSecret);
  await expect(page.getByText(/^The keychain (is locked|did not answer)\.$/)).toBeVisible({ timeout: 30_000 });
  const create = page.getByRole('button', { name: 'Create the workspace' });
  await create.click();
  await expect(page.getByText('Choose where the secrets are kept first.')).toBeVisible();
  await page.getByRole('radio', { name: 'For this session only' }).check({ force: true });
  await create.click();
  await expect(page.getByText('Tick the box to agree first.')).toBeVisible();
  expect(readdirSync(join(profile, 'workspaces'))).toEqual([]);
  await page.getByRole('checkbox', { name: /^I understand that after quitting/ }).check({ force: true });
  await create.click();
  await saveCode(page);
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Inbox/ })).toBeVisible();
  await addList(page, [RECEIPT]);
  await goTo(page, 'Cases');
  await expect(page.getByRole('row').filter({ hasText: RECEIPT })).toBeVisible();
  await first.quit();
  await unlockKeyring();

  const again = await launch();
  await expect(again.page.getByText('The secrets of this workspace were kept for one session only.')).toBeVisible();
  const old = workspaceIn(profile);
  const bytes = readFileSync(join(profile, 'workspaces', old, 'cases.db'));
  await again.page.getByRole('button', { name: 'Start afresh…' }).click();
  const dialog = again.page.getByRole('alertdialog');
  await expect(dialog.getByText('They are kept in the keychain of this computer.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start afresh' }).click();
  await saveCode(again.page);
  await expect(again.page.getByRole('button', { name: /^Workspace: Fleeting/ })).toBeVisible();
  await expect(again.page.getByRole('navigation').getByRole('button', { name: /^Inbox/ })).toBeVisible();
  expect(readdirSync(join(profile, 'workspaces')).filter((name) => /^[0-9a-f]{16}$/.test(name))).toHaveLength(2);
  expect(readFileSync(join(profile, 'workspaces', old, 'cases.db')).equals(bytes), 'the old one is kept').toBe(true);
  await again.page.getByRole('button', { name: /^Workspace:/ }).click();
  await expect(again.page.getByRole('menu').getByText('Fleeting (1)')).toBeVisible();
  await gateway.stop();
});

test('a keychain that is locked later: no new key, and everything is there when it opens', async ({
  launch,
  profile,
}) => {
  const gateway = await startGateway();
  const first = await launch();
  await connectSandbox(first.page, gateway);
  await addList(first.page, [RECEIPT]);
  await first.quit();
  const id = workspaceIn(profile);
  const key = keyOf(id);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  await lockKeyring();

  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('“Test office” cannot be opened', {
    timeout: 30_000,
  });
  const problem = page.getByText(
    /^(The keychain is locked\.|The keychain did not answer\.|The secret is no longer in the keychain\.)$/,
  );
  await expect(problem).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Tried again. It still cannot be opened.')).toBeVisible({ timeout: 30_000 });
  await unlockKeyring();
  expect(keyOf(id), 'no new key was made').toBe(key);
  await page.getByRole('button', { name: 'Try again' }).click();
  await goTo(page, 'Cases');
  await expect(page.getByRole('row').filter({ hasText: RECEIPT })).toBeVisible();
  await gateway.stop();
});

test('a computer without a keychain says so', async ({ launch, profile }) => {
  const { page } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(profile, 'no bus here')}` } });
  await page.getByRole('button', { name: 'Open the demonstration' }).click();
  await expect(page.getByText('This computer has no keychain that we can use.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('radio', { name: 'For this session only' })).toBeVisible();
  expect(readdirSync(join(profile, 'workspaces'))).toEqual([]);
});
