import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { codeForms, filesBelow, keyForms, searchFolders, textForms, type Forbidden } from '../support/clear-text.ts';
import { expect, test, type App } from './app.ts';
import {
  connectSandbox,
  CREDENTIALS,
  goTo,
  isOpen,
  openAllHours,
  saveCode,
  startGateway,
  workspaceIn,
  withPull,
} from './steps.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

/** Evidently invented, and nowhere in the program itself, whose own words Chromium keeps compiled. */
const RECEIPT = 'ZZZ9000317041';
const CLIENT = 'Wilhelmina Quartermaine-Vogelsang';
const LABEL = 'Hofmannsthal petition';
const NOTE = 'Her brother telephoned about the adjournment';

/** Files that must have been among those that were searched, at some time. Whoever adds a kind of file adds a line. */
const SEARCHED: readonly RegExp[] = [
  /cases\.db$/,
  /cases\.db-wal$/,
  /cases\.db-shm$/,
  /budget\.db$/,
  /workspace\.json$/,
  /recovery\.json$/,
  /settings\.json$/,
  /caseharbor\.log$/,
  /workspaces\/\w+\/backups\/[^/]+\/(cases\.caseharbor|backup\.json|recovery\.json)$/,
  /second\/caseharbor-\w+\/[^/]+\/cases\.caseharbor$/,
  /\/damaged-[^/]+\/cases\.db$/,
  /Office\.caseharbor-bundle$/,
  /workspaces\/bundle-[0-9a-f]{8}\.db$/,
  // What Chromium keeps for the page.
  /\/Local Storage\//,
  /\/(Cache|Code Cache|GPUCache)\//,
];

