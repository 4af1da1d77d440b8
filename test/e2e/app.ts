import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeNotifications } from '../support/notifications.mjs';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

/** The Electron that the set-up found. */
function executable(): string {
  const note = JSON.parse(readFileSync(join(root, 'out/runtime.json'), 'utf8')) as { executable: string };
  return note.executable;
}

/** What the program is told on the command line, for a profile of its own. */
const argumentsFor = (profile: string, more: readonly string[] = []): string[] => [
  root,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--lang=en-US',
  `--profile=${profile}`,
  ...more,
];

/** The program in its own process. */
export interface Program {
  readonly electron: ElectronApplication;
  readonly profile: string;
  /** Still running? */
  isRunning(): boolean;
  /** Resolves when its process has ended. */
  readonly ended: Promise<void>;
  /** Quits as a person does, and waits for the end. */
  quit(): Promise<void>;
  /** Kills it as a power cut does. */
  kill(): Promise<void>;
}

/** The program with its window. */
export interface App extends Program {
  readonly page: Page;
  /** What the page said on its console, errors among it. */
  readonly console: string[];
}

export interface AppOptions {
  readonly profile: string;
  readonly more?: readonly string[];
  readonly env?: Record<string, string>;
}

const environment = (env: Record<string, string> = {}): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  ...env,
});

async function startProgram({ profile, more, env }: AppOptions): Promise<Program> {
  const electron = await _electron.launch({
    executablePath: executable(),
    args: argumentsFor(profile, more),
    env: environment(env),
  });
  const program = electron.process();
  const ended = new Promise<void>((done) => {
    program.once('exit', () => done());
  });
  return {
    electron,
    profile,
    ended,
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

/** The program's window, as soon as there is something to see in it. */
export async function withWindow(program: Program): Promise<App> {
  const page = await program.electron.firstWindow();
  const console: string[] = [];
  page.on('console', (message) => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.push(`pageerror: ${error.message}`));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return { ...program, page, console };
}

/** Starts the program once more on a profile, as a person does who forgot that it runs. Gives its exit code. */
export function startAgain(profile: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const second = spawn(executable(), argumentsFor(profile), { env: environment(), stdio: 'ignore' });
    second.once('error', reject);
    second.once('exit', (code) => resolve(code));
  });
}

interface Fixtures {
  /** A folder for settings, workspaces and logs that no test has used; its name has a space. */
  readonly profile: string;
  /** Starts the program; what a test leaves running is ended after it. */
  readonly launch: (options?: Partial<AppOptions>) => Promise<App>;
  /** The same, without waiting for a window. */
  readonly launchHidden: (options?: Partial<AppOptions>) => Promise<Program>;
  /** Everything that the test started. */
  readonly started: Program[];
}

/** A test with a program of its own. */
export const test = base.extend<Fixtures>({
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'caseharbor profile '));
    await use(folder);
    // Chromium's helper processes may outlive a kill by a moment, and write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
  started: async ({ profile }, use, info) => {
    // The daemon shows no more than fit on the screen: what earlier tests left would hide what this one waits for.
    await closeNotifications();
    // Named so that the profile is there before the first start, and goes after the last end.
    expect(profile).not.toBe('');
    const started: Program[] = [];
    await use(started);
    for (const program of started) {
      if (!program.isRunning()) continue;
      const page = program.electron.windows().find((window) => !window.isClosed());
      if (info.status !== info.expectedStatus && page !== undefined) {
        await page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined);
      }
      await program.kill();
    }
  },
  launchHidden: ({ profile, started }, use) =>
    use(async (options = {}) => {
      const program = await startProgram({ profile, more: ['--hidden'], ...options });
      started.push(program);
      return program;
    }),
  launch: ({ profile, started }, use) =>
    use(async (options = {}) => {
      const program = await startProgram({ profile, ...options });
      started.push(program);
      return withWindow(program);
    }),
});

export { expect };
