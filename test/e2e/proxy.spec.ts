import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { REALM, startProxy } from '../support/proxy.ts';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, CREDENTIALS, goTo, openAllHours, saveCode, startGateway, withPull } from './steps.ts';

const GOOD = { name: 'ana.lopez', password: 'e2e-proxy-Kd72Vw9RtQ' };
const RECEIPTS = ['EAC9999103402', 'EAC9999103403', 'LIN9999106498'];

const dialog = (page: Page) => page.getByRole('alertdialog', { name: 'Sign in to your network’s proxy' });

async function signIn(page: Page, { name, password }: typeof GOOD): Promise<void> {
  await dialog(page).getByLabel('Name', { exact: true }).fill(name);
  await dialog(page).getByLabel('Password').fill(password);
  await dialog(page).getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Every file of the profile, as bytes. */
const filesUnder = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

test("the network's proxy wants a sign-in: asked for, refused, cancelled, given; and it learns nothing else", async ({
  launch,
  profile,
}) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  const proxy = await startProxy(GOOD);
  const more = [`--proxy-server=${proxy.address}`, '--proxy-bypass-list=<-loopback>'];
  const { page } = await launch({ more });
  const look = await startLooking(page);

  await test.step('the test of a connection says so, and a dialog asks', async () => {
    await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
    await page.getByLabel('Name of the workspace').fill('Proxied office');
    await page.getByLabel('Token address').fill(gateway.tokenUrl);
    await page.getByLabel('Address of the API').fill(gateway.apiBase);
    await page.getByLabel('Client ID').fill(CREDENTIALS.clientId);
    await page.getByLabel('Client secret').fill(CREDENTIALS.clientSecret);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(dialog(page)).toContainText(proxy.address);
    await expect(dialog(page)).toContainText(REALM);
    await expect(dialog(page)).toContainText('not of USCIS');
    await look.at('proxy-dialog', ['en', 'es']);
    await signIn(page, { ...GOOD, password: 'not this one' });
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(dialog(page).getByRole('alert')).toHaveText(/did not accept that name and password/);
    await look.at('proxy-refused', ['en', 'es']);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('The network’s proxy wants a sign-in.', { exact: true })).toBeVisible();
    await look.at('proxy-test', ['en', 'es']);
    expect(proxy.letThrough).toBe(0);
  });

  await test.step('pulls wait for the network, and the way back to the dialog stays', async () => {
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await saveCode(page);
    await openAllHours(page);
    await addList(page, RECEIPTS);
    const banner = page.getByRole('region', { name: 'What to know' });
    await expect(banner).toContainText(`The network’s proxy ${proxy.address} wants a sign-in.`);
    await goTo(page, 'Activity');
    await expect(page.getByRole('main')).toContainText('Waiting: the network is away', { timeout: 30_000 });
    await expect(page.getByRole('main')).toContainText('The network’s proxy wanted a sign-in');
    await expect(dialog(page)).toBeHidden();
    await look.at('proxy-activity', ['en', 'es']);
    expect(proxy.letThrough).toBe(0);
    await banner.getByRole('button', { name: 'Sign in to the proxy' }).click();
    await withPull(page, async () => {
      await signIn(page, GOOD);
      await expect(dialog(page)).toBeHidden();
    });
    await expect(banner).not.toContainText('wants a sign-in');
    expect(proxy.letThrough).toBeGreaterThan(RECEIPTS.length);
  });

  await test.step('it is asked for again when the proxy takes it no more', async () => {
    proxy.expect({ ...GOOD, password: 'e2e-proxy-another' });
    await withPull(page, async () => {
      await page.getByRole('button', { name: 'Check all now' }).click();
      await expect(dialog(page).getByRole('alert')).toHaveText(/did not accept/, { timeout: 30_000 });
      await signIn(page, { ...GOOD, password: 'e2e-proxy-another' });
    });
  });

  await test.step("a server's own challenge is answered with nothing", async () => {
    const before = proxy.letThrough;
    gateway.faults.next(2, {
      kind: 'reply',
      status: 401,
      body: { message: 'Invalid Access Token' },
      headers: { 'WWW-Authenticate': 'Basic realm="USCIS"' },
    });
    await page.getByRole('button', { name: 'Check all now' }).click();
    await expect(page.getByRole('main')).toContainText('Stopped: this needs you', { timeout: 30_000 });
    await expect(dialog(page)).toBeHidden();
    expect(proxy.letThrough).toBeGreaterThan(before);
  });

  for (const content of filesUnder(profile)) {
    for (const word of [GOOD.password, 'e2e-proxy-another', GOOD.name]) expect(content.includes(word)).toBe(false);
  }
  expect(look.faults).toEqual([]);
  await gateway.stop();
  await proxy.stop();
});
