import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUscisClient, type UscisClient } from '../../../electron/uscis/client.ts';
import { guardedFetch, type FetchResponse } from '../../../electron/uscis/fetch.ts';
import { readTokenBody } from '../../../electron/uscis/token-body.ts';
import type { Credentials } from '../../../electron/uscis/token.ts';
import { MINUTE, SECOND } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import type { Endpoints } from '../../../shared/service/environment.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ASKED, caseStatusBody } from './bodies.ts';
import { fakeFetch, respond, tokenResponse, type SentRequest } from './fake-fetch.ts';

const SECRET = 'secret-of-the-test';
const HERE: Endpoints = { tokenUrl: 'http://127.0.0.1:9/oauth/accesstoken', apiBase: 'http://127.0.0.1:9' };

interface Answers {
  token?: (request: SentRequest, nth: number) => FetchResponse | Promise<FetchResponse>;
  case?: (request: SentRequest) => FetchResponse | Promise<FetchResponse>;
  credentials?: () => Promise<Result<Credentials>>;
  demoId?: string;
}

function setUp(answers: Answers = {}) {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const place = { endpoints: HERE };
  let tokens = 0;
  const { fetch, sent } = fakeFetch((request) => {
    if (request.method === 'POST') {
      tokens += 1;
      return answers.token?.(request, tokens) ?? tokenResponse(`token-${tokens}`);
    }
    return answers.case?.(request) ?? respond(200, caseStatusBody());
  });
  const client: UscisClient = createUscisClient({
    endpoints: () => place.endpoints,
    credentials: answers.credentials ?? (() => Promise.resolve(ok({ clientId: 'id', clientSecret: SECRET }))),
    fetch: guardedFetch(fetch, true),
    clock,
    ...(answers.demoId === undefined ? {} : { demoId: answers.demoId }),
  });
  return { clock, client, sent, place, tokenCalls: () => tokens };
}

const deferred = () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { gate, open };
};

