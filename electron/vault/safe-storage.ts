import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { done, fail, ok, type Result } from '../../shared/problem.ts';
import { SECRET_NAMES, type RawPlace, type SecretName } from './place.ts';
import { moveAside, replaceFile } from './replace-file.ts';

/** Encryption by a key that the operating system keeps for the application. In the application: Electron's safeStorage. */
export interface SafeStorage {
  /**
   * Whether the system keeps that key in the very keychain that keytar uses (Linux, macOS). Its calls wait for it without
   * a deadline, so they are not made while it is locked or hangs.
   */
  readonly usesKeychain: boolean;
  /** False where the system has no key to offer and the "encryption" would use one that everybody knows. */
  isRealEncryption(): boolean;
  encrypt(text: string): Buffer;
  decrypt(encrypted: Buffer): string;
}

/** The file with the encrypted secrets, in the workspace's folder. */
export const SECRETS_FILE = 'secrets.json';

const fileSchema = z.object({
  version: z.literal(1),
  /** By name, the encrypted secret in base64. */
  secrets: z.partialRecord(z.enum(SECRET_NAMES), z.base64()),
});

type Encrypted = z.infer<typeof fileSchema>['secrets'];

/** What stands in the file: its secrets, nothing yet, or bytes that are not ours to understand. */
type Contents =
  { readonly kind: 'good'; readonly secrets: Encrypted } | { readonly kind: 'none' } | { readonly kind: 'damaged' };

/**
 * Keeps a workspace's secrets, encrypted, in `secrets.json` in its folder. The file is small and seldom written: it is
 * read, changed and replaced in one turn, so two writes cannot lose each other's secret. A damaged file is never
 * overwritten: it is moved aside, under a name of its own.
 */
export function safeStoragePlace(storage: SafeStorage, folder: string): RawPlace {
  const path = join(folder, SECRETS_FILE);

  const get = (name: SecretName): Result<string | null> => {
    const contents = readContents(path);
    if (contents.kind === 'damaged') return fail('secret_lost', { detail: `${SECRETS_FILE} is damaged` });
    const encrypted = contents.kind === 'good' ? contents.secrets[name] : undefined;
    if (encrypted === undefined) return ok(null);
    if (!storage.isRealEncryption()) return fail('safe_storage_unavailable');
    try {
      return ok(storage.decrypt(Buffer.from(encrypted, 'base64')));
    } catch {
      // The text of this error is of no use to anyone; the system's key is another one than at the time of writing.
      return fail('secret_lost', { detail: `${SECRETS_FILE} cannot be decrypted` });
    }
  };

  const set = (name: SecretName, secret: string): Result<null> => {
    if (!storage.isRealEncryption()) return fail('safe_storage_unavailable');
    let encrypted: string;
    try {
      encrypted = storage.encrypt(secret).toString('base64');
    } catch {
      return fail('safe_storage_unavailable', { detail: 'encryption failed' });
    }
    const contents = readContents(path);
    if (contents.kind === 'damaged') moveAside(path);
    const others = contents.kind === 'good' ? contents.secrets : {};
    replaceSecrets(path, { ...others, [name]: encrypted });
    return done;
  };

  const remove = (name: SecretName): Result<boolean> => {
    const contents = readContents(path);
    if (contents.kind === 'damaged') return fail('secret_lost', { detail: `${SECRETS_FILE} is damaged` });
    if (contents.kind === 'none' || contents.secrets[name] === undefined) return ok(false);
    replaceSecrets(path, Object.fromEntries(Object.entries(contents.secrets).filter(([other]) => other !== name)));
    return ok(true);
  };

  return {
    get: (name) => Promise.resolve(guarded(() => get(name))),
    set: (name, secret) => Promise.resolve(guarded(() => set(name, secret))),
    remove: (name) => Promise.resolve(guarded(() => remove(name))),
  };
}

function readContents(path: string): Contents {
  if (!existsSync(path)) return { kind: 'none' };
  const text = readFileSync(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'damaged' };
  }
  const parsed = fileSchema.safeParse(json);
  return parsed.success ? { kind: 'good', secrets: parsed.data.secrets } : { kind: 'damaged' };
}

const replaceSecrets = (path: string, secrets: Encrypted): void =>
  replaceFile(path, `${JSON.stringify({ version: 1, secrets } satisfies z.infer<typeof fileSchema>)}\n`);

/** A file system that refuses is a problem to tell, by its code alone: the text names folders. */
function guarded<Value>(work: () => Result<Value>): Result<Value> {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return fail('file_failed', { detail: `${SECRETS_FILE}: ${error.code}` });
    throw error;
  }
}