/** A case with everything that the office writes about it. */
async function addCase(page: Page, id: string): Promise<void> {
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Add cases' }).first().click();
  await page.getByLabel('Receipt number').fill(RECEIPT);
  await page.getByLabel('Client', { exact: true }).fill(CLIENT);
  await page.getByRole('button', { name: 'Add the case' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('row').filter({ hasText: CLIENT }).first().waitFor();
  const written = await page.evaluate(
    async ({ workspace, label, notes, filter }) => {
      const sort = { by: 'receipt', descending: false } as const;
      const listed = await window.caseharbor.call('cases.page', workspace, { filter, sort, offset: 0, limit: 1 });
      const caseId = listed.ok ? (listed.value.rows[0]?.id ?? 0) : 0;
      return window.caseharbor.call('cases.change', workspace, { id: caseId, change: { label, notes } });
    },
    { workspace: id, label: LABEL, notes: NOTE, filter: WATCHED_CASES },
  );
  expect(written.ok).toBe(true);
}

/** Exports a bundle and opens it again, as a colleague would. */
async function handOver(app: App, id: string, path: string, code: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  const opened = await app.page.evaluate(
    async ({ workspace, typed }) => {
      const made = await window.caseharbor.call('bundles.export', null, { id: workspace });
      const chosen = await window.caseharbor.call('bundles.choose', null, null);
      const tried = await window.caseharbor.call('bundles.open', null, { code: typed });
      return made.ok && chosen.ok && tried.ok ? tried.value?.outcome : [made, chosen, tried];
    },
    { workspace: id, typed: code },
  );
  expect(opened).toBe('opened');
}

/** Makes a backup, and gives its id. */
async function backUp(page: Page, id: string): Promise<string> {
  const made = await page.evaluate((workspace) => window.caseharbor.call('backups.make', null, { id: workspace }), id);
  return made.ok ? (made.value?.id ?? '') : '';
}

test('no key, code, secret, name or receipt stands in clear in any file, whatever was done and however it ended', async ({
  launch,
  profile,
}) => {
  test.setTimeout(300_000);
  const gateway = await startGateway({ anyReceipt: true });
  const temporary = mkdtempSync(join(tmpdir(), 'ch-'));
  const second = join(temporary, 'second');
  mkdirSync(second);
  const where = [profile, temporary];
  const env = { TMPDIR: temporary };

  const first = await launch({ env });
  const codes = [await connectSandbox(first.page, gateway)];
  await openAllHours(first.page);
  const id = workspaceIn(profile);
  await withPull(first.page, () => addCase(first.page, id));
  const keyNow = (): string =>
    execFileSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${id}/database_key`]).toString();
  const keys = [keyNow()];

  const found: string[] = [];
  const searched = new Set<string>();
  const search = (when: string): void => {
    const forbidden: readonly Forbidden[] = [
      { what: 'a key', forms: keys.flatMap(keyForms) },
      { what: 'a code', forms: codes.flatMap(codeForms) },
      { what: 'the client secret', forms: textForms(CREDENTIALS.clientSecret) },
      { what: 'the client ID', forms: textForms(CREDENTIALS.clientId) },
      { what: 'a token', forms: gateway.issuedTokens.flatMap(textForms) },
      { what: 'the name', forms: textForms(CLIENT) },
      { what: 'the label', forms: textForms(LABEL) },
      { what: 'the note', forms: textForms(NOTE) },
      { what: 'the receipt', forms: textForms(RECEIPT) },
    ];
    for (const path of where.flatMap(filesBelow)) searched.add(path);
    found.push(...searchFolders(where, forbidden).map((line) => `${when}: ${line}`));
  };
  expect(gateway.issuedTokens.length).toBeGreaterThan(0);

  search('while it runs');
  expect(await backUp(first.page, id)).not.toBe('');
  search('after a backup');
  await goTo(first.page, 'Settings');
  await first.page.getByRole('tab', { name: 'Security' }).click();
  await first.page.getByRole('button', { name: 'Change the key…' }).click();
  codes.push(await saveCode(first.page));
  await expect(first.page.getByText('The database has a new key.').first()).toBeVisible({ timeout: 60_000 });
  keys.push(keyNow());
  expect(new Set(keys).size).toBe(2);
  search('after another key');
  await first.page.getByRole('button', { name: /^Workspace:/ }).waitFor();
  expect((await first.page.evaluate(() => window.caseharbor.call('keys.lock', null, null))).ok).toBe(true);
  search('when it is locked');
  await first.kill();
  search('after it was killed');

  const folder = join(profile, 'workspaces', id);
  const record = JSON.parse(readFileSync(join(folder, 'workspace.json'), 'utf8')) as object;
  mkdirSync(join(second, `caseharbor-${id}`));
  writeFileSync(join(folder, 'workspace.json'), JSON.stringify({ ...record, backupFolder: second }));
  const again = await launch({ env });
  await isOpen(again.page, 'Test office');
  const backup = await backUp(again.page, id);
  await goTo(again.page, 'Cases');
  await again.page.getByRole('row').filter({ hasText: CLIENT }).first().waitFor();
  const restored = await again.page.evaluate((request) => window.caseharbor.call('backups.restore', null, request), {
    id,
    backup,
  });
  expect(restored.ok).toBe(true);
  search('after a restore');
  const repaired = await again.page.evaluate((one) => window.caseharbor.call('backups.repair', null, { id: one }), id);
  expect(repaired.ok).toBe(true);
  search('after a repair, with the file of before kept');
  const bundle = join(temporary, 'Office.caseharbor-bundle');
  await handOver(again, id, bundle, codes.at(-1) ?? '');
  search('with a bundle of it, opened');
  await again.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  search('after the page crashed');
  await again.electron.evaluate(() => process.crash()).catch(() => undefined);
  await again.ended;
  search('after it crashed');

  expect(found).toEqual([]);
  for (const kind of SEARCHED) {
    expect(
      [...searched].some((path) => kind.test(path)),
      `${kind.source} was searched`,
    ).toBe(true);
  }
  await test.step('and the search finds what is there', () => {
    const planted = join(profile, 'Local Storage', 'leveldb', 'planted.log');
    writeFileSync(planted, Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(NOTE, 'utf16le')]));
    search('planted');
    expect(found).toEqual([`planted: the note in ${planted}`]);
    const office = searchFolders(where, [{ what: 'the office', forms: textForms('Test office') }]);
    expect(office).toContain(`the office in ${join(folder, 'workspace.json')}`);
  });
  await gateway.stop();
  rmSync(temporary, { recursive: true, force: true });
});
