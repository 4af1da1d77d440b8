import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { expect, test, type App } from './app.ts';
import { addList, connectSandbox, goTo, openAllHours, openDemonstration, startGateway, withPull } from './steps.ts';

const RECEIPT = 'EAC9999103403';
/** What none of the things that the page must not do may ever set. */
const ran = (page: Page): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'ran') as unknown);

/** A server on this computer that counts who comes. */
async function listening(server: Server, host: string): Promise<{ port: number; arrivals: () => number }> {
  let arrivals = 0;
  server.on('connection', () => (arrivals += 1));
  server.listen(0, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, arrivals: () => arrivals };
}

/** What the main process was asked to open outside, from now on; nothing is opened. */
async function watchTheDoor({ electron }: App): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  return () => electron.evaluate(() => Reflect.get(globalThis, 'opened') as string[]);
}

test('the page can run nothing, reach nothing and go nowhere', async ({ launch }) => {
  const server = createHttpServer((_request, response) => response.end('globalThis.ran = true'));
  const { port, arrivals } = await listening(server, '127.0.0.1');
  const elsewhere = `http://127.0.0.1:${port}`;
  await fetch(elsewhere);
  expect(arrivals(), 'the server can be reached').toBe(1);
  const app = await launch();
  const { page, electron } = app;

  await test.step('no script but its own', async () => {
    const blocked = await page.evaluate(async (url) => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
      const attempt = (name: string, run: () => unknown): void => {
        try {
          run();
        } catch (error) {
          violations.push(`${name}: ${error instanceof Error ? error.name : 'thrown'}`);
        }
      };
      const mark = 'globalThis.ran = true';
      const add = (element: Element): void => {
        document.body.append(element);
      };
      attempt('inline', () => {
        const script = document.createElement('script');
        script.append(mark);
        add(script);
      });
      attempt('inline in svg', () => {
        const script = document.createElementNS('http://www.w3.org/2000/svg', 'script');
        script.append(mark);
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        svg.append(script);
        add(svg);
      });
      attempt('handler', () => {
        const button = document.createElement('button');
        button.setAttribute('onclick', mark);
        add(button);
        button.click();
        button.remove();
      });
      attempt('remote', () => {
        const script = document.createElement('script');
        script.src = `${url}/script.js`;
        add(script);
      });
      attempt('markup', () => {
        const place = document.createElement('div');
        place.innerHTML = '<img src="x" onerror="globalThis.ran = true">';
        add(place);
      });
      await import(`${url}/module.js`).catch(() => violations.push('import: refused'));
      // Only now: at first the test's own tool is at work, and it may evaluate.
      attempt('eval', () => {
        (0, eval)(mark);
      });
      attempt('Function', () => Reflect.construct(Function, [mark]));
      return violations;
    }, elsewhere);
    for (const name of [
      'remote: TypeError',
      'markup: TypeError',
      'eval: EvalError',
      'Function: EvalError',
      'import: refused',
    ])
      expect(blocked).toContain(name);
    expect(blocked).toContain(`script-src-elem ${elsewhere}/module.js`);
    expect(blocked.filter((one) => one.startsWith('require-trusted-types-for'))).toHaveLength(5);
    expect(await ran(page)).toBeUndefined();
  });

  await test.step('no image, frame, form or connection', async () => {
    const outcome = await page.evaluate(async (url) => {
      const directives = new Set<string>();
      document.addEventListener('securitypolicyviolation', (event) => directives.add(event.effectiveDirective));
      const image = new Image();
      const imageFailed = new Promise((resolve) => image.addEventListener('error', resolve));
      image.src = `${url}/image.png`;
      await imageFailed;
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      const form = document.createElement('form');
      form.action = url;
      document.body.append(form);
      form.submit();
      const refused = [
        await fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      ];
      const failed = (target: EventTarget): Promise<string> =>
        new Promise((resolve) => {
          target.addEventListener('error', () => resolve('refused'));
          target.addEventListener('open', () => resolve('open'));
        });
      try {
        refused.push(await failed(new WebSocket(url.replace('http', 'ws'))));
      } catch {
        refused.push('refused');
      }
      refused.push(await failed(new EventSource(url)));
      navigator.sendBeacon(url, 'x');
      frame.remove();
      form.remove();
      return { width: image.naturalWidth, refused, directives: [...directives] };
    }, elsewhere);
    expect(outcome).toMatchObject({ width: 0, refused: ['refused', 'refused', 'refused'] });
    expect(outcome.directives).toEqual(expect.arrayContaining(['connect-src', 'img-src']));
  });

  await test.step('the policy alone blocks what stands in the markup, where nothing else would', async () => {
    const title = await electron.evaluate(async ({ net, session, BrowserWindow }, url) => {
      const policy = (await net.fetch('app://caseharbor/index.html')).headers.get('content-security-policy') ?? '';
      const apart = session.fromPartition('the policy alone');
      const mark = "document.title = 'ran'";
      const markup = `<title>still</title><script>${mark}</script><script src="${url}/parsed.js"></script>
        <img src="${url}/parsed.png" onerror="${mark}"><iframe src="${url}"></iframe>`;
      const headers = { 'Content-Type': 'text/html', 'Content-Security-Policy': policy };
      apart.protocol.handle('app', () => new Response(markup, { headers }));
      const other = new BrowserWindow({ show: false, webPreferences: { session: apart } });
      await other.loadURL('app://caseharbor/markup.html');
      const shown = other.webContents.getTitle();
      other.destroy();
      return shown;
    }, elsewhere);
    expect(title).toBe('still');
    expect(arrivals()).toBe(1);
  });

  await test.step('below the policy, the session has no network either', async () => {
    const said = await electron.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'answered',
          (error: unknown) => String(error),
        ),
      elsewhere,
    );
    expect(said).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  await test.step('no Node, and two functions', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.caseharbor).sort(),
      others: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({ bridge: ['call', 'on'], others: [] });
    const preferences = await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(
        ({ webContents }) =>
          (webContents as unknown as { getLastWebPreferences(): unknown }).getLastWebPreferences() as object,
      ),
    );
    expect(preferences).toEqual([
      expect.objectContaining({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false }),
    ]);
  });

  await test.step('no way to another page, and no other window', async () => {
    const address = page.url();
    await electron.evaluate(({ BrowserWindow }) => {
      const tried: { url: string; stopped: boolean }[] = [];
      Reflect.set(globalThis, 'tried', tried);
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) =>
        tried.push({ url: event.url, stopped: event.defaultPrevented }),
      );
    });
    const tried = (): Promise<unknown> => electron.evaluate(() => Reflect.get(globalThis, 'tried') as unknown);
    await page.evaluate((url) => location.assign(`${url}/assigned`), elsewhere);
    await expect.poll(tried).toEqual([{ url: `${elsewhere}/assigned`, stopped: true }]);
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = `${url}/clicked`;
      document.body.append(link);
      link.click();
      link.target = '_blank';
      link.click();
      link.remove();
    }, elsewhere);
    await expect.poll(tried).toContainEqual({ url: `${elsewhere}/clicked`, stopped: true });
    expect(await page.evaluate((url) => window.open(url) === null, elsewhere)).toBe(true);
    expect(page.url()).toBe(address);
    expect(electron.windows()).toHaveLength(1);
  });

  await test.step('no permission but to put text on the clipboard', async () => {
    const said = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      geolocation: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          (error) => resolve(error.code),
        );
      }),
      clipboard: await navigator.clipboard.readText().catch((error: unknown) => (error as Error).name),
      others: await Promise.all(
        (['camera', 'microphone', 'midi', 'clipboard-write'] as const).map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    }));
    expect(said).toEqual({
      notifications: 'denied',
      geolocation: 1,
      clipboard: 'NotAllowedError',
      others: ['denied', 'denied', 'denied', 'granted'],
    });
  });

  await test.step('no file but the built page', async () => {
    const status = (url: string): Promise<number> =>
      electron.evaluate(async ({ net }, address) => (await net.fetch(address)).status, url);
    expect(await status('app://caseharbor/index.html')).toBe(200);
    for (const path of [
      '..%2f..%2fpackage.json',
      '..%2fmain%2fmain.js',
      'assets/..%2f..%2fmain%2fmain.js',
      '%E0%A4%A.js',
      'none.js',
    ])
      expect(await status(`app://caseharbor/${path}`), path).toBe(404);
    expect(await status('app://elsewhere/index.html')).toBe(404);
  });

  expect(arrivals(), 'nothing came to the server').toBe(1);
  server.close();
});

