import type { ServiceSaid } from './service/answer.ts';

/**
 * Every problem that a person can meet. Each has a title, what it means for the data and what to do, in both languages
 * (`problem.<kind>` in the locales).
 */
export const PROBLEM_KINDS = [
  // the service
  'credentials',
  'product',
  'closed',
  'slowed',
  'unavailable',
  'unreadable',
  'refused',
  'network',
  'timeout',
  'tls',
  'tls_untrusted',
  'tls_wrong_host',
  'tls_expired',
  'proxy',
  // endpoints
  'endpoint_invalid',
  'endpoint_needs_https',
  'endpoint_needs_verified_runtime',
  // secrets
  'keychain_missing',
  'keychain_locked',
  'keychain_timeout',
  'secret_lost',
  'session_ended',
  'safe_storage_unavailable',
  'credentials_missing',
  'credentials_needed',
  // keys
  'locked',
  'lock_needs_code',
  'key_changing',
  'code_unreadable',
  'code_wrong',
  'code_unconfirmed',
  'recovery_missing',
  'recovery_damaged',
  'recovery_newer',
  // data
  'database_newer',
  'database_unreadable',
  'database_missing',
  'database_damaged',
  'workspace_away',
  'workspace_moving',
  'place_within',
  'place_occupied',
  'place_closed',
  'place_full',
  'place_foreign',
  'backup_unopened',
  'backup_other_key',
  'backup_place_away',
  'disk_low',
  'bundle_needs_code',
  'bundle_foreign',
  'bundle_damaged',
  'bundle_newer',
  'bundle_other_environment',
  'bundle_merging',
  'settings_damaged',
  'count_damaged',
  'file_failed',
  'disk_full',
  // requests
  'no_workspace',
  'not_found',
  'name_taken',
  'invalid_request',
  'unexpected',
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** A problem as a value. `detail` is technical, safe to show and to log: never a secret, a name or a whole receipt number. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly detail?: string;
  /** What USCIS itself said, when it said anything: shown verbatim. */
  readonly said?: ServiceSaid;
}

/** What a call gives that can fail in a way that a person should hear of. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });
export const done: Result<null> = { ok: true, value: null };

export const fail = (kind: ProblemKind, more: Omit<Problem, 'kind'> = {}): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { kind, ...more },
});
