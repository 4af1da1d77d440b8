import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { selfSigned } from '../support/certificate.ts';
import { startFront } from '../support/front.ts';
import { expect, test, type App } from './app.ts';
import { startLooking } from './look.ts';
import {
  addList,
  chooseInSwitcher,
  connectSandbox,
  CREDENTIALS,
  goTo,
  isOpen,
  openAllHours,
  openDemonstration,
  startGateway,
  withPull,
} from './steps.ts';

const RECEIPTS = Array.from({ length: 40 }, (_, index) => `EAC99991034${String(index).padStart(2, '0')}`);

/** Fills in the connection of the Welcome and tests it. */
async function tryConnection(page: Page, origin: string): Promise<void> {
  await page.getByLabel('Token address').fill(`${origin}/oauth/accesstoken`);
  await page.getByLabel('Address of the API').fill(origin);
  await page.getByRole('button', { name: 'Test connection' }).click();
}

/** Gives the session of the calls to USCIS another judgement of certificates: Chromium's own code for it. */
const judgeCertificates = ({ electron }: App, verdict: number): Promise<void> =>
  electron.evaluate(({ session }, code) => {
    session.fromPartition('uscis', { cache: false }).setCertificateVerifyProc((_request, answer) => answer(code));
  }, verdict);

/** What the last checks of the open workspace ended in, other than a status. */
const lastErrors = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const state = await window.caseharbor.call('app.state', null, null);
    const id = state.ok ? (state.value.current?.id ?? null) : null;
    const asked = await window.caseharbor.call('pulls.errors', id, { limit: 5 });
    return asked.ok ? asked.value.errors.map((error) => error.answer) : [asked.problem.kind];
  });

test('in the real transport calls share a connection, a large answer is cut, and a closed workspace hangs up', async ({
  launch,
}) => {
  test.setTimeout(150_000);
  const gateway = await startGateway({ limits: { perSecond: 100, perDay: 10_000 } });
  const front = await startFront(gateway.apiBase);
  const { page } = await launch();
  await connectSandbox(page, { ...gateway, tokenUrl: `${front.origin}/oauth/accesstoken`, apiBase: front.origin });
  await openAllHours(page);
  await page.evaluate(async () => {
    const state = await window.caseharbor.call('app.state', null, null);
    const workspace = state.ok ? state.value.workspaces[0] : undefined;
    if (workspace === undefined) throw new Error('no workspace');
    const { id, endpoints, limits, hours } = workspace;
    const faster = { ...limits, perSecond: 20, share: 1 };
    await window.caseharbor.call('workspaces.change', null, {
      id,
      endpoints,
      limits: faster,
      hours,
      credentials: null,
    });
  });

  await test.step('keep-alive', async () => {
    await withPull(page, () => addList(page, RECEIPTS));
    expect(front.calls).toBeGreaterThan(RECEIPTS.length);
    // One carries them; a second where an answer took longer than the pace.
    expect(front.connections).toBeLessThanOrEqual(3);
  });

  const checkFirst = async (): Promise<void> => {
    await goTo(page, 'Cases');
    await page
      .getByRole('link', { name: RECEIPTS[0] ?? '' })
      .or(page.getByText(RECEIPTS[0] ?? ''))
      .first()
      .dblclick();
    await page.getByRole('main').getByRole('button', { name: 'Check now' }).first().click();
  };

  await test.step('the size limit', async () => {
    const [broken, bytes] = [front.brokenOff, front.written];
    gateway.faults.next(1, { kind: 'large_body', megabytes: 60 });
    await checkFirst();
    await expect.poll(() => front.brokenOff).toBe(broken + 1);
    // What the system's own buffers took in counts as well.
    expect(front.written - bytes).toBeLessThan(30 * 1024 * 1024);
    await expect.poll(() => lastErrors(page)).toContain('unreadable');
  });

  await test.step('redirects', async () => {
    const calls = front.calls;
    gateway.faults.next(1, {
      kind: 'reply',
      status: 302,
      body: '',
      headers: { Location: `${front.origin}/case-status/elsewhere` },
    });
    await page.getByRole('main').getByRole('button', { name: 'Check now' }).first().click();
    await expect.poll(async () => (await lastErrors(page)).filter((kind) => kind === 'unreadable')).toHaveLength(2);
    expect(front.calls).toBe(calls + 1);
  });

  await test.step('cancellation', async () => {
    const [broken, calls] = [front.brokenOff, front.calls];
    gateway.faults.next(1, { kind: 'hang' });
    await page.getByRole('main').getByRole('button', { name: 'Check now' }).first().click();
    await expect.poll(() => front.calls).toBe(calls + 1);
    expect(front.brokenOff).toBe(broken);
    await chooseInSwitcher(page, 'New workspace…');
    await openDemonstration(page);
    await isOpen(page, 'Demonstration');
    await expect.poll(() => front.brokenOff).toBe(broken + 1);
  });
  await front.stop();
  await gateway.stop();
});

test('a connection that is not safe, or not made, is told as what it is', async ({ launch }) => {
  let asked = 0;
  const servers: Server[] = [];
  /** A server with a certificate of its own: Chromium remembers what it made of one. */
  const startServer = async (): Promise<string> => {
    const server = createServer(selfSigned(), (_request, response) => {
      asked += 1;
      response.end('{}');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const app = await launch();
  const { page } = app;
  const look = await startLooking(page);
  await page.getByRole('button', { name: 'Connect to the sandbox' }).click();
  await page.getByLabel('Client ID').fill(CREDENTIALS.clientId);
  await page.getByLabel('Client secret').fill(CREDENTIALS.clientSecret);

  await tryConnection(page, await startServer());
  await expect(page.getByText('The certificate is not trusted.', { exact: true })).toBeVisible();
  await look.at('tls-untrusted', ['en', 'es']);
  // Chromium's own codes: ERR_CERT_COMMON_NAME_INVALID, ERR_CERT_DATE_INVALID, ERR_CERT_REVOKED.
  for (const [code, words] of [
    [-200, 'The certificate is for another address.'],
    [-201, 'The certificate is not valid at this computer’s date.'],
    [-206, 'The secure connection could not be made.'],
  ] as const) {
    await judgeCertificates(app, code);
    await tryConnection(page, await startServer());
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  }
  expect(asked).toBe(0);

  const deaf = spawn(process.execPath, [join(import.meta.dirname, '../support/deaf.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) => {
    deaf.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim()));
  });
  const began = performance.now();
  await tryConnection(page, `http://127.0.0.1:${port}`);
  await expect(page.getByText('No answer came in time.', { exact: true })).toBeVisible({ timeout: 20_000 });
  // Chromium's limit for connecting, 10 s, and not the one for the whole call, 15 s.
  expect(performance.now() - began).toBeGreaterThan(9_000);
  expect(performance.now() - began).toBeLessThan(14_000);
  deaf.kill('SIGKILL');
  expect(look.faults).toEqual([]);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});
