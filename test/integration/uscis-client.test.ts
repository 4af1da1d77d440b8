import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { systemClock } from '../../electron/clock.ts';
import type { SimulatorOptions } from '../../electron/simulator/simulator.ts';
import { KNOWN_RECEIPTS, UNKNOWN_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { MINUTE, SECOND, type Clock } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ASKED, receipt } from '../unit/uscis/bodies.ts';
import { startPair, until, type Pair } from './uscis-support.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function pair(options: Partial<SimulatorOptions> = {}, clientClock?: Clock): Promise<Pair> {
  const made = await startPair(options, clientClock);
  stops.push(() => made.simulator.stop());
  return made;
}

describe('every staging receipt', () => {
  it('that is known answers with a status of that very number', async () => {
    const { client } = await pair();
    for (const number of KNOWN_RECEIPTS.keys()) {
      const answer = await client.check(receipt(number));
      expect(answer).toMatchObject({ kind: 'status', content: { receipt: number }, said: { httpStatus: 200 } });
    }
  });

  it('A7: that is not known is "not recognised", in the words of USCIS', async () => {
    const { client } = await pair();
    for (const number of [...UNKNOWN_RECEIPTS, 'WAC2190000001', 'EAC*999910340']) {
      const answer = await client.check(receipt(number));
      expect(answer.kind).toBe('not_recognised');
      expect(answer.said).toMatchObject({ httpStatus: 404, code: '404' });
      expect(answer.said.message).toMatch(/^Case Status Online does not recognize the receipt number entered\./);
    }
  });

  it('A8: EAC9999103402 and 403 read exactly as captured', async () => {
    const { client } = await pair();
    const dates = { form: 'I-130', submittedAt: '2023-09-05T14:28:46', modifiedAt: '2023-09-05T14:28:46' };
    expect(await client.check(receipt('EAC9999103402'))).toMatchObject({
      content: {
        ...dates,
        title: { en: 'Case Approval Was Affirmed', es: 'Aprobación De Caso Reafirmada' },
        history: [],
      },
    });
    expect(await client.check(receipt('EAC9999103403'))).toMatchObject({
      content: {
        ...dates,
        title: { en: 'Case Was Approved', es: 'Caso Fue Aprobado' },
        description: {
          en: expect.stringMatching(
            /^On September 5, 2023, we approved your Form I-130, Petition for Alien Relative, Receipt Number EAC9999103403\./,
          ) as string,
        },
        history: [{ date: '2023-09-05' }, { date: '2023-09-05' }],
      },
    });
  });

  it('keeps the form and the title that were recorded for a number that was seen once', async () => {
    const { client } = await pair();
    expect(await client.check(receipt('IOE1234567890'))).toMatchObject({
      content: { form: 'I-765', title: { en: 'Case Was Approved' }, modifiedAt: null, submittedAt: null },
    });
  });
});

describe('the token over real HTTP', () => {
  it('is fetched once for 100 checks at a time', async () => {
    const { client, simulator } = await pair();
    const answers = await Promise.all(Array.from({ length: 100 }, () => client.check(ASKED)));
    expect(answers.every(({ kind }) => kind === 'status')).toBe(true);
    expect(simulator.requests.count({ path: '/oauth/accesstoken' })).toBe(1);
    expect(simulator.requests.count({ receipt: ASKED, status: 200 })).toBe(100);
  });

  it('T3: is renewed before its 1799 seconds end, without one refusal', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { client, simulator } = await pair({ clock });
    for (let minute = 0; minute < 60; minute += 1) {
      expect((await client.check(ASKED)).kind).toBe('status');
      await clock.advance(MINUTE);
    }
    expect(simulator.requests.count({ path: '/oauth/accesstoken' })).toBe(3);
    expect(simulator.requests.count({ status: 401 })).toBe(0);
  });

  it('that USCIS took back is replaced once, for all callers together', async () => {
    const { client, simulator } = await pair();
    await client.check(ASKED);
    simulator.revokeTokens();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.check(ASKED)));
    expect(answers.every(({ kind }) => kind === 'status')).toBe(true);
    expect(simulator.requests.count({ path: '/oauth/accesstoken' })).toBe(2);
  });

  it('is asked for once more and no oftener when a new one is refused too', async () => {
    const { client, simulator } = await pair();
    simulator.set(ASKED, { reply: { status: 401, body: { code: 401, message: 'Invalid Access Token' } } });
    expect(await client.check(ASKED)).toMatchObject({ kind: 'credentials', said: { message: 'Invalid Access Token' } });
    expect(simulator.requests.count()).toBe(4);
  });

  it('T5: is not given for a stale key, and what the service says of it is told', async () => {
    const { client, simulator } = await pair();
    simulator.setCredentials({ clientId: 'rotated', clientSecret: 'rotated' });
    const said = { httpStatus: 401, code: 'invalid_client', message: 'ClientId is Invalid' };
    expect(await client.testConnection()).toEqual({
      ok: false,
      problem: { kind: 'credentials', said },
    });
    expect(await client.check(ASKED)).toEqual({ kind: 'credentials', said });
    expect(simulator.requests.count({ receipt: ASKED })).toBe(0);
  });

  it('tells the products of the key in a connection test', async () => {
    const { client } = await pair();
    expect(await client.testConnection()).toEqual(ok({ products: ['Case Status API - Sandbox', 'first-case-sbox'] }));
  });
});

