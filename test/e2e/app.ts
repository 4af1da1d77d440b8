import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

/** The Electron that the set-up found. */
export function executable(): string {
  const note = JSON.parse(readFileSync(join(root, 'out/runtime.json'), 'utf8')) as { executable: string };
  return note.executable;
}

/** What the program is told on the command line, for a profile of its own. */
export const argumentsFor = (profile: string, more: readonly string[] = []): string[] => [
  root,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--password-store=gnome-libsecret',
  '--lang=en-US',
  `--profile=${profile}`,
  ...more,
];

/** The program in its own process, with its window. */
export interface App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** What the page said on its console, errors among it. */
  readonly console: string[];
  /** Still running? */
  isRunning(): boolean;
  /** Quits as a person does, and waits for the end. */
  quit(): Promise<void>;
  /** Kills it as a power cut does. */
  kill(): Promise<void>;
}

export interface AppOptions {
  readonly profile: string;
  readonly more?: readonly string[];
  readonly env?: Record<string, string>;
}

async function startApp({ profile, more, env = {} }: AppOptions): Promise<App> {
  const electron = await _electron.launch({
    executablePath: executable(),
    args: argumentsFor(profile, more),
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const page = await electron.firstWindow();
  const console: string[] = [];
  page.on('console', (message) => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.push(`pageerror: ${error.message}`));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const program = electron.process();
  const ended = new Promise<void>((done) => {
    program.once('exit', () => done());
  });
  return {
    electron,
    page,
    profile,
    console,
    isRunning: () => program.exitCode === null && program.signalCode === null,
    async quit() {
      await electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
      await ended;
    },
    async kill() {
      program.kill('SIGKILL');
      await ended;
    },
  };
}

interface Fixtures {
  /** A folder for settings, workspaces and logs that no test has used; its name has a space. */
  readonly profile: string;
  /** Starts the program; what a test leaves running is ended after it. */
  readonly launch: (options?: Partial<AppOptions>) => Promise<App>;
}

/** A test with a program of its own. */
export const test = base.extend<Fixtures>({
  profile: async ({ baseURL: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'caseharbor profile '));
    await use(folder);
    // Chromium's helper processes may outlive a kill by a moment, and write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
  launch: async ({ profile }, use, info) => {
    const apps: App[] = [];
    await use(async (options = {}) => {
      const app = await startApp({ profile, ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) {
      if (!app.isRunning()) continue;
      if (info.status !== info.expectedStatus && !app.page.isClosed()) {
        await info.attach('window', { body: await app.page.screenshot(), contentType: 'image/png' });
      }
      await app.kill();
    }
  },
});

export { expect } from '@playwright/test';
