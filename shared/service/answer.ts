import type { CivilDate } from '../clock.ts';
import type { ReceiptNumber } from '../case/receipt-number.ts';

/** USCIS's words as it sent them. Spanish comes with English, but may be empty: then null. */
export interface Bilingual {
  readonly en: string;
  readonly es: string | null;
}

/** One line of USCIS's own history of a case (`hist_case_status`). */
export interface HistoryEntry {
  readonly date: CivilDate | null;
  readonly text: Bilingual;
}

/**
 * What USCIS says of a case. Texts are verbatim: they may hold HTML anchors and entities and are never put into a page
 * unparsed (see shared/case/rich-text.ts).
 */
export interface StatusContent {
  readonly receipt: ReceiptNumber;
  /** Free text: `I-130`, but also `I-140G` or `OS155A`. Null when USCIS sent none. */
  readonly form: string | null;
  /** `YYYY-MM-DDTHH:mm:ss`, no zone known. Absent for IOE receipts. */
  readonly submittedAt: string | null;
  readonly modifiedAt: string | null;
  readonly title: Bilingual;
  readonly description: Bilingual;
  /** In USCIS's order, which is not guaranteed. Null and absent are an empty list. */
  readonly history: readonly HistoryEntry[];
}

/** What the service itself said with an answer: shown verbatim, copyable. */
export interface ServiceSaid {
  readonly httpStatus?: number;
  readonly code?: string;
  readonly message?: string;
  readonly traceId?: string;
}

/**
 * What became of one check. Every answer of the API and every failure to get one is exactly one of these.
 *
 * - `status`: USCIS recognised the number and says this.
 * - `not_recognised`: 404, or 200 with empty texts. The number may be new, mistyped or protected (8 U.S.C. 1367).
 * - `unreadable`: an answer that is not what the API promises (invalid JSON with 200, for one). Says nothing of the case.
 * - `refused`: 422, the number is not formatted as USCIS wants it.
 * - `closed`: 503 outside the service's hours. `unavailable`: any other 5xx.
 * - `slowed`: 429, over the pace or the daily limit.
 * - `credentials`: the key is not accepted. `product`: the key lacks the product that the call needs.
 * - `network`, `timeout`, `tls`: no answer came. `tls_untrusted`, `tls_wrong_host`, `tls_expired`: as `tls`, and it is known
 *   what is wrong with the certificate: nobody whom this computer trusts vouches for it, it is for another host, or it is not
 *   valid at this computer's date. `proxy`: the network's proxy wants a sign-in.
 * - `credentials_missing`: we did not ask, because the office entered no key.
 * - `keychain_missing`, `keychain_locked`, `keychain_timeout`, `safe_storage_unavailable`, `file_failed`: we did not ask,
 *   because the vault does not give the key just now. `secret_lost`, `session_ended`: it gives it no more.
 * - `endpoint_invalid`, `endpoint_needs_https`, `endpoint_needs_verified_runtime`: we did not ask, because the address is
 *   none, is not https, or is not this computer while the runtime may only talk to this computer.
 */
export type Answer =
  | { readonly kind: 'status'; readonly content: StatusContent; readonly body: string; readonly said: ServiceSaid }
  | { readonly kind: Exclude<AnswerKind, 'status'>; readonly said: ServiceSaid; readonly retryAfterSeconds?: number };

export const ANSWER_KINDS = [
  'status',
  'not_recognised',
  'unreadable',
  'refused',
  'closed',
  'slowed',
  'unavailable',
  'credentials',
  'product',
  'network',
  'timeout',
  'tls',
  'tls_untrusted',
  'tls_wrong_host',
  'tls_expired',
  'proxy',
  'credentials_missing',
  'keychain_missing',
  'keychain_locked',
  'keychain_timeout',
  'safe_storage_unavailable',
  'file_failed',
  'secret_lost',
  'session_ended',
  'endpoint_invalid',
  'endpoint_needs_https',
  'endpoint_needs_verified_runtime',
] as const;

export type AnswerKind = (typeof ANSWER_KINDS)[number];
