import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../../electron/simulator/simulator.ts';
import { clickNotification, receivedNotifications } from '../support/notifications.mjs';
import { expect, test } from './app.ts';
import {
  addList,
  connectSandbox,
  CREDENTIALS,
  goTo,
  openAllHours,
  startGateway,
  workspaceIn,
  withPull,
} from './steps.ts';

const RECEIPTS = ['EAC9999103403', 'EAC9999103404', 'LIN9999106498', 'SRC9999102777', 'EAC9999103401'];
const CHANGED = 'LIN9999106498';

test.describe('the main job, end to end', () => {
  let gateway: Simulator;
  test.beforeEach(async () => {
    gateway = await startGateway();
  });
  test.afterEach(() => gateway.stop());

  test('connect, add, pull, change, notification, restart without the service', async ({ launch, profile }) => {
    test.setTimeout(180_000);
    // The daemon keeps what other tests were told.
    const earlier = receivedNotifications().length;
    const toldSince = () => receivedNotifications().slice(earlier);
    const first = await launch();
    await connectSandbox(first.page, gateway);
    await openAllHours(first.page);

    await test.step('the credentials are in the real keychain', () => {
      const id = workspaceIn(profile);
      const stored = execFileSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${id}/credentials`]);
      expect(JSON.parse(stored.toString())).toEqual(CREDENTIALS);
    });

    await withPull(first.page, () => addList(first.page, RECEIPTS));
    await goTo(first.page, 'Cases');
    await expect(first.page.getByRole('row').filter({ hasText: 'EAC9999103403' })).toContainText('Case Was Approved');
    await expect(first.page.getByRole('row').filter({ hasText: 'EAC9999103401' })).toContainText(/recognize/i);
    // Each has its first answer: what comes now is a change.
    for (const receipt of RECEIPTS) {
      await expect(first.page.getByRole('row').filter({ hasText: receipt })).not.toContainText('Not asked yet');
    }

    await test.step('a change arrives, and the notification daemon is told once', async () => {
      gateway.set(CHANGED, { title: 'Interview Was Scheduled' });
      await first.page.getByRole('button', { name: 'Check all now' }).click();
      await first.page.getByRole('alertdialog').getByRole('button', { name: 'Check all now' }).click();
      await expect.poll(() => toldSince().length, { timeout: 30_000 }).toBe(1);
      const [told] = toldSince();
      expect(told).toMatchObject({ app: 'Caseharbor', body: 'Status changed' });
      expect(told?.title).toContain('6498');
      expect(told?.title).not.toContain('LIN9999');
    });

    await test.step('a click on it opens the case', async () => {
      await goTo(first.page, 'Settings');
      await clickNotification(toldSince()[0]?.title);
      await expect(first.page.getByRole('heading', { level: 1 })).toContainText(CHANGED);
      await expect(first.page.getByText('Interview Was Scheduled').first()).toBeVisible();
    });

    await goTo(first.page, 'Inbox');
    await expect(first.page.getByText('1 unread change').first()).toBeVisible();
    await first.quit();
    await gateway.stop();

    await test.step('no secret and no token is anywhere in the profile', () => {
      const tokens = gateway.issuedTokens;
      expect(tokens.length).toBeGreaterThan(0);
      const needles = [CREDENTIALS.clientId, CREDENTIALS.clientSecret, ...tokens].map((text) => Buffer.from(text));
      const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.map((file) => file.name)).toContain('cases.db');
      for (const file of files) {
        const bytes = readFileSync(join(file.parentPath, file.name));
        for (const needle of needles) expect(bytes.includes(needle), `${file.name} holds a secret`).toBe(false);
      }
    });

    await test.step('after a restart without the service everything is still there', async () => {
      const again = await launch();
      await expect(again.page.getByText('1 unread change').first()).toBeVisible();
      await expect(again.page.getByText('Interview Was Scheduled').first()).toBeVisible();
      await goTo(again.page, 'Cases');
      for (const receipt of RECEIPTS) {
        await expect(again.page.getByRole('row').filter({ hasText: receipt })).toBeVisible();
      }
      expect(toldSince()).toHaveLength(1);
      expect(again.console.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
      await again.quit();
    });
  });
});
