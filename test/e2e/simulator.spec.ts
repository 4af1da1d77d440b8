import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { startLooking } from './look.ts';
import { change, connectSandbox, goTo, openDemonstration, startGateway, withPull } from './steps.ts';

const BOTH = ['en', 'es'] as const;

async function goToSimulator(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Simulator' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Simulator');
}

test('a bad day of the demonstration, and its end', async ({ launch }) => {
  test.setTimeout(180_000);
  const { page } = await launch();
  await withPull(page, () => openDemonstration(page));
  await change(page, { notifications: 'off' });
  const look = await startLooking(page);
  await goToSimulator(page);
  await expect(page.getByText('All is well: the stand-in answers')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'case …' }).first()).toContainText('200');
  await look.at('simulator-well', BOTH);

  await test.step('USCIS is down: Activity waits', async () => {
    await page.getByRole('button', { name: 'Start “USCIS is down”' }).click();
    await expect(page.getByRole('button', { name: 'Stop “USCIS is down”' })).toHaveCount(2);
    await goTo(page, 'Activity');
    await page.getByRole('button', { name: 'Check all now' }).click();
    await expect(page.getByText('Waiting: USCIS’s service has trouble').first()).toBeVisible();
    await goToSimulator(page);
    await expect(page.getByRole('row').filter({ hasText: '503' }).first()).toContainText('503, service unavailable');
    await page.getByRole('button', { name: 'Start “A whole bad day in ten minutes”' }).click();
    await page.getByRole('button', { name: 'Its timetable' }).click();
    await look.at('simulator-bad-day', BOTH);
  });

  await test.step('All is well again: the pull goes on and ends', async () => {
    await withPull(page, async () => {
      await page.getByRole('button', { name: 'All is well again' }).click();
      await expect(page.getByText('All is well: the stand-in answers')).toBeVisible();
      await goTo(page, 'Activity');
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Resume' }).click();
    });
    const [last] = await page.getByRole('row').filter({ hasText: 'Check now' }).all();
    await expect(last ?? page.getByText('no such pull')).toContainText('Status received: 24');
  });
  expect(look.faults).toEqual([]);
});

test('a fault of one’s own and a script from a file, with the keyboard', async ({ launch }) => {
  const { page } = await launch();
  await openDemonstration(page);
  await goToSimulator(page);
  await page.getByLabel('Share, in percent').fill('250');
  await expect(page.getByText('Enter a number from 1 to 100.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start this fault' })).toBeDisabled();
  await page.getByLabel('Share, in percent').fill('50');
  await page.getByRole('button', { name: /What goes wrong/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('No answer at all');
  await page.keyboard.press('Enter');
  await page.getByLabel('For (minutes)').fill('');
  await page.keyboard.press('Enter');
  const now = page.getByRole('region', { name: 'Now' });
  await expect(now.getByRole('listitem')).toContainText('No answer at all');
  await expect(now.getByRole('listitem')).toContainText('until you stop it');
  await now.getByRole('button', { name: 'Stop “No answer at all”' }).press('Enter');
  await expect(now.getByText('All is well')).toBeVisible();

  const folder = mkdtempSync(join(tmpdir(), 'caseharbor script '));
  const [good, bad] = [join(folder, 'good day.json'), join(folder, 'bad.json')];
  writeFileSync(good, JSON.stringify({ faults: [{ from: 60, fault: { kind: 'gzip' } }] }));
  writeFileSync(bad, JSON.stringify({ faults: [{ fault: { kind: 'earthquake' } }] }));
  await page.locator('input[type="file"]').setInputFiles(bad);
  await expect(page.getByText('“bad.json” is no script of faults.')).toBeVisible();
  await expect(page.getByText(/faults\[0\]\.fault/)).toBeVisible();
  await page.locator('input[type="file"]').setInputFiles(good);
  await expect(page.getByText('“good day.json” is running.')).toBeVisible();
  await expect(now.getByRole('listitem')).toContainText('The script “good day.json”');
  rmSync(folder, { recursive: true });
});

test('a workspace that may ask USCIS has no simulator: no screen, and its calls are refused', async ({ launch }) => {
  const gateway = await startGateway();
  const { page } = await launch();
  await connectSandbox(page, gateway);
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Simulator' })).toHaveCount(0);
  const refused = await page.evaluate(async () => {
    const state = await window.caseharbor.call('app.state', null, null);
    const id = state.ok ? (state.value.current?.id ?? null) : null;
    return [
      await window.caseharbor.call('simulator.state', id, null),
      await window.caseharbor.call('simulator.play', id, { story: 'down', minutes: 1 }),
    ];
  });
  for (const result of refused) expect(result).toMatchObject({ ok: false, problem: { kind: 'invalid_request' } });
  await gateway.stop();
});
