import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { done, fail, ok, type ProblemKind } from '../../shared/problem.ts';
import { SECOND, type Milliseconds } from '../../shared/clock.ts';
import { systemClock } from '../../electron/clock.ts';
import { createKeychain, type Keychain } from '../../electron/vault/keychain.ts';
import { forkKeychainHost, type KeychainChild } from '../../electron/vault/keychain-child.ts';
import type { SafeStorage } from '../../electron/vault/safe-storage.ts';
import { readCredentials, readDatabaseKey, writeCredentials } from '../../electron/vault/secrets.ts';
import { createVault, type Vault } from '../../electron/vault/vault.ts';
import { startDesktopSession } from '../support/desktop-session.mjs';
import { isKeyringLocked, lockKeyring, unlockKeyring } from '../support/keyring.mjs';
import { childrenOf, isRunning, sessionBus, type SessionBus } from '../support/session-bus.ts';

/** The real keychain of a private desktop: libsecret, D-Bus and gnome-keyring, through keytar in a forked Node. */

const root = resolve(import.meta.dirname, '../..');
const host = join(root, 'electron/vault/keychain-host.ts');
const execute = promisify(execFile);
const noSafeStorage: SafeStorage = {
  usesKeychain: true,
  isRealEncryption: () => false,
  encrypt: () => Buffer.alloc(0),
  decrypt: () => '',
};

let session: Awaited<ReturnType<typeof startDesktopSession>>;
let bus: SessionBus;
let folder: string;
const open: Keychain[] = [];

/** A vault on the real keychain, as the application makes it. `children` are the processes that it started. */
function realVault(environment: NodeJS.ProcessEnv, deadline: Milliseconds = 10 * SECOND) {
  const children: KeychainChild[] = [];
  const spawnHost = (): KeychainChild => {
    const child = forkKeychainHost(host, environment);
    children.push(child);
    return child;
  };
  const keychain = createKeychain({ clock: systemClock, deadline, spawn: spawnHost });
  open.push(keychain);
  const vault: Vault = createVault({ keychain, safeStorage: noSafeStorage });
  return { vault, children, place: (workspace: string) => vault.open('keychain', workspace, folder) };
}

/** An entry of the keychain as another program sees it. */
async function lookUp(account: string): Promise<string | null> {
  try {
    const args = ['lookup', 'service', 'Caseharbor', 'account', account];
    return (await execute('secret-tool', args, { env: session.env })).stdout;
  } catch (error) {
    // It ends with 1 and prints nothing when there is no such entry.
    if (error instanceof Error && 'code' in error && error.code === 1) return null;
    throw error;
  }
}

/** A small application, as a program for Node: it reads one secret, prints the result and has nothing more to do. */
const readOnce = (deadline: Milliseconds): string => `
  import { systemClock } from '${String(pathToFileURL(join(root, 'electron/clock.ts')))}';
  import { createKeychain } from '${String(pathToFileURL(join(root, 'electron/vault/keychain.ts')))}';
  import { forkKeychainHost } from '${String(pathToFileURL(join(root, 'electron/vault/keychain-child.ts')))}';
  const spawn = () => forkKeychainHost(${JSON.stringify(host)});
  const keychain = createKeychain({ clock: systemClock, deadline: ${deadline}, spawn });
  console.log(JSON.stringify(await keychain.get('Caseharbor', 'w-1/database_key')));
`;

/** Stops the keyring's process where it stands, as a hang does, until the work is done. */
async function whileHung(work: () => Promise<void>): Promise<void> {
  const daemon = await bus.processOf('org.freedesktop.secrets');
  process.kill(daemon, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(daemon, 'SIGCONT');
  }
}

const problem = (kind: ProblemKind): object => ({ ok: false, problem: { kind } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caseharbor-vault-'));
  session = await startDesktopSession();
  bus = sessionBus(session.env);
  for (const [name, value] of Object.entries(session.env)) vi.stubEnv(name, value);
  await vi.waitFor(async () => expect(await isKeyringLocked()).toBe(false), { timeout: 10_000 });
});

afterEach(() => {
  for (const keychain of open.splice(0)) keychain.close();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await session.stop();
  rmSync(folder, { recursive: true });
});

describe('an open keychain', () => {
  it('is offered, and the try leaves nothing in it', async () => {
    const { vault } = realVault(session.env);
    expect(await vault.offers()).toEqual({ keychain: done, safeStorage: false });
    expect(await lookUp('self-check')).toBeNull();
  });

  it('stores, gives back over a restart and removes the secrets of a workspace', async () => {
    const first = realVault(session.env);
    const key = first.vault.newDatabaseKey();
    const credentials = { clientId: 'invented-id', clientSecret: 'invented-secret-ñ-€' };
    expect(await first.place('w-1').write('database_key', key)).toEqual(done);
    expect(await writeCredentials(first.place('w-1'), credentials)).toEqual(done);
    expect(first.children).toHaveLength(1);

    expect(await lookUp('w-1/database_key')).toBe(key);

    const second = realVault(session.env);
    expect(await readDatabaseKey(second.place('w-1'), true)).toEqual(ok(key));
    expect(await readCredentials(second.place('w-1'), true)).toEqual(ok(credentials));
    expect(await readDatabaseKey(second.place('w-2'), false)).toEqual(ok(null));

    expect(await second.place('w-1').remove('database_key')).toEqual(ok(true));
    expect(await second.place('w-1').remove('credentials')).toEqual(ok(true));
    expect(await lookUp('w-1/database_key')).toBeNull();
    expect(await readDatabaseKey(second.place('w-1'), true)).toEqual(fail('secret_lost'));
  });
});