test('the door between the page and the main process', async ({ launch }) => {
  const app = await launch();
  const { page, electron } = app;
  const call = (name: string, request: unknown, workspace: string | null = null): Promise<unknown> =>
    page.evaluate(
      ([asked, about, payload]) => window.caseharbor.call(asked as 'app.state', about as null, payload as null),
      [name, workspace, request] as const,
    );
  const refused = { ok: false, problem: { kind: 'invalid_request' } };

  await test.step('refuses what the contract does not have, and what does not fit', async () => {
    expect(await call('app.state', null)).toMatchObject({ ok: true });
    for (const name of ['nonsense', '__proto__', 'constructor', ''])
      expect(await call(name, null)).toMatchObject(refused);
    for (const request of [null, 'dark', { theme: 'purple' }, { startAtLogin: 'yes' }])
      expect(await call('settings.change', request)).toMatchObject(refused);
    expect(await call('workspaces.open', { id: '../../etc' })).toMatchObject(refused);
    expect(await call('inbox.summary', null, '0123456789abcdef')).toMatchObject({ problem: { kind: 'no_workspace' } });
  });

  await test.step('refuses every other window, even one that shows our page', async () => {
    const said = await electron.evaluate(async ({ app: program, BrowserWindow }) => {
      const preload = `${program.getAppPath()}/out/preload/preload.cjs`;
      const answers: unknown[] = [];
      for (const url of ['app://caseharbor/index.html', 'data:text/html,another page']) {
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await other.loadURL(url);
        answers.push(await other.webContents.executeJavaScript("window.caseharbor.call('app.state', null, null)"));
        other.destroy();
      }
      return answers;
    });
    expect(said).toEqual([
      { ok: false, problem: { kind: 'invalid_request', detail: 'sender' } },
      { ok: false, problem: { kind: 'invalid_request', detail: 'sender' } },
    ]);
  });

  await test.step('opens https addresses outside, and no others', async () => {
    const opened = await watchTheDoor(app);
    for (const url of [
      'http://www.uscis.gov/',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://a:b@www.uscis.gov/',
    ])
      expect(await call('app.open_link', { url })).toMatchObject(refused);
    expect(await call('app.open_link', { url: 'https://www.uscis.gov/forms' })).toMatchObject({ ok: true });
    expect(await opened()).toEqual(['https://www.uscis.gov/forms']);
  });
});

