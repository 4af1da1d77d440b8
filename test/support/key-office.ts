import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import type { Keychain } from '../../electron/vault/keychain.ts';
import { replaceFile } from '../../electron/vault/replace-file.ts';
import { createVault, type Vault } from '../../electron/vault/vault.ts';
import {
  openWorkspaceFiles,
  recordSchema,
  type WorkspaceFile,
  type WorkspaceFiles,
  type WorkspaceRecord,
} from '../../electron/workspaces/record.ts';
import { ok } from '../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';

/** What a process that changes a key is told, as JSON in its first argument. */
export interface KeyOrders {
  readonly root: string;
  readonly id: string;
  /** The step at which it kills itself; null: it goes on until somebody else does. */
  readonly step: string | null;
}

/**
 * A vault whose keychain is a file beside the workspaces' folder, so that two processes can share it. As a real keychain's, its
 * entries are written whole or not at all.
 */
export function vaultInFile(root: string): { readonly vault: Vault; readonly entries: () => Record<string, string> } {
  const path = join(root, '..', 'keychain.json');
  const entries = (): Record<string, string> =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
  const keep = (next: Record<string, string>): void => replaceFile(path, JSON.stringify(next));
  const keychain: Keychain = {
    get: (_service, account) => Promise.resolve(ok(entries()[account] ?? null)),
    set(_service, account, secret) {
      keep({ ...entries(), [account]: secret });
      return Promise.resolve(ok(null));
    },
    remove(_service, account) {
      const before = Object.entries(entries());
      const left = before.filter(([other]) => other !== account);
      keep(Object.fromEntries(left));
      return Promise.resolve(ok(left.length < before.length));
    },
    close: () => undefined,
  };
  const safeStorage = {
    usesKeychain: true,
    isRealEncryption: () => false,
    encrypt: () => Buffer.alloc(0),
    decrypt: () => '',
  };
  return { vault: createVault({ keychain, safeStorage }), entries };
}

/** What the file of a workspace says that has nothing yet. */
export const newRecord = (id: string): WorkspaceRecord =>
  recordSchema.parse({
    id,
    name: 'Office',
    environment: 'sandbox',
    ...ENVIRONMENT_DEFAULTS.sandbox,
    secretsIn: 'keychain',
    hasDatabaseKey: false,
    hasCredentials: false,
    hasDatabase: false,
    paused: false,
    createdAt: 0,
  });

/** Plain Node, with the driver's own native part. */
export const RUNTIME = { verified: false, electron: '0', sqliteBinding: undefined } as const;
export const STORE_WORKER = resolve(import.meta.dirname, '../../electron/store/worker.ts');

/** The parts of a program that outlive it on the disk alone. */
export function keyOffice(root: string): {
  readonly files: WorkspaceFiles;
  readonly entries: () => Record<string, string>;
  readonly parts: {
    readonly clock: typeof systemClock;
    readonly vault: Vault;
    readonly runtime: typeof RUNTIME;
    readonly storeWorker: string;
    readonly log: { info: () => void; warn: (what: string, more?: unknown) => void; error: () => void; file: string };
  };
} {
  const { vault, entries } = vaultInFile(root);
  return {
    files: openWorkspaceFiles({ root, clock: systemClock, recoveredName: (id) => id }, (kept) => {
      throw new Error(`damaged: ${kept}`);
    }),
    entries,
    parts: {
      clock: systemClock,
      vault,
      runtime: RUNTIME,
      storeWorker: STORE_WORKER,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' },
    },
  };
}

export function workspaceIn(files: WorkspaceFiles, id: string): WorkspaceFile {
  const found = files.find(id);
  if (found === null) throw new Error('there is no such workspace');
  return found;
}
