import type { Page } from '@playwright/test';
import { receivedNotifications } from '../support/notifications.mjs';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { addList, connectSandbox, goTo, openAllHours, startGateway, withPull } from './steps.ts';

const RECEIPTS = ['EAC9999103402', 'EAC9999103403'];
const PRODUCT_CODE = 'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound';

const main = (page: Page) => page.getByRole('main');

/** What the desktop was told of stops, so far. */
const stopsTold = (): string[] =>
  receivedNotifications()
    .filter(({ title }) => title === 'Caseharbor stopped checking')
    .map(({ body }) => body);

/** Goes to Settings, Connection, by the button that stands with the stop in Activity. */
async function seeConnection(page: Page): Promise<void> {
  await goTo(page, 'Activity');
  await expect(main(page)).toContainText('Stopped: this needs you', { timeout: 30_000 });
  await main(page).getByRole('button', { name: 'Open the connection settings' }).click();
  await expect(page.getByRole('tab', { name: 'Connection' })).toHaveAttribute('aria-selected', 'true');
}

test('a refused key stops the pulls; Settings tell what USCIS said, the causes and the way on', async ({ launch }) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  const before = stopsTold().length;
  const { page } = await launch();
  const look = await startLooking(page);
  await connectSandbox(page, gateway, 'Refused office');
  await openAllHours(page);
  await withPull(page, () => addList(page, RECEIPTS));

  await test.step('rotated away: a second 401', async () => {
    gateway.faults.next(50, { kind: 'key_rotated' }, 'any');
    await page.getByRole('button', { name: 'Check all now' }).click();
    await seeConnection(page);
    await expect(main(page)).toContainText('USCIS does not accept these credentials.');
    await expect(main(page)).toContainText('ClientId is Invalid');
    await expect(main(page)).toContainText('Code: invalid_client');
    for (const cause of [
      'The key was replaced more than 14 days ago.',
      'The key lacks the product.',
      'The key is of another environment.',
    ]) {
      await expect(main(page)).toContainText(cause);
    }
    await expect(main(page)).toContainText(new URL(gateway.apiBase).host);
    await expect(main(page).getByRole('button', { name: 'Copy the details' })).toBeVisible();
    await look.at('refused-key', ['en', 'es']);
    await expect.poll(() => stopsTold().slice(before)).toHaveLength(1);
    expect(stopsTold().at(-1)).toBe('USCIS no longer accepts these credentials. Open Settings to replace them.');
  });

  await test.step('new credentials, and the pulls go on by themselves', async () => {
    const renewed = { clientId: 'e2e-client-renewed-4Rt', clientSecret: 'e2e-secret-renewed-9Wq' };
    gateway.faults.clear();
    gateway.setCredentials(renewed);
    await main(page).getByRole('button', { name: 'Replace the credentials' }).click();
    await main(page).getByLabel('Client ID').fill(renewed.clientId);
    await main(page).getByLabel('Client secret').fill(renewed.clientSecret);
    await withPull(page, async () => {
      await main(page).getByRole('button', { name: 'Save the credentials' }).click();
      await expect(main(page)).not.toContainText('USCIS does not accept these credentials.');
    });
    // Calls under way, the repeated pull and the end of it told nothing more.
    expect(stopsTold().slice(before)).toHaveLength(1);
  });

  await test.step('the product is missing: a warning ahead, the refusal, and on with "Try again"', async () => {
    gateway.faults.next(1, { kind: 'wrong_product' });
    await page.getByRole('button', { name: 'Check all now' }).click();
    await seeConnection(page);
    await expect(main(page)).toContainText('Your key lacks the product that this call needs.');
    await expect(main(page)).toContainText(PRODUCT_CODE);
    await look.at('refused-product', ['en', 'es']);
    await withPull(page, async () => {
      await main(page).getByRole('button', { name: 'Try again' }).click();
      await expect(main(page)).not.toContainText('Your key lacks the product');
    });
  });

  await test.step('a token that names other products is warned of as soon as it is there', async () => {
    const token = {
      access_token: 'e2e-foia-token',
      expires_in: '1799',
      api_product_list_json: ['first-case-sbox'],
    };
    gateway.faults.next(1, { kind: 'reply', status: 200, body: token }, 'token');
    gateway.faults.next(1, { kind: 'token_refused' });
    await page.getByRole('button', { name: 'Check all now' }).click();
    const banner = page.getByRole('region', { name: 'What to know' });
    await expect(banner).toContainText('does not list the Case Status API');
    await banner.getByRole('button', { name: 'See the connection' }).click();
    await expect(page.getByRole('tab', { name: 'Connection' })).toHaveAttribute('aria-selected', 'true');
    await look.at('lacks-product', ['en', 'es']);
  });
  expect(look.faults).toEqual([]);
  await gateway.stop();
});

test('USCIS’s words stand with every kind of answer, in Activity and on the case, to be copied', async ({ launch }) => {
  test.setTimeout(150_000);
  const gateway = await startGateway();
  const { page } = await launch();
  const look = await startLooking(page);
  await connectSandbox(page, gateway, 'Verbatim office');
  await openAllHours(page);
  const said = (status: number) => ({
    kind: 'reply' as const,
    status,
    body: { errors: [{ code: `E${status}`, message: `Said with ${status}`, traceId: `trace-of-${status}` }] },
  });
  // Each is met by one check of the only case: recorded where it is about the case, else told as the last trouble.
  gateway.faults.next(1, said(404));
  await withPull(page, () => addList(page, ['EAC9999103403']));
  const activity = main(page);
  const meet = async (status: number, answer: string): Promise<void> => {
    gateway.faults.next(1, said(status));
    await page.getByRole('button', { name: 'Check all now' }).click();
    await expect(activity.getByText(answer).first()).toBeVisible({ timeout: 30_000 });
    await expect(activity).toContainText(`Said with ${status}`);
    await expect(activity).toContainText(`E${status}`);
    await expect(activity).toContainText(`trace-of-${status}`);
  };
  await expect(activity).toContainText('Said with 404');
  await meet(422, 'Number refused as wrongly formatted');
  await meet(418, 'Answer could not be read');
  for (const [status, answer] of [
    [503, 'USCIS’s service was unavailable'],
    [429, 'Asked too fast or too often'],
  ] as const) {
    await meet(status, answer);
    await expect(activity.getByRole('heading', { name: 'Last trouble in this pull' })).toBeVisible();
  }
  await look.at('said-activity');
  await goTo(page, 'Cases');
  await page.getByText('EAC9999103403').first().dblclick();
  await page.getByRole('button', { name: /^The last \d+ checks/ }).click();
  for (const status of [404, 422, 418]) {
    await expect(main(page)).toContainText(`Said with ${status}`);
    await expect(main(page)).toContainText(`Code: E${status}`);
    await expect(main(page)).toContainText(`Trace: trace-of-${status}`);
  }
  await expect(main(page).getByRole('button', { name: /^Copy/ }).first()).toBeVisible();
  await look.at('said-case');
  expect(look.faults).toEqual([]);
  await gateway.stop();
});