describe('when the network fails', () => {
  it('E7: a hung connection ends after 15 s by the client’s clock', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { client, simulator } = await pair({}, clock);
    simulator.faults.next(1, { kind: 'hang' });
    const check = client.check(ASKED);
    await until(() => simulator.requests.count({ receipt: ASKED }) === 1);
    await clock.advance(15 * SECOND);
    expect(await check).toEqual({ kind: 'timeout', said: {} });
    expect((await client.check(ASKED)).kind).toBe('status');
  });

  it('a hung token call ends likewise, for all who wait for it', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { client, simulator } = await pair({}, clock);
    simulator.faults.next(1, { kind: 'hang' }, 'token');
    const checks = [client.check(ASKED), client.check(ASKED)];
    await until(() => simulator.requests.count() === 1);
    await clock.advance(15 * SECOND);
    expect((await Promise.all(checks)).map(({ kind }) => kind)).toEqual(['timeout', 'timeout']);
  });

  it.each([['reset'], ['reset_in_body']] as const)('a connection that breaks (%s) is network', async (kind) => {
    const { client, simulator } = await pair();
    simulator.faults.next(1, { kind });
    expect(await client.check(ASKED)).toEqual({ kind: 'network', said: {} });
    expect((await client.check(ASKED)).kind).toBe('status');
  });

  it('nobody listening is network', async () => {
    const { client, simulator } = await pair();
    await simulator.stop();
    expect((await client.check(ASKED)).kind).toBe('network');
  });

  it('a caller who leaves is let go at once, while the connection hangs', async () => {
    const { client, simulator } = await pair();
    simulator.faults.next(1, { kind: 'hang' });
    const controller = new AbortController();
    const check = client.check(ASKED, controller.signal);
    await until(() => simulator.requests.count({ receipt: ASKED }) === 1);
    controller.abort();
    expect((await check).kind).toBe('network');
  });
});

describe('a redirect', () => {
  it('is never followed: neither key nor token reaches the other place', async () => {
    const reached: string[] = [];
    const elsewhere: Server = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    stops.push(
      () =>
        new Promise((resolve) => {
          elsewhere.close(() => {
            resolve();
          });
        }),
    );
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/taken`;
    const { client, simulator } = await pair();
    for (const status of [301, 302, 307, 308]) {
      const fault = { kind: 'reply', status, body: '', headers: { Location: location } } as const;
      simulator.faults.next(1, fault, 'token');
      expect((await client.check(ASKED)).kind).toBe('unavailable');
    }
    simulator.faults.next(1, { kind: 'reply', status: 307, body: '', headers: { Location: location } });
    expect((await client.check(ASKED)).kind).toBe('unreadable');
    expect(reached).toEqual([]);
  });
});

describe('on an unverified runtime', () => {
  it('the real addresses of USCIS are refused before anything is sent or even looked up', async () => {
    let called = 0;
    const client = createUscisClient({
      endpoints: () => ({
        tokenUrl: 'https://api-int.uscis.gov/oauth/accesstoken',
        apiBase: 'https://api-int.uscis.gov',
      }),
      credentials: () => Promise.resolve(ok({ clientId: 'id', clientSecret: 'secret' })),
      fetch: guardedFetch(() => {
        called += 1;
        return Promise.reject(new Error('reached'));
      }, false),
      clock: systemClock,
    });
    expect(await client.check(ASKED)).toEqual({ kind: 'endpoint_needs_verified_runtime', said: {} });
    expect(await client.testConnection()).toEqual({ ok: false, problem: { kind: 'endpoint_needs_verified_runtime' } });
    expect(called).toBe(0);
  });
});
