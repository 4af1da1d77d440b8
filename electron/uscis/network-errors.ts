import type { ProblemKind } from '../../shared/problem.ts';
import { EndpointRefused, ProxyRefused } from './fetch.ts';

/** Codes of Node (`error.code`) and of Chromium (`net::ERR_…` in the message) for what is wrong with a certificate. */
const CERTIFICATE: readonly (readonly [ProblemKind, RegExp])[] = [
  ['tls_wrong_host', /\b(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|ERR_CERT_COMMON_NAME_INVALID)\b/],
  ['tls_expired', /\b(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_CERT_DATE_INVALID)\b/],
  [
    'tls_untrusted',
    /\b(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET_ISSUER_CERT\w*|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID)\b/,
  ],
];
/** Any other trouble with a certificate or a handshake. */
const TLS =
  /\b(?:ERR_TLS|ERR_SSL|CERT_|ERR_CERT|ERR_BAD_SSL|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|HOSTNAME_MISMATCH|EPROTO\b)/;
/** A proxy's sign-in in a way that Chromium does not know. */
const PROXY = /\bERR_(?:PROXY_AUTH|UNEXPECTED_PROXY_AUTH)/;
const TIMEOUT = /\b(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT)\b/;

/**
 * What kept an answer from coming, read from the error that a fetch threw. Only the kind is kept: the error's own text
 * may hold an address with a receipt number. A redirect is `unreadable`: something answered that is not the API.
 */
export function problemOf(thrown: unknown): ProblemKind {
  if (thrown instanceof EndpointRefused) return thrown.verdict;
  if (thrown instanceof ProxyRefused) return 'proxy';
  const words = wordsOf(thrown, 0).join('\n');
  const [certificate] = CERTIFICATE.find(([, codes]) => codes.test(words)) ?? [];
  if (certificate !== undefined) return certificate;
  if (TLS.test(words)) return 'tls';
  if (PROXY.test(words)) return 'proxy';
  if (TIMEOUT.test(words)) return 'timeout';
  if (/redirect/i.test(words)) return 'unreadable';
  return 'network';
}

/** The messages and codes of an error and of those behind it: Node hides the reason in `cause` or in `errors`. */
function wordsOf(thrown: unknown, depth: number): string[] {
  if (!(thrown instanceof Error) || depth > 4) return [];
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const behind: unknown[] =
    thrown instanceof AggregateError ? [...(thrown.errors as unknown[]), thrown.cause] : [thrown.cause];
  return [code, thrown.message, ...behind.flatMap((error) => wordsOf(error, depth + 1))];
}
