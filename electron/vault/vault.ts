import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { SecretPlace } from '../../shared/contract/workspaces.ts';
import type { RecoveryCode } from '../../shared/recovery-code.ts';
import { done, fail, ok, type Problem, type ProblemKind, type Result } from '../../shared/problem.ts';
import type { Keychain } from './keychain.ts';
import type { RawPlace, SecretName } from './place.ts';
import { newRecoveryCode } from './recovery-code.ts';
import { keepEarlierKey, type Retiring } from './earlier-keys.ts';
import { sealSlot, type RecoverySlot, type Sealing } from './recovery-slot.ts';
import { safeStoragePlace, type SafeStorage } from './safe-storage.ts';

/** One workspace's secrets, in one place. */
export interface Secrets {
  /**
   * The secret, or null when none was ever stored. `stored` is the marker that the workspace keeps of having stored
   * one: with it, a null from the place means *locked or lost* (`secret_lost`, or `session_ended` for a secret that was
   * held for an earlier session), never "make a new one".
   */
  read(name: SecretName, stored: boolean): Promise<Result<string | null>>;
  /** Stores the secret, reads it back and compares: a keychain can swallow what it is given. */
  write(name: SecretName, secret: string): Promise<Result<null>>;
  /** Whether one was found and removed. False for one that was stored means that it may still be there, locked. */
  remove(name: SecretName): Promise<Result<boolean>>;
}

/** What this computer can do for secrets, told before anything is asked of the user. */
export interface Offers {
  /** Good when an entry was really stored, read and removed. */
  readonly keychain: Result<null>;
  /** Whether the operating system's encryption is a real one here, and does not wait for the same stuck keychain. */
  readonly safeStorage: boolean;
}

export interface Vault {
  /** The secrets of a workspace in `place`. `folder` is the workspace's own, used by `safe_storage` alone. */
  open(place: SecretPlace, workspaceId: string, folder: string): Secrets;
  offers(): Promise<Offers>;
  /** A fresh key for a database: 256 random bits, as 64 hexadecimal digits. */
  newDatabaseKey(): string;
  newRecoveryCode(): RecoveryCode;
  /** Seals keys by a recovery code. */
  sealSlot(sealing: Sealing): Promise<RecoverySlot>;
  /** Keeps a key that is about to be given up, in the file at `path`, sealed by the one that takes its place. */
  keepEarlierKey(path: string, retiring: Retiring): Result<null>;
}

interface VaultParts {
  readonly keychain: Keychain;
  readonly safeStorage: SafeStorage;
  /** Bytes fit for a key. Node's own unless a test says otherwise. */
  readonly randomBytes?: (size: number) => Buffer;
}

/** The name under which the keychain lists our entries. */
const SERVICE = 'Caseharbor';
/** One fixed entry, so that a check that was cut short leaves nothing to pile up. */
const SELF_CHECK = 'self-check';

/** Makes the vault. Secrets pass through it and stay nowhere but in their place; it logs nothing. */
export function createVault({ keychain, safeStorage, randomBytes = systemRandomBytes }: VaultParts): Vault {
  const session = new Map<string, string>();
  let checking: Promise<Result<null>> | null = null;

  /** Two checks at once would find each other's probe: the second is given the first one's outcome. */
  const check = (): Promise<Result<null>> => {
    checking ??= checkKeychain(keychain, randomBytes(16).toString('hex')).finally(() => (checking = null));
    return checking;
  };

  /** safeStorage's calls wait for its keychain without a deadline: that is asked first, which has one. */
  const afterKeychain = (raw: RawPlace): RawPlace => {
    if (!safeStorage.usesKeychain) return raw;
    const first = async <Value>(then: () => Promise<Result<Value>>): Promise<Result<Value>> => {
      const checked = await check();
      return isStuck(checked) ? checked : then();
    };
    return {
      get: (name) => first(() => raw.get(name)),
      set: (name, secret) => first(() => raw.set(name, secret)),
      remove: (name) => raw.remove(name),
    };
  };

  const rawPlace = (place: SecretPlace, workspaceId: string, folder: string): RawPlace => {
    switch (place) {
      case 'keychain':
        return keychainPlace(keychain, workspaceId);
      case 'safe_storage':
        return afterKeychain(safeStoragePlace(safeStorage, folder));
      case 'session':
        return sessionPlace(session, workspaceId);
    }
  };

  return {
    open: (place, workspaceId, folder) => withRules(place, rawPlace(place, workspaceId, folder)),
    async offers() {
      const checked = await check();
      const waits = safeStorage.usesKeychain && isStuck(checked);
      return { keychain: checked, safeStorage: !waits && safeStorage.isRealEncryption() };
    },
    newDatabaseKey: () => randomBytes(32).toString('hex'),
    newRecoveryCode: () => newRecoveryCode(randomBytes),
    sealSlot: (sealing) => sealSlot(sealing, randomBytes),
    keepEarlierKey: (path, retiring) => keepEarlierKey(path, retiring, randomBytes),
  };
}

