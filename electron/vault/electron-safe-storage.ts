import { safeStorage } from 'electron';
import type { SafeStorage } from './safe-storage.ts';

/**
 * The calls that answer at once. Newer Electrons prefer the ones that give a promise, but the runtime of the tests
 * (docs/runtime.md) has only these, and a file written by one kind is not promised to open with the other.
 */
interface SafeStorageCalls {
  isEncryptionAvailable(): boolean;
  getSelectedStorageBackend(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** Without a keyring Linux "encrypts" with a password that is in Chromium's source; before `ready` nothing is known. */
const NOT_REAL = ['basic_text', 'unknown'];

/** Electron's safeStorage as the vault wants it. Only after the application's `ready`. */
export function electronSafeStorage(): SafeStorage {
  const calls: SafeStorageCalls = safeStorage;
  return {
    // Windows derives its key from the user's login (DPAPI), the others ask their keychain for it.
    usesKeychain: process.platform !== 'win32',
    isRealEncryption: () =>
      calls.isEncryptionAvailable() &&
      (process.platform !== 'linux' || !NOT_REAL.includes(calls.getSelectedStorageBackend())),
    encrypt: (text) => calls.encryptString(text),
    decrypt: (encrypted) => calls.decryptString(encrypted),
  };
}
