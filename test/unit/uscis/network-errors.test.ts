import { describe, expect, it } from 'vitest';
import { EndpointRefused, ProxyRefused } from '../../../electron/uscis/fetch.ts';
import { problemOf } from '../../../electron/uscis/network-errors.ts';

/** As Node's fetch throws: the reason stands in the cause. */
const node = (code: string, message = 'reason'): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

describe('what kept an answer from coming', () => {
  it.each([
    [node('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls_untrusted'],
    [node('SELF_SIGNED_CERT_IN_CHAIN'), 'tls_untrusted'],
    [node('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls_untrusted'],
    [node('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'tls_untrusted'],
    [node('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls_wrong_host'],
    [node('CERT_HAS_EXPIRED'), 'tls_expired'],
    [node('CERT_NOT_YET_VALID'), 'tls_expired'],
    [node('CERT_REVOKED'), 'tls'],
    [node('EPROTO'), 'tls'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'tls_untrusted'],
    [new Error('net::ERR_CERT_COMMON_NAME_INVALID'), 'tls_wrong_host'],
    [new Error('net::ERR_CERT_DATE_INVALID'), 'tls_expired'],
    [new Error('net::ERR_CERT_REVOKED'), 'tls'],
    [new ProxyRefused(), 'proxy'],
    [new Error('net::ERR_PROXY_AUTH_UNSUPPORTED'), 'proxy'],
    [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'network'],
    [new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'network'],
    [new Error('net::ERR_TIMED_OUT'), 'timeout'],
    [new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'tls'],
    [node('ETIMEDOUT'), 'timeout'],
    [node('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'timeout'],
    [node('ECONNREFUSED'), 'network'],
    [node('ENOTFOUND'), 'network'],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'network'],
    [new TypeError('fetch failed', { cause: new Error('unexpected redirect') }), 'unreadable'],
    [new Error("Attempted to redirect, but redirect policy was 'error'"), 'unreadable'],
    [new EndpointRefused('endpoint_needs_verified_runtime'), 'endpoint_needs_verified_runtime'],
    ['a thrown text', 'network'],
    [undefined, 'network'],
  ])('%s is %s', (thrown, kind) => {
    expect(problemOf(thrown)).toBe(kind);
  });

  it('looks into several failed addresses', () => {
    const both = new AggregateError([node('ENETUNREACH'), node('ETIMEDOUT')]);
    expect(problemOf(new TypeError('fetch failed', { cause: both }))).toBe('timeout');
  });

  it('ends at an error that is its own cause', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(problemOf(circular)).toBe('network');
  });
});