describe('the token call', () => {
  it('T1: sends client credentials in a form body, never in Basic, and the token as Bearer', async () => {
    const { client, sent } = setUp();
    expect((await client.check(ASKED)).kind).toBe('status');
    const [token, call] = sent;
    expect(token?.method).toBe('POST');
    expect(token?.headers).toEqual({
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    });
    expect([...new URLSearchParams(token?.body)]).toEqual([
      ['grant_type', 'client_credentials'],
      ['client_id', 'id'],
      ['client_secret', SECRET],
    ]);
    expect(call?.url).toBe('http://127.0.0.1:9/case-status/EAC9999103403');
    expect(call?.headers).toEqual({ Authorization: 'Bearer token-1', Accept: 'application/json' });
  });

  it('L5: sends demo_id on the case call while the office demonstrates', async () => {
    const { client, sent } = setUp({ demoId: '0042' });
    await client.check(ASKED);
    expect(sent[1]?.headers['demo_id']).toBe('0042');
  });

  it('is made once for all callers that come while it is under way', async () => {
    const { gate, open } = deferred();
    const { client, tokenCalls } = setUp({ token: () => gate.then(() => tokenResponse('one')) });
    const checks = Array.from({ length: 100 }, () => client.check(ASKED));
    open();
    for (const answer of await Promise.all(checks)) expect(answer.kind).toBe('status');
    expect(tokenCalls()).toBe(1);
  });

  it('is not ended for the others by a caller that goes away', async () => {
    const { gate, open } = deferred();
    const { client, tokenCalls, sent } = setUp({ token: () => gate.then(() => tokenResponse('one')) });
    const controller = new AbortController();
    const leaving = client.check(ASKED, controller.signal);
    const staying = client.check(ASKED);
    controller.abort();
    expect((await leaving).kind).toBe('network');
    open();
    expect((await staying).kind).toBe('status');
    expect(tokenCalls()).toBe(1);
    expect(sent).toHaveLength(2);
  });

  it('is renewed a minute before the end, on the clock that only goes forward', async () => {
    const { client, clock, tokenCalls } = setUp();
    await client.check(ASKED);
    clock.setWall('2030-01-01T00:00:00Z');
    await client.check(ASKED);
    expect(tokenCalls()).toBe(1);
    await clock.advance(1799 * SECOND - MINUTE - 1);
    await client.check(ASKED);
    expect(tokenCalls()).toBe(1);
    await clock.advance(1);
    await client.check(ASKED);
    expect(tokenCalls()).toBe(2);
  });

  it.each([
    ['a year behind', '2025-11-18T15:00:00Z'],
    ['a day ahead', '2026-11-19T15:00:00Z'],
    ['set back in the middle', '2026-11-18T14:00:00Z'],
  ])('is not renewed too early or too late by a computer whose clock is %s', async (_how, wall) => {
    const { client, clock, tokenCalls, sent } = setUp({
      // The service knows when its token ends, whatever this computer thinks.
      case: ({ headers }) =>
        clock.monotonic() < 1799 * SECOND * Number(headers['Authorization']?.slice('Bearer token-'.length))
          ? respond(200, caseStatusBody())
          : respond(401, { code: 401, message: 'Invalid Access Token' }),
    });
    await client.check(ASKED);
    clock.setWall(wall);
    for (let minute = 0; minute < 120; minute += 1) {
      expect((await client.check(ASKED)).kind).toBe('status');
      await clock.advance(MINUTE);
    }
    expect(tokenCalls()).toBe(5);
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(121);
  });

  it.each([
    ['text', '1799', 1799],
    ['a number', 1800, 1800],
    ['absent', undefined, 1800],
    ['empty', '', 1800],
    ['no number', 'soon', 1800],
    ['zero', 0, 1800],
    ['below zero', '-5', 1800],
    ['longer than USCIS grants', 3600, 1800],
    ['of another type', { a: 1 }, 1800],
  ])('reads a life that is %s, and takes 30 minutes where there is none', (_what, expires_in, seconds) => {
    expect(readTokenBody(JSON.stringify({ access_token: 't', expires_in }))?.life).toBe(seconds * SECOND);
  });

  it('is made again after one that failed', async () => {
    const { client, tokenCalls } = setUp({
      token: (_request, nth) => (nth === 1 ? respond(503, '') : tokenResponse('good')),
    });
    expect((await client.check(ASKED)).kind).toBe('unavailable');
    expect((await client.check(ASKED)).kind).toBe('status');
    expect(tokenCalls()).toBe(2);
  });

  it('is made again for another place, so that a token goes only where it came from', async () => {
    const { client, place, sent, tokenCalls } = setUp();
    await client.check(ASKED);
    place.endpoints = { ...HERE, apiBase: 'http://127.0.0.1:10/' };
    await client.check(ASKED);
    expect(tokenCalls()).toBe(2);
    expect(sent.at(-1)?.url).toBe('http://127.0.0.1:10/case-status/EAC9999103403');
    expect(sent.at(-1)?.headers['Authorization']).toBe('Bearer token-2');
  });

  it('does not send a token to a place that was set while it was being fetched', async () => {
    const { gate, open } = deferred();
    const { client, place, sent } = setUp({ token: () => gate.then(() => tokenResponse('old')) });
    const check = client.check(ASKED);
    place.endpoints = { ...HERE, apiBase: 'http://127.0.0.1:10' };
    open();
    await check;
    expect(sent.at(-1)?.url).toBe('http://127.0.0.1:9/case-status/EAC9999103403');
  });

  it('keeps nothing of a call that was under way when the token was to be forgotten', async () => {
    const { gate, open } = deferred();
    const { client, tokenCalls } = setUp({ token: (_request, nth) => gate.then(() => tokenResponse(`t${nth}`)) });
    const early = client.check(ASKED);
    client.forgetToken();
    open();
    await early;
    await client.check(ASKED);
    expect(tokenCalls()).toBe(2);
  });

  it.each([
    [400, 'credentials'],
    [401, 'credentials'],
    [403, 'credentials'],
    [429, 'slowed'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('answered with %i gives %s with the words of a known envelope, and never what was sent', async (status, kind) => {
    const sent = `id=the+client&secret=${encodeURIComponent('a/secret')} a/secret`;
    const { client } = setUp({
      credentials: () => Promise.resolve(ok({ clientId: 'the+client', clientSecret: 'a/secret' })),
      token: () => respond(status, { ErrorCode: 'invalid_client', Error: `ClientId is Invalid: ${sent}` }),
    });
    const message = 'ClientId is Invalid: id=…&secret=… …';
    const said = { httpStatus: status, code: 'invalid_client', message };
    expect(await client.check(ASKED)).toEqual({ kind, said });
    expect(await client.testConnection()).toEqual({ ok: false, problem: { kind, said } });
  });

  it('answered with a page tells its status and nothing of the page', async () => {
    const { client } = setUp({ token: () => respond(401, `<html>${SECRET}</html>`) });
    expect(await client.check(ASKED)).toEqual({ kind: 'credentials', said: { httpStatus: 401 } });
  });

  it.each([
    [200, '{}'],
    [200, ''],
    [200, '<html>'],
    [200, '{"access_token":""}'],
    [200, '{"access_token":"a\\nb"}'],
    [200, '[]'],
    [404, '<html>'],
    [418, ''],
  ])('answered with %i and %s is a service that is not there, never an answer about the case', async (status, body) => {
    const { client } = setUp({ token: () => respond(status, body) });
    expect(await client.check(ASKED)).toEqual({ kind: 'unavailable', said: { httpStatus: status } });
    const test = await client.testConnection();
    expect(test).toEqual({ ok: false, problem: { kind: 'unreadable', said: { httpStatus: status } } });
  });

  it('that is redirected is no answer about the case either', async () => {
    const redirected = new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    const { client } = setUp({ token: () => Promise.reject(redirected) });
    expect((await client.check(ASKED)).kind).toBe('unavailable');
  });
});

describe('a 401 on a case', () => {
  it('brings one new token and one more call, for all callers together', async () => {
    const good = 'token-2';
    const { client, tokenCalls, sent } = setUp({
      case: ({ headers }) =>
        headers['Authorization'] === `Bearer ${good}`
          ? respond(200, caseStatusBody())
          : respond(401, { code: 401, message: 'Invalid Access Token' }),
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.check(ASKED)));
    for (const answer of answers) expect(answer.kind).toBe('status');
    expect(tokenCalls()).toBe(2);
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(40);
  });

  it('a second time means that the credentials are not accepted, and ends there', async () => {
    const { client, tokenCalls, sent } = setUp({
      case: () => respond(401, { code: 401, message: 'Invalid Access Token' }),
    });
    expect(await client.check(ASKED)).toEqual({
      kind: 'credentials',
      said: { httpStatus: 401, code: '401', message: 'Invalid Access Token' },
    });
    expect(tokenCalls()).toBe(2);
    expect(sent).toHaveLength(4);
  });

  it('about the product is not tried again', async () => {
    const errorcode = 'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound';
    const { client, sent } = setUp({
      case: () => respond(401, { fault: { faultstring: 'x', detail: { errorcode } } }),
    });
    expect((await client.check(ASKED)).kind).toBe('product');
    expect(sent).toHaveLength(2);
  });
});

describe('without a key, or a place to ask', () => {
  it.each([
    'keychain_missing',
    'keychain_locked',
    'keychain_timeout',
    'safe_storage_unavailable',
    'file_failed',
    'secret_lost',
    'session_ended',
    'credentials_missing',
  ] as const)('asks nobody when the vault gives no key, and says why: %s', async (kind) => {
    const { client, sent } = setUp({ credentials: () => Promise.resolve(fail(kind)) });
    expect(await client.check(ASKED)).toEqual({ kind, said: {} });
    expect(await client.testConnection()).toEqual({ ok: false, problem: { kind } });
    expect(sent).toEqual([]);
  });

  it('throws a problem that the way to an answer cannot have: that is a bug', async () => {
    const { client } = setUp({ credentials: () => Promise.resolve(fail('name_taken')) });
    await expect(client.check(ASKED)).rejects.toThrow('name_taken');
  });

  it.each([
    ['http://api.uscis.gov', 'endpoint_needs_https'],
    ['not an address', 'endpoint_invalid'],
  ])('does not send the key to %s', async (tokenUrl, kind) => {
    const { client, place, sent } = setUp();
    place.endpoints = { ...HERE, tokenUrl };
    expect((await client.check(ASKED)).kind).toBe(kind);
    expect(sent).toEqual([]);
  });

  it('throws what the vault throws, because that is a bug, and works again after it', async () => {
    let broken = true;
    const { client } = setUp({
      credentials: () =>
        broken ? Promise.reject(new Error('bug')) : Promise.resolve(ok({ clientId: 'id', clientSecret: SECRET })),
    });
    await expect(client.check(ASKED)).rejects.toThrow('bug');
    broken = false;
    expect((await client.check(ASKED)).kind).toBe('status');
  });
});

describe('a connection test', () => {
  it('fetches a new token and names the products of the key', async () => {
    const { client, tokenCalls } = setUp();
    await client.check(ASKED);
    expect(await client.testConnection()).toEqual(ok({ products: ['Case Status API - Sandbox'] }));
    expect(tokenCalls()).toBe(2);
    await client.check(ASKED);
    expect(tokenCalls()).toBe(2);
  });

  it('reads the list that is not JSON where the other is missing', () => {
    const body = { access_token: 't', api_product_list: '[Case Status API - Sandbox, first-case-sbox]' };
    expect(readTokenBody(JSON.stringify(body))?.products).toEqual(['Case Status API - Sandbox', 'first-case-sbox']);
    expect(readTokenBody('{"access_token":"t","api_product_list":"[]"}')?.products).toEqual([]);
    expect(readTokenBody('{"access_token":"t"}')?.products).toEqual([]);
  });
});

describe('secrets', () => {
  it('are in no answer, even when the service echoes everything that it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 400, 401, 404, 422, 429, 500, 503), async (status) => {
        const { client } = setUp({
          case: ({ headers }) =>
            status === 200
              ? respond(200, caseStatusBody({ current_case_status_desc_en: headers['Authorization'] }))
              : respond(status, {
                  message: `you sent ${headers['Authorization'] ?? ''}`,
                  code: headers['Authorization'],
                }),
        });
        const text = JSON.stringify(await client.check(ASKED));
        expect(text).not.toContain('token-');
        expect(text).not.toContain(SECRET);
      }),
    );
  });
});
