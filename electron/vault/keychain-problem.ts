import type { Problem } from '../../shared/problem.ts';

/**
 * What a keychain says when it is there but closed: libsecret on Linux ("Cannot create an item in a locked collection",
 * "Cannot get secret of a locked object"), the Security framework on macOS ("User canceled the operation.", "User
 * interaction is not allowed.").
 */
const LOCKED = /locked|cancel|dismiss|denied|interaction is not allowed|passphrase you entered is not correct/i;

/** The longest detail worth showing. */
const LONGEST_DETAIL = 200;

/**
 * A keychain's error as a problem. Whatever does not speak of a lock counts as missing: no session bus, no Secret
 * Service, no keyring in it. The texts are English: the host is started in the C locale for this reason.
 */
export function keychainProblem(text: string, secret: string | null): Problem {
  return { kind: LOCKED.test(text) ? 'keychain_locked' : 'keychain_missing', detail: scrub(text, secret) };
}

/** Keytar could not be loaded. Only the code is told: the text would carry paths with the user's name. */
export function keytarAbsent(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return { kind: 'keychain_missing', detail: `keytar cannot be loaded (${code})` };
}

/** Takes out what must not be shown or logged: the secret at hand, home folders, and machine identifiers or keys. */
function scrub(text: string, secret: string | null): string {
  const withoutSecret = secret === null || secret === '' ? text : text.replaceAll(secret, '…');
  return withoutSecret
    .replace(/(?:\/home|\/Users|\/root|[A-Z]:\\Users)[/\\]\S*/g, '…')
    .replace(/[0-9a-f]{16,}/gi, '…')
    .slice(0, LONGEST_DETAIL);
}