/** Is the keychain there, and does not do its work? Nobody waits for one that is missing. */
const isStuck = (checked: Result<null>): checked is { readonly ok: false; readonly problem: Problem } =>
  !checked.ok && checked.problem.kind !== 'keychain_missing';

/** What a null means where one was stored. */
const LOST: Readonly<Record<SecretPlace, ProblemKind>> = {
  keychain: 'secret_lost',
  safe_storage: 'secret_lost',
  session: 'session_ended',
};

/** What it means that a place does not give back what it was just given: it cannot be used. */
const SWALLOWED: Readonly<Record<SecretPlace, ProblemKind>> = {
  keychain: 'keychain_missing',
  safe_storage: 'safe_storage_unavailable',
  session: 'unexpected',
};

function withRules(place: SecretPlace, raw: RawPlace): Secrets {
  return {
    async read(name, stored) {
      const found = await raw.get(name);
      return found.ok && found.value === null && stored ? fail(LOST[place]) : found;
    },
    async write(name, secret) {
      const written = await raw.set(name, secret);
      if (!written.ok) return written;
      const back = await raw.get(name);
      if (!back.ok) return back;
      return back.value === secret ? done : fail(SWALLOWED[place], { detail: 'it did not keep what it was given' });
    },
    remove: (name) => raw.remove(name),
  };
}

/** Under which account of ours the keychain keeps a secret. */
const accountOf = (workspaceId: string, name: SecretName): string => `${workspaceId}/${name}`;

/** What the keychain's own window lists a secret as. */
export const entryOf = (workspaceId: string, name: SecretName): string => `${SERVICE}: ${accountOf(workspaceId, name)}`;

function keychainPlace(keychain: Keychain, workspaceId: string): RawPlace {
  const account = (name: SecretName): string => accountOf(workspaceId, name);
  return {
    get: (name) => keychain.get(SERVICE, account(name)),
    set: (name, secret) => keychain.set(SERVICE, account(name), secret),
    remove: (name) => keychain.remove(SERVICE, account(name)),
  };
}

function sessionPlace(session: Map<string, string>, workspaceId: string): RawPlace {
  const key = (name: SecretName): string => `${workspaceId}/${name}`;
  return {
    get: (name) => Promise.resolve(ok(session.get(key(name)) ?? null)),
    set(name, secret) {
      session.set(key(name), secret);
      return Promise.resolve(done);
    },
    remove: (name) => Promise.resolve(ok(session.delete(key(name)))),
  };
}

/** Stores, reads back and removes an entry that means nothing. The first problem ends it: a hung keychain costs one deadline. */
async function checkKeychain(keychain: Keychain, value: string): Promise<Result<null>> {
  const written = await keychain.set(SERVICE, SELF_CHECK, value);
  if (!written.ok) return written;
  const back = await keychain.get(SERVICE, SELF_CHECK);
  if (!back.ok) return back;
  const removed = await keychain.remove(SERVICE, SELF_CHECK);
  if (!removed.ok) return removed;
  return back.value === value && removed.value
    ? done
    : fail('keychain_missing', { detail: 'it did not keep what it was given' });
}
