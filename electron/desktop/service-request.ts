import { Readable } from 'node:stream';
import { net, type IncomingMessage, type Session } from 'electron';
import { ProxyRefused, type BodyReader, type Fetch, type FetchResponse } from '../uscis/fetch.ts';
import type { ProxyCredentials, ProxySignIn } from './proxy-sign-in.ts';

/**
 * A fetch by Electron's `net.request`: unlike `session.fetch`, which answers such a proxy with nothing and hands on its 407
 * as if it were the service's, it tells when a proxy wants a sign-in. With `credentials: 'omit'` it does not tell of a
 * server's own challenge at all; that is looked at here once more, because the answer is a password.
 */
export function requestFetch(session: Session, proxies: ProxySignIn): Fetch {
  return (url, { method, headers, body, redirect, cache, credentials, signal }) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const request = net.request({
        session,
        url,
        method,
        headers,
        redirect,
        cache,
        credentials,
        useSessionCookies: false,
        bypassCustomProtocolHandlers: true,
      });
      const stop = (reason: unknown): void => {
        reject(reason instanceof Error ? reason : new Error('aborted'));
        request.abort();
      };
      // The signal is of this call alone. The request's own `close` comes when it is sent, long before its answer.
      signal.addEventListener('abort', () => stop(signal.reason), { once: true });

      let tried: ProxyCredentials | null = null;
      request.on('login', ({ isProxy, ...challenge }, answer) => {
        tried = isProxy ? proxies.answer(challenge, tried) : null;
        if (tried !== null) {
          answer(tried.name, tried.password);
          return;
        }
        if (isProxy) stop(new ProxyRefused());
        answer();
      });
      request.on('response', (response) => {
        if (response.statusCode === PROXY_AUTHENTICATION_REQUIRED) {
          stop(new ProxyRefused());
          return;
        }
        proxies.passed();
        resolve(readable(response, () => request.abort()));
      });
      request.on('error', reject);
      request.end(body);
    });
}

/** Only a proxy says it: Chromium lets no server of its own do so. */
const PROXY_AUTHENTICATION_REQUIRED = 407;

function readable(response: IncomingMessage, abort: () => void): FetchResponse {
  // Its declared type leaves out that it is a stream of Node's; its documentation does not.
  const stream = Readable.toWeb(response as unknown as Readable);
  return {
    status: response.statusCode,
    headers: {
      get(name) {
        const value = response.headers[name.toLowerCase()];
        return (Array.isArray(value) ? value[0] : value) ?? null;
      },
    },
    body: {
      getReader() {
        const reader = stream.getReader();
        return {
          read: () => reader.read() as ReturnType<BodyReader['read']>,
          async cancel() {
            await reader.cancel();
            abort();
          },
        };
      },
    },
  };
}
