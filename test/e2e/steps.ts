import type { Page } from '@playwright/test';
import { startSimulator, type Simulator } from '../../electron/simulator/simulator.ts';
import { systemClock } from '../../electron/clock.ts';
import { expect } from './app.ts';

/** Credentials that no simulator uses by itself, so that a search for them means something. */
export const CREDENTIALS = {
  clientId: 'e2e-client-7Qm2Zk9PxW4',
  clientSecret: 'e2e-secret-Hs83Lw0BvTn51YdR',
};

/** The gateway that the tests' sandbox workspace talks to. It holds still: only the tests change a case. */
export function startGateway(more: Partial<Parameters<typeof startSimulator>[0]> = {}): Promise<Simulator> {
  return startSimulator({ clock: systemClock, seed: 7, credentials: CREDENTIALS, life: null, hours: null, ...more });
}

export const goTo = async (page: Page, screen: 'Inbox' | 'Cases' | 'Activity' | 'Settings'): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${screen}`) })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
};

/** Connects a sandbox workspace at this gateway the way a person does, and leaves the Inbox on the screen. */
export async function connectSandbox(page: Page, gateway: Simulator, name = 'Test office'): Promise<void> {
  await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
  await page.getByLabel('Name of the workspace').fill(name);
  await page.getByLabel('Token address').fill(gateway.tokenUrl);
  await page.getByLabel('Address of the API').fill(gateway.apiBase);
  await page.getByLabel('Client ID').fill(CREDENTIALS.clientId);
  await page.getByLabel('Client secret').fill(CREDENTIALS.clientSecret);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('USCIS accepted the credentials.')).toBeVisible();
  await expect(page.getByText('They are kept in the keychain of this computer.')).toBeVisible();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Inbox/ })).toBeVisible();
}

/** The sandbox keeps office hours; the tests do not. */
export async function openAllHours(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Schedule' }).click();
  await page.getByRole('radio', { name: 'Always open' }).check({ force: true });
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
}

/** Adds receipts by pasting them. */
export async function addList(page: Page, receipts: readonly string[]): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Add cases' }).first().click();
  await page.getByRole('radio', { name: 'A list' }).check({ force: true });
  await page.getByLabel('Paste receipt numbers').fill(receipts.join('\n'));
  await page.getByRole('button', { name: new RegExp(`^Add ${receipts.length} cases?$`) }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** Waits until the pull that is under way has ended. */
export async function pullEnded(page: Page): Promise<void> {
  await goTo(page, 'Activity');
  await expect(page.getByRole('main').getByText('Waiting: no case is due').first()).toBeVisible({ timeout: 60_000 });
}
