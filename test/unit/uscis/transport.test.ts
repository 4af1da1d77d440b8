import { describe, expect, it } from 'vitest';
import { guardedFetch, type FetchResponse } from '../../../electron/uscis/fetch.ts';
import { BODY_LIMIT, createSend, TIME_LIMIT } from '../../../electron/uscis/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeFetch, respond, type SentRequest } from './fake-fetch.ts';

const URL_OF_A_CASE = 'http://127.0.0.1:9/case-status/EAC9999103403';
const GET = { method: 'GET', headers: {} } as const;

function setUp(answer: (request: SentRequest) => FetchResponse | Promise<FetchResponse>) {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const { fetch, sent } = fakeFetch(answer);
  return { clock, sent, send: createSend(guardedFetch(fetch, false), clock) };
}

/** A fetch that never answers and does not even mind its signal. */
const never = (): Promise<FetchResponse> => new Promise(() => undefined);

describe('the one way out', () => {
  it('asks for no cache, no cookies and no redirects', async () => {
    const { send, sent, clock } = setUp(() => respond(200, 'x', { 'Retry-After': '3', Date: 'd' }));
    expect(await send(URL_OF_A_CASE, GET)).toEqual({
      ok: true,
      value: { status: 200, retryAfter: '3', date: 'd', body: 'x' },
    });
    expect(sent[0]).toMatchObject({ redirect: 'error', cache: 'no-store', credentials: 'omit' });
    expect(clock.waiting).toBe(0);
  });

  it('ends a hung connection after 15 s by the clock, even if the fetch minds no signal', async () => {
    const { send, sent, clock } = setUp(never);
    const call = send(URL_OF_A_CASE, GET);
    await clock.advance(TIME_LIMIT - 1);
    expect(sent[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await call).toEqual({ ok: false, problem: { kind: 'timeout' } });
    expect(sent[0]?.signal.aborted).toBe(true);
    expect(TIME_LIMIT).toBe(15_000);
  });

  it('ends a body that never ends after the same 15 s', async () => {
    const { send, clock } = setUp(() => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })));
    const call = send(URL_OF_A_CASE, GET);
    await clock.advance(TIME_LIMIT);
    expect(await call).toEqual({ ok: false, problem: { kind: 'timeout' } });
  });

  it('resolves at once when the caller goes away, and sends nothing when it was gone before', async () => {
    const { send, sent, clock } = setUp(never);
    const controller = new AbortController();
    const call = send(URL_OF_A_CASE, GET, controller.signal);
    controller.abort();
    expect(await call).toEqual({ ok: false, problem: { kind: 'network' } });
    expect(sent[0]?.signal.aborted).toBe(true);
    await send(URL_OF_A_CASE, GET, controller.signal);
    expect(sent).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('reads up to 1 MB and no more', async () => {
    const { send } = setUp(({ url }) => respond(200, 'x'.repeat(url.endsWith('more') ? BODY_LIMIT + 1 : BODY_LIMIT)));
    const whole = await send('http://127.0.0.1:9/', GET);
    expect(whole.ok && whole.value.body.length).toBe(BODY_LIMIT);
    const more = await send('http://127.0.0.1:9/more', GET);
    expect(more).toMatchObject({ ok: false, problem: { kind: 'unreadable', said: { httpStatus: 200 } } });
  });

  it('joins a character that is split between two pieces', async () => {
    const [first, second] = [Uint8Array.of(0xc3), Uint8Array.of(0xb3)];
    const { send } = setUp(
      () =>
        new Response(
          new ReadableStream({
            start(stream) {
              stream.enqueue(first);
              stream.enqueue(second);
              stream.close();
            },
          }),
        ),
    );
    expect(await send(URL_OF_A_CASE, GET)).toMatchObject({ ok: true, value: { body: 'ó' } });
  });

  it('says which address was refused to nobody: only the kind', async () => {
    const { send } = setUp(() => respond(200, ''));
    expect(await send('https://api.uscis.gov/', GET)).toEqual({
      ok: false,
      problem: { kind: 'endpoint_needs_verified_runtime' },
    });
  });
});
