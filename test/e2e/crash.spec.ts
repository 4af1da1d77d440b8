import { KNOWN_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { expect, test } from './app.ts';
import { receivedNotifications } from '../support/notifications.mjs';
import {
  addList,
  change,
  connectSandbox,
  goTo,
  openAllHours,
  startGateway,
  endedPulls,
  pullEnded,
  withPull,
} from './steps.ts';

const CHANGED = 'LIN9999106498';
/** Sixty: the published ones that are known, and ten evidently invented ones that are not. */
const RECEIPTS = [
  ...[...KNOWN_RECEIPTS.keys()].filter((receipt) => receipt !== CHANGED).slice(0, 49),
  ...Array.from({ length: 10 }, (_, index) => `ZZZ900000000${index}`),
];

test('killed in the middle of a pull, it goes on exactly where it was', async ({ launch }) => {
  test.setTimeout(120_000);
  const gateway = await startGateway();
  const asked = (receipt: string): number => gateway.requests.count({ path: `/case-status/${receipt}` });
  const calls = (): number => gateway.requests.count({ method: 'GET' });
  const told = receivedNotifications().length;

  const first = await launch();
  await connectSandbox(first.page, gateway);
  await openAllHours(first.page);
  await change(first.page, { notifications: 'full' });
  await withPull(first.page, () => addList(first.page, [CHANGED]));
  gateway.set(CHANGED, { title: 'Interview Was Scheduled' });
  await goTo(first.page, 'Cases');
  await first.page.getByRole('row').filter({ hasText: CHANGED }).getByRole('checkbox').check({ force: true });
  await first.page.getByRole('button', { name: 'Check now' }).click();
  await expect.poll(() => receivedNotifications().length).toBe(told + 1);

  const before = calls();
  const ended = await endedPulls(first.page);
  await addList(first.page, RECEIPTS);
  await expect.poll(() => calls() - before, { timeout: 30_000, intervals: [20] }).toBeGreaterThanOrEqual(20);
  await first.kill();
  const answered = new Set(RECEIPTS.filter((receipt) => asked(receipt) > 0));
  expect(answered.size, 'the kill came in the middle').toBeLessThan(RECEIPTS.length);

  const second = await launch();
  await expect(second.page.getByText('1 unread change').first()).toBeVisible();
  await goTo(second.page, 'Activity');
  await expect(second.page.getByRole('progressbar', { name: /pull/ })).toBeVisible();
  await pullEnded(second.page, ended);

  expect(
    RECEIPTS.filter((receipt) => asked(receipt) === 0),
    'none was skipped',
  ).toEqual([]);
  const twice = RECEIPTS.filter((receipt) => asked(receipt) > 1);
  expect(twice.length, 'only a call that was under way at the kill is made again').toBeLessThanOrEqual(1);
  // It may have reached the gateway only after the kill: it need not be among those that were counted then.
  expect(twice.map(asked)).toEqual(twice.map(() => 2));
  const log = await second.page.evaluate(async () => {
    const state = await window.caseharbor.call('app.state', null, null);
    const id = state.ok ? (state.value.current?.id ?? null) : null;
    return window.caseharbor.call('pulls.log', id, { limit: 10 });
  });
  if (!log.ok) throw new Error(log.problem.kind);
  const [resumed] = log.value.pulls;
  expect(resumed).toMatchObject({ total: RECEIPTS.length });
  expect(Object.values(resumed?.answers ?? {}).reduce((sum, count) => sum + count, 0)).toBe(RECEIPTS.length);
  expect(resumed?.finishedAt).not.toBeNull();
  expect(receivedNotifications(), 'the change was told in one life only').toHaveLength(told + 1);
  await second.quit();
  await gateway.stop();
});

test('killed, it goes on with the workspace that was open', async ({ launch }) => {
  const gateway = await startGateway();
  const first = await launch();
  await connectSandbox(first.page, gateway, 'First office');
  await first.page.getByRole('button', { name: /^Workspace:/ }).click();
  await first.page.getByRole('menuitem', { name: 'New workspace…' }).click();
  await connectSandbox(first.page, gateway, 'Second office');
  await expect(first.page.getByRole('button', { name: /^Workspace: Second office/ })).toBeVisible();
  await first.kill();
  const second = await launch();
  await expect(second.page.getByRole('button', { name: /^Workspace: Second office/ })).toBeVisible();
  await gateway.stop();
});