test('what USCIS sends is text, and its links go through the door', async ({ launch }) => {
  const gateway = await startGateway();
  gateway.set(RECEIPT, {
    title: 'Case Was Approved <script>globalThis.ran = true</script>',
    descriptionEn:
      'We approved it. <img src="x" onerror="globalThis.ran = true"><script>globalThis.ran = true</script>' +
      '<iframe srcdoc="x"></iframe> Visit <a href="https://www.uscis.gov/forms" onclick="globalThis.ran = true">our forms</a>' +
      ' or <a href="javascript:globalThis.ran = true">this</a>. 1 < 2 &amp; 3 > 2.',
  });
  const app = await launch();
  const { page } = app;
  await connectSandbox(page, gateway);
  await openAllHours(page);
  await withPull(page, () => addList(page, [RECEIPT]));
  await goTo(page, 'Cases');
  await page.getByRole('row').filter({ hasText: RECEIPT }).dblclick();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(RECEIPT);
  await expect(page.getByText('1 < 2 & 3 > 2.').first()).toBeVisible();
  expect(await page.locator('main :is(script, iframe, img, object, embed)').count()).toBe(0);
  expect(await page.locator('main a[href^="javascript"], main [onclick]').count()).toBe(0);
  const opened = await watchTheDoor(app);
  await page
    .getByRole('link', { name: /^our forms/ })
    .first()
    .click();
  await expect.poll(opened).toEqual(['https://www.uscis.gov/forms']);
  await expect(page.getByRole('link', { name: /^this/ })).toHaveCount(0);
  expect(await ran(page)).toBeUndefined();
  expect(app.console.filter((line) => line.startsWith('error') || line.startsWith('pageerror'))).toEqual([]);
  await gateway.stop();
});

test('an unverified runtime asks nobody but this computer', async ({ launch }) => {
  const server = createServer((socket) => socket.destroy());
  const { port, arrivals } = await listening(server, '0.0.0.0');
  const elsewhere = `https://${hostname()}:${port}`;
  await once(connect(port, hostname()), 'connect');
  await expect.poll(arrivals, 'the server can be reached').toBe(1);
  const { page } = await launch();
  const banner = page.getByText('Unverified runtime.');

  await test.step('in words', async () => {
    await page.getByRole('button', { name: 'Connect to production' }).click();
    await page.getByLabel('Address of the API').fill(elsewhere);
    await expect(
      page.getByText('This runtime is a test copy and may only use addresses on this computer').first(),
    ).toBeVisible();
    await page.getByLabel('Client ID').fill('an-invented-client');
    await page.getByLabel('Client secret').fill('an-invented-secret');
    await expect(page.getByRole('button', { name: 'Test connection' })).toBeDisabled();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await expect(page.getByText('Something is missing.')).toBeVisible();
    await expect(banner).toBeVisible();
  });

  await test.step('and behind the words', async () => {
    const said = await page.evaluate(async (url) => {
      const endpoints = { tokenUrl: `${url}/oauth/accesstoken`, apiBase: url };
      const credentials = { clientId: 'an-invented-client', clientSecret: 'an-invented-secret' };
      const { caseharbor } = window;
      return [
        await caseharbor.call('workspaces.test_connection', null, { id: null, endpoints, credentials }),
        await caseharbor.call('workspaces.create', null, {
          name: 'Real',
          environment: 'production',
          secretsIn: 'session',
          credentials,
          endpoints,
        }),
        await caseharbor.call('workspaces.create', null, {
          name: 'Real',
          environment: 'sandbox',
          secretsIn: 'session',
          credentials,
        }),
        (await caseharbor.call('app.state', null, null)).ok,
      ];
    }, elsewhere);
    const refused = { ok: false, problem: { kind: 'endpoint_needs_verified_runtime' } };
    expect(said).toMatchObject([refused, refused, refused, true]);
    expect(arrivals(), 'nothing was sent').toBe(1);
  });

  await test.step('and says so on every screen', async () => {
    await page.getByRole('button', { name: 'Back' }).click();
    await openDemonstration(page);
    for (const screen of ['Inbox', 'Cases', 'Activity', 'Settings'] as const) {
      await goTo(page, screen);
      await expect(banner).toBeVisible();
    }
  });
  server.close();
});