describe('a locked keychain', () => {
  it('answers null where no prompt can be shown: locked or lost, never none, and nothing can be written', async () => {
    const { vault, place } = realVault(session.env);
    expect(await place('w-3').write('database_key', vault.newDatabaseKey())).toEqual(done);
    await bus.setForStarted('DISPLAY', ':no-such-screen');
    await lockKeyring();
    expect(await isKeyringLocked()).toBe(true);

    expect(await place('w-3').read('database_key', true)).toEqual(fail('secret_lost'));
    expect(await place('w-3').write('database_key', vault.newDatabaseKey())).toMatchObject(problem('keychain_locked'));
    expect((await vault.offers()).keychain).toMatchObject(problem('keychain_locked'));

    await unlockKeyring();
    expect(await readDatabaseKey(place('w-3'), true)).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('that asks for its password on the screen is given up at the deadline, and works once it is open', async () => {
    const { vault, place, children } = realVault(session.env, 3 * SECOND);
    const key = vault.newDatabaseKey();
    expect(await place('w-4').write('database_key', key)).toEqual(done);
    await bus.setForStarted('DISPLAY', session.env['DISPLAY'] ?? '');
    await lockKeyring();
    expect(await place('w-4').read('database_key', true)).toMatchObject(problem('keychain_timeout'));
    await unlockKeyring();
    expect(await place('w-4').read('database_key', true)).toEqual(ok(key));
    expect(children).toHaveLength(2);
  });
});

describe('a keychain that is not there', () => {
  it.each([
    ['no bus and no screen', { DBUS_SESSION_BUS_ADDRESS: undefined, DISPLAY: undefined }],
    ['a bus that is gone', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
  ])('is missing, and says so at once: %s', async (_case, change) => {
    const started = systemClock.monotonic();
    const { vault, place } = realVault({ ...session.env, XDG_RUNTIME_DIR: folder, ...change });
    expect((await vault.offers()).keychain).toMatchObject(problem('keychain_missing'));
    expect(await place('w-1').read('database_key', true)).toMatchObject(problem('keychain_missing'));
    expect(systemClock.monotonic() - started).toBeLessThan(5 * SECOND);
  });

  it('is missing when the host cannot even start', async () => {
    const keychain = createKeychain({ clock: systemClock, spawn: () => forkKeychainHost(join(folder, 'absent.ts')) });
    open.push(keychain);
    expect(await keychain.get('Caseharbor', 'w-1/database_key')).toEqual(
      fail('keychain_missing', { detail: 'the keychain process ended on its own (code 1)' }),
    );
  });
});

describe('a keychain that hangs', () => {
  it('is given up at the deadline, and does not keep the application from ending', () =>
    whileHung(async () => {
      const started = systemClock.monotonic();
      const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', readOnce(SECOND)], {
        env: session.env,
        timeout: 10 * SECOND,
        killSignal: 'SIGKILL',
      });
      expect(JSON.parse(stdout)).toEqual(fail('keychain_timeout', { detail: 'no answer within 1000 ms' }));
      expect(systemClock.monotonic() - started).toBeLessThan(6 * SECOND);
    }));

  it('is not offered, and is again when it woke up', async () => {
    const { vault } = realVault(session.env, SECOND);
    await whileHung(async () => expect((await vault.offers()).keychain).toMatchObject(problem('keychain_timeout')));
    expect((await realVault(session.env).vault.offers()).keychain).toEqual(done);
  });

  it('leaves no process behind when the application is killed in the middle of a call', () =>
    whileHung(async () => {
      const args = ['--input-type=module', '--eval', readOnce(60 * SECOND)];
      const application = spawn(process.execPath, args, { env: session.env, stdio: 'ignore' });
      const [hostProcess = 0] = await vi.waitFor(
        () => {
          const started = childrenOf(application.pid ?? 0);
          expect(started).toHaveLength(1);
          return started;
        },
        { timeout: 10 * SECOND },
      );
      // On the bus: keytar is loaded and waits for the keyring's answer.
      await vi.waitFor(async () => expect(await bus.hasProcess(hostProcess)).toBe(true), { timeout: 10 * SECOND });
      application.kill('SIGKILL');
      await vi.waitFor(() => expect(isRunning(hostProcess)).toBe(false), { timeout: 10 * SECOND });
    }));
});
