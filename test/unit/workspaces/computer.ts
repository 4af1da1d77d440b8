import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { WorkspaceEvents } from '../../../electron/workspaces/parts.ts';
import { createWorkspaces, type Workspaces } from '../../../electron/workspaces/workspaces.ts';
import { guardedFetch, type Fetch } from '../../../electron/uscis/fetch.ts';
import type { Keychain } from '../../../electron/vault/keychain.ts';
import { createVault, type Vault } from '../../../electron/vault/vault.ts';
import { seededRandom } from '../../../shared/random.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/problem.ts';
import type { Request } from '../../../shared/contract/contract.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** The service of a test that asks nobody: these addresses are of this computer, and nothing listens there. */
export const ENDPOINTS = { tokenUrl: 'http://127.0.0.1:9/oauth/accesstoken', apiBase: 'http://127.0.0.1:9' };
export const CREDENTIALS = { clientId: 'an-invented-client', clientSecret: 'an-invented-secret' };
export const PASSPHRASE = 'correct horse battery staple';

/** What to ask for a new sandbox workspace. */
export const sandbox = (name: string): Request<'workspaces.create'> => ({
  name,
  environment: 'sandbox',
  secretsIn: 'keychain',
  credentials: CREDENTIALS,
  endpoints: ENDPOINTS,
});

/** A computer with a keychain in memory and a folder for workspaces, which outlasts a program that runs on it. */
export interface Computer {
  readonly clock: FakeClock;
  readonly root: string;
  /** The folders that stand below it. */
  folders(): string[];
  /** The keychain's entries, by workspace and name. */
  readonly entries: Map<string, string>;
  /** The addresses that the program asked, in order. */
  readonly asked: readonly string[];
  /** Makes the keychain answer as a locked one does, for every secret or for those of one name; null: it works. */
  lock(problem: Problem | 'silently' | null, only?: string): void;
  /** Starts the program, in place of the one before. */
  start(): Promise<Program>;
}

export interface Program {
  readonly workspaces: Workspaces;
  /** Files that the program said it kept aside. */
  readonly damaged: string[];
  readonly countDamaged: string[];
  /** What the program told without having been asked. */
  readonly told: string[];
}

export function computer({ verified = false, fetch }: { verified?: boolean; fetch?: Fetch } = {}): Computer {
  const root = join(mkdtempSync(join(tmpdir(), 'caseharbor workspaces ')), 'profile', 'workspaces');
  const entries = new Map<string, string>();
  const asked: string[] = [];
  const clock = new FakeClock('2026-11-02T15:00:00Z');
  let locked: Problem | 'silently' | null = null;
  let lockedName = '';
  let running: Workspaces | null = null;
  const answer = <Value>(account: string, value: () => Value, silent: Value): Promise<Result<Value>> =>
    Promise.resolve(
      locked === null || !account.endsWith(lockedName)
        ? ok(value())
        : locked === 'silently'
          ? ok(silent)
          : fail(locked.kind, locked.detail === undefined ? {} : { detail: locked.detail }),
    );
  const keychain: Keychain = {
    get: (_service, account) => answer(account, () => entries.get(account) ?? null, null),
    set: (_service, account, secret) =>
      answer(
        account,
        () => {
          entries.set(account, secret);
          return null;
        },
        null,
      ),
    remove: (_service, account) => answer(account, () => entries.delete(account), false),
    close: () => undefined,
  };
  onTestFinished(async () => {
    await running?.close();
    rmSync(join(root, '..', '..'), { recursive: true, force: true });
  });
  return {
    clock,
    root,
    folders: () =>
      readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name),
    entries,
    asked,
    lock(how, only = '') {
      locked = how;
      lockedName = only;
    },
    async start() {
      await running?.close();
      const program = { damaged: [] as string[], countDamaged: [] as string[], told: [] as string[] };
      running = createWorkspaces({
        root,
        clock,
        random: seededRandom(1),
        vault: vaultOf(keychain),
        fetch: guardedFetch((url, init) => {
          asked.push(url);
          if (fetch !== undefined) return fetch(url, init);
          return Promise.reject(new TypeError('nothing listens there'));
        }, verified),
        runtime: { verified, electron: '0', sqliteBinding: undefined },
        version: '0.1.0',
        storeWorker: join(import.meta.dirname, '../../../electron/store/worker.ts'),
        online: () => true,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' },
        zone: () => 'America/New_York',
        recoveredName: (id) => `Recuperado ${id}`,
        events: {
          ...silence,
          damaged: (kept) => program.damaged.push(kept),
          countDamaged: (kept) => program.countDamaged.push(kept),
          told: (what) => program.told.push(what),
        },
      });
      return Object.assign(program, { workspaces: running });
    },
  };
}

const silence: WorkspaceEvents = {
  changed: () => undefined,
  announce: () => undefined,
  stopped: () => undefined,
  told: () => undefined,
  damaged: () => undefined,
  countDamaged: () => undefined,
};

/** A fresh vault for each program: what is held for a session ends with it. */
const vaultOf = (keychain: Keychain): Vault =>
  createVault({
    keychain,
    safeStorage: {
      usesKeychain: true,
      isRealEncryption: () => true,
      encrypt: (text) => Buffer.from(text).reverse(),
      decrypt: (bytes) => Buffer.from(bytes).reverse().toString(),
    },
  });
