import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { createUscisClient, type UscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { ok } from '../../shared/problem.ts';
import { selfSigned } from '../support/certificate.ts';
import { ASKED } from '../unit/uscis/bodies.ts';

/** A client that asks over https at the port of this server. */
async function clientOf(server: Server): Promise<UscisClient> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createUscisClient({
    endpoints: () => ({ tokenUrl: `${origin}/oauth/accesstoken`, apiBase: origin }),
    credentials: () => Promise.resolve(ok({ clientId: 'id', clientSecret: 'secret' })),
    fetch: guardedFetch(fetch, false),
    clock: systemClock,
  });
}

describe('a connection that is not safe', () => {
  it('to a certificate that nobody vouches for is told as such, and nothing is sent over it', async () => {
    let asked = 0;
    const server = createHttps(selfSigned(), (_request, response) => {
      asked += 1;
      response.end('{}');
    });
    const client = await clientOf(server);
    expect(await client.check(ASKED)).toEqual({ kind: 'tls_untrusted', said: {} });
    expect(await client.testConnection()).toEqual({ ok: false, problem: { kind: 'tls_untrusted' } });
    expect(asked).toBe(0);
  });

  it('to a server that does not speak TLS at all is told as such', async () => {
    const client = await clientOf(createHttp((_request, response) => response.end('{}')));
    expect((await client.check(ASKED)).kind).toBe('tls');
  });
});
