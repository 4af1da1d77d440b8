import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startSimulator, type Simulator } from '../../electron/simulator/simulator.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { systemClock } from '../../electron/clock.ts';
import type { Bridge, Topic } from '../../shared/contract/contract.ts';
import { expect, type Program } from './app.ts';

declare global {
  interface Window {
    readonly caseharbor: Bridge;
  }
}

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

/** Waits until this workspace is the one that is shown, with its Inbox. */
export async function isOpen(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('button', { name: new RegExp(`^Workspace: ${name}`) })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Inbox/ })).toBeVisible();
}

/** The id of the one workspace of a profile. */
export function workspaceIn(profile: string): string {
  const [id, ...others] = readdirSync(join(profile, 'workspaces')).filter((name) => /^[0-9a-f]{16}$/.test(name));
  if (id === undefined || others.length > 0) throw new Error('there is not exactly one workspace');
  return id;
}

/** Saves the recovery code that a new workspace shows, as a person does. Gives it. */
export async function saveCode(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show the code' }).click();
  const groups = await page.locator('main .code-symbols, [role="alertdialog"] .code-symbols').allTextContents();
  expect(groups).toHaveLength(7);
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await typeGroups(page, groups);
  return groups.join('-');
}

/** Types the groups that are asked for, and confirms. */
export async function typeGroups(page: Page, groups: readonly string[]): Promise<void> {
  for (const [index, group] of groups.entries()) {
    const field = page.getByLabel(`Group ${index + 1}`, { exact: true });
    if (await field.isVisible()) await field.fill(group.toLowerCase());
  }
  await page.getByRole('button', { name: /^Confirm/ }).click();
}

/** Connects a sandbox workspace at this gateway the way a person does, and leaves the Inbox on the screen. Gives its recovery code. */
export async function connectSandbox(page: Page, gateway: Simulator, name = 'Test office'): Promise<string> {
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
  const code = await saveCode(page);
  await isOpen(page, name);
  return code;
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

/** The pulls of the workspace that is shown, as its store has them now: not as a page shows them that is a moment behind. */
const pullsNow = (page: Page) =>
  page.evaluate(async () => {
    const app = await window.caseharbor.call('app.state', null, null);
    const id = app.ok ? (app.value.current?.id ?? null) : null;
    const log = await window.caseharbor.call('pulls.log', id, { limit: 200 });
    const activity = await window.caseharbor.call('pulls.activity', id, null);
    const ended = log.ok ? log.value.pulls.filter(({ finishedAt }) => finishedAt !== null).map((pull) => pull.id) : [];
    if (!activity.ok) return { ended, isOver: false };
    const { state, pull, nextPullAt } = activity.value;
    const isWaiting = pull === null && state.kind === 'waiting' && state.reason === 'nothing_due';
    return { ended, isOver: isWaiting && (nextPullAt === null || nextPullAt > Date.now()) };
  });

/** The pulls that have ended so far; none where no workspace is open. */
export const endedPulls = async (page: Page): Promise<ReadonlySet<number>> => new Set((await pullsNow(page)).ended);

/** Waits until a pull has ended that is not among these, and no case is due; goes to the Activity, which says so. */
export async function pullEnded(page: Page, before: ReadonlySet<number>): Promise<void> {
  const hasEnded = async (): Promise<boolean> => {
    const { ended, isOver } = await pullsNow(page);
    return isOver && ended.some((pull) => !before.has(pull));
  };
  await expect.poll(hasEnded, { message: 'a pull ended, and no case is due', timeout: 60_000 }).toBe(true);
  await goTo(page, 'Activity');
  await expect(page.getByRole('main').getByText('Waiting: no case is due').first()).toBeVisible();
}

/** Does what has cases asked for, and waits until that pull has ended: never for one that was over before. */
export async function withPull(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await endedPulls(page);
  await act();
  await pullEnded(page, before);
}

/** Opens the demonstration from the Welcome, where the keychain works. */
export async function openDemonstration(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the demonstration' }).click();
  await isOpen(page, 'Demonstration');
}

/** A command of the menu of workspaces. */
export async function chooseInSwitcher(page: Page, command: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Workspace:/ }).click();
  await page.getByRole('menu').getByRole('menuitem', { name: command }).click();
}

/** Sets one setting by the door that the Settings screen uses, for tests that are about something else. */
export async function change(page: Page, settings: Partial<Settings>): Promise<void> {
  const changed = await page.evaluate((wanted) => window.caseharbor.call('settings.change', null, wanted), settings);
  expect(changed.ok).toBe(true);
}

/** Asks for every case at once, as a person does. */
export async function checkAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check all now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Check all now' }).click();
}

/** What is laid over the answers of calls, by their names. */
type Laid = Readonly<Record<string, object>>;

/**
 * Holds a moment that passes too quickly to be looked at: lays these over what the calls really answer, until `null`.
 * `topics`: whose answers the page asks for anew.
 */
export const holdAnswers = (
  { electron }: Program,
  laid: Laid | null,
  topics: readonly Topic[] = ['app', 'backups'],
): Promise<void> =>
  electron.evaluate(
    ({ BrowserWindow, ipcMain }, [over, topics]) => {
      const channel = 'caseharbor:call';
      type Handler = (event: unknown, name: string, ...more: unknown[]) => Promise<{ ok: boolean; value?: object }>;
      // Electron has no way to ask for a handler that is there.
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, Handler & { real?: Handler }>;
      const present = handlers.get(channel);
      if (present === undefined) throw new Error('nobody answers calls');
      const real = present.real ?? present;
      const held: Handler = async (event, name, ...more) => {
        const answer = await real(event, name, ...more);
        return over !== null && name in over ? { ok: true, value: { ...answer.value, ...over[name] } } : answer;
      };
      handlers.set(channel, over === null ? real : Object.assign(held, { real }));
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.send('caseharbor:event', 'changed', { topics });
      }
    },
    [laid, topics] as const,
  );
