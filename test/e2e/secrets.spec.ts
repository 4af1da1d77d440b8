import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupsOfCode, readRecoveryCode } from '../../shared/recovery-code.ts';
import { expect, test } from './app.ts';
import {
  connectSandbox,
  CREDENTIALS,
  goTo,
  openAllHours,
  pullEnded,
  saveCode,
  startGateway,
  workspaceIn,
} from './steps.ts';

const RECEIPT = 'EAC9999103403';
const CLIENT = 'Wilhelmina Quartermaine-Vogelsang';

/** Every file below a folder with its content; what is no file (a socket, a lock that is a link) holds nothing. */
function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
}

/** A secret in every form in which a program might write it. */
function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    bytes,
    Buffer.from(secret, 'utf16le'),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(bytes.toString('hex')),
  ];
}

function codeForms(code: string): Buffer[] {
  const read = readRecoveryCode(code);
  if (read.kind !== 'good') throw new Error('it is a code');
  const groups = groupsOfCode(read.code);
  const runs = ['-', ' ', ''].flatMap((gap) => [groups.join(gap), groups.join(gap).toLowerCase()]);
  // Two groups in a row are as much as anybody needs to see that it was written.
  const pairs = groups
    .slice(1)
    .flatMap((group, index) => [`${groups[index] ?? ''}-${group}`, `${groups[index] ?? ''}${group}`]);
  return [...runs, ...pairs].flatMap(formsOf);
}

test('no key, code, secret, name or receipt stands in clear in any file of the profile', async ({
  launch,
  profile,
}) => {
  test.setTimeout(180_000);
  const gateway = await startGateway();
  const app = await launch();
  const { page } = app;
  const first = await connectSandbox(page, gateway);
  await openAllHours(page);
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'Add cases' }).first().click();
  await page.getByLabel('Receipt number').fill(RECEIPT);
  await page.getByLabel('Client', { exact: true }).fill(CLIENT);
  await page.getByRole('button', { name: 'Add the case' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await pullEnded(page);
  const id = workspaceIn(profile);
  const keyNow = (): string =>
    execFileSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${id}/database_key`]).toString();
  const keys = [keyNow()];

  const found: string[] = [];
  const codes = [first];
  const search = (when: string): void => {
    const forbidden: [string, Buffer[]][] = [
      [
        'a key',
        keys.flatMap((key) => [
          Buffer.from(key, 'hex'),
          ...formsOf(key),
          ...formsOf(key.toUpperCase()),
          Buffer.from(Buffer.from(key, 'hex').toString('base64').slice(0, 42)),
        ]),
      ],
      ['a code', codes.flatMap(codeForms)],
      ['the client secret', formsOf(CREDENTIALS.clientSecret)],
      ['the client ID', formsOf(CREDENTIALS.clientId)],
      ['the name', formsOf(CLIENT)],
      ['the receipt', formsOf(RECEIPT)],
    ];
    const files = filesBelow(profile);
    expect(
      files.some(({ path }) => path.endsWith('cases.db')),
      'the database is among them',
    ).toBe(true);
    for (const { path, bytes } of files) {
      for (const [what, forms] of forbidden) {
        if (forms.some((form) => bytes.includes(form))) found.push(`${when}: ${what} in ${path}`);
      }
    }
  };

  expect(readdirSync(join(profile, 'workspaces', id)), 'the log of the database is searched too').toContain(
    'cases.db-wal',
  );
  search('while it runs');
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Security' }).click();
  await page.getByRole('button', { name: 'Change the key…' }).click();
  codes.push(await saveCode(page));
  await expect(page.getByText('The database has a new key.').first()).toBeVisible({ timeout: 60_000 });
  keys.push(keyNow());
  expect(new Set(keys).size).toBe(2);
  search('after another key');
  await page.getByRole('button', { name: /^Workspace:/ }).waitFor();
  await app.kill();
  search('after it was killed');
  expect(found).toEqual([]);

  await test.step('and the search finds what is there', () => {
    const record = readFileSync(join(profile, 'workspaces', id, 'workspace.json'));
    expect(formsOf('Test office').some((form) => record.includes(form))).toBe(true);
  });
  await gateway.stop();
});
