import { afterEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../electron/simulator/simulator.ts';
import { MALFORMED_RECEIPTS } from '../../electron/simulator/staging-receipts.ts';
import { systemClock } from '../../electron/clock.ts';
import { HOUR, instant, SECOND } from '../../shared/clock.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ASKED, CLOSED_BODY, receipt } from '../unit/uscis/bodies.ts';
import { NO_LIMITS, startPair } from './uscis-support.ts';

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ clock: systemClock, limits: NO_LIMITS, ...options });
  running.push(simulator);
  return simulator;
}

async function pair(options: Partial<SimulatorOptions> = {}) {
  const made = await startPair(options);
  running.push(made.simulator);
  return made;
}

const post = (simulator: Simulator, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(simulator.tokenUrl, { method: 'POST', body: new URLSearchParams(fields), headers });

const form = ({ credentials }: Simulator): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: credentials.clientId,
  client_secret: credentials.clientSecret,
});

async function token(simulator: Simulator): Promise<string> {
  const body = (await (await post(simulator, form(simulator))).json()) as { access_token: string };
  return body.access_token;
}

const ask = (simulator: Simulator, number: string, bearer: string) =>
  fetch(`${simulator.apiBase}/case-status/${number}`, { headers: { Authorization: `Bearer ${bearer}` } });

describe('the token endpoint', () => {
  it('T2: answers with exactly the keys that were captured, and text for every value but one', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const simulator = await start({ clock });
    const body = (await (await post(simulator, form(simulator))).json()) as Record<string, unknown>;
    const { access_token, application_name, organization_name, 'developer.email': email, ...rest } = body;
    expect(rest).toEqual({
      refresh_token_expires_in: '0',
      api_product_list: '[Case Status API - Sandbox, first-case-sbox]',
      api_product_list_json: ['Case Status API - Sandbox', 'first-case-sbox'],
      token_type: 'Bearer',
      issued_at: String(clock.now()),
      client_id: simulator.credentials.clientId,
      scope: '',
      expires_in: '1799',
      refresh_count: '0',
      status: 'approved',
    });
    for (const text of [access_token, application_name, organization_name, email]) expect(typeof text).toBe('string');
    expect(application_name).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('T1: wants the grant in the body: HTTP Basic alone is answered 400', async () => {
    const simulator = await start();
    const { clientId, clientSecret } = simulator.credentials;
    const basic = { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
    const response = await post(simulator, {}, basic);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ ErrorCode: 'invalid_request', Error: 'Required param : grant_type' });
  });

  it('T4: refuses a wrong ID and a wrong secret with 401 invalid_client', async () => {
    const simulator = await start();
    for (const wrong of [{ client_id: 'x' }, { client_secret: 'x' }]) {
      const response = await post(simulator, { ...form(simulator), ...wrong });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ ErrorCode: 'invalid_client' });
    }
  });

  it('T3: gives random tokens, each good for 1799 s by the clock', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const simulator = await start({ clock });
    const [one, two] = [await token(simulator), await token(simulator)];
    expect(one).not.toBe(two);
    await clock.advance(1798 * SECOND);
    expect((await ask(simulator, ASKED, one)).status).toBe(200);
    await clock.advance(SECOND);
    const late = await ask(simulator, ASKED, one);
    expect(late.status).toBe(401);
    expect(await late.json()).toEqual({ code: 401, message: 'Invalid Access Token' });
  });
});

describe('errors', () => {
  it('E1: answers malformed numbers with 422 and USCIS’s words', async () => {
    const simulator = await start();
    const bearer = await token(simulator);
    for (const number of MALFORMED_RECEIPTS) {
      const response = await ask(simulator, number, bearer);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        message: expect.stringMatching(
          /^The application receipt number is not formatted correctly, It should/,
        ) as string,
      });
    }
  });

  it('E3, L3: is closed outside its hours with the captured body, while the token endpoint stays up', async () => {
    const { hours } = ENVIRONMENT_DEFAULTS.sandbox;
    const clock = new FakeClock('2026-11-18T00:59:00Z');
    const { simulator, client } = await pair({ clock, hours });
    expect((await client.check(ASKED)).kind).toBe('status');
    clock.setWall('2026-11-18T01:00:00Z');
    const response = await ask(simulator, ASKED, await token(simulator));
    expect(response.status).toBe(503);
    expect(await response.text()).toBe(CLOSED_BODY);
    expect(await client.check(ASKED)).toMatchObject({ kind: 'closed', said: { httpStatus: 503, code: '503' } });
    clock.setWall('2026-11-21T15:00:00Z');
    expect((await client.check(ASKED)).kind).toBe('closed');
  });

  it('E2: arrests spikes and the daily quota with the same 429', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { client } = await pair({ clock, limits: { perSecond: 5, perDay: 2 } });
    expect((await client.check(ASKED)).kind).toBe('status');
    expect(await client.check(ASKED)).toMatchObject({ kind: 'slowed', said: { message: 'Spike Arrest Violation' } });
    await clock.advance(200);
    expect((await client.check(ASKED)).kind).toBe('status');
    await clock.advance(200);
    expect((await client.check(ASKED)).kind).toBe('slowed');
  });

  it('E2: or names the quota, as its gateway does', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { client } = await pair({ clock, limits: { perSecond: 5, perDay: 0 }, unknowns: { quota: 'named' } });
    expect(await client.check(ASKED)).toMatchObject({
      kind: 'slowed',
      said: { httpStatus: 429, code: 'policies.ratelimit.QuotaViolation' },
    });
  });

  it('E5: can send a 200 that is no JSON, as in June 2026', async () => {
    const { client, simulator } = await pair();
    simulator.faults.next(1, { kind: 'broken_json' });
    expect(await client.check(ASKED)).toEqual({ kind: 'unreadable', said: { httpStatus: 200 } });
    expect((await client.check(ASKED)).kind).toBe('status');
  });

  it('survives requests that are none', async () => {
    const simulator = await start();
    const bearer = await token(simulator);
    expect((await fetch(`${simulator.apiBase}/`)).status).toBe(404);
    expect((await ask(simulator, '%E0%A4%A', bearer)).status).toBe(422);
    expect((await fetch(simulator.tokenUrl)).status).toBe(404);
    expect((await ask(simulator, ASKED, bearer)).status).toBe(200);
  });
});

describe('its cases', () => {
  const number = receipt('SRC9999102777');

  it('move on by the clock, and stand where they stood after a restart', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const life = { epoch: instant(Date.parse('2026-11-16T05:00:00Z')), pace: HOUR };
    const first = await pair({ clock, life });
    const before = await first.client.check(number);
    await clock.advance(HOUR);
    const after = await first.client.check(number);
    expect(before).toMatchObject({ kind: 'status' });
    expect(after).toMatchObject({ kind: 'status' });
    expect(after).not.toEqual(before);
    await first.simulator.stop();
    const second = await pair({ clock, life });
    expect(await second.client.check(number)).toEqual(after);
  });

  it('say what a test makes them say, until they are let go', async () => {
    const { client, simulator } = await pair();
    const own = await client.check(number);
    simulator.set(number, { title: 'Interview Was Scheduled' });
    expect(await client.check(number)).toMatchObject({
      content: { title: { en: 'Interview Was Scheduled', es: 'Entrevista Fue Programada' } },
    });
    simulator.set(number, { title: 'A Title Nobody Knows', descriptionEn: 'x' });
    expect(await client.check(number)).toMatchObject({
      content: { title: { en: 'A Title Nobody Knows' }, description: { en: 'x' } },
    });
    simulator.set(number, null);
    expect(await client.check(number)).toEqual(own);
  });

  it('are all known for a bench, but for the numbers that are known to be unknown', async () => {
    const { client } = await pair({ anyReceipt: true });
    expect((await client.check(receipt('ZZZ0000012345'))).kind).toBe('status');
    expect((await client.check(receipt('EAC9999103401'))).kind).toBe('not_recognised');
  });
});

describe('stopping', () => {
  it('ends hung connections, and can be done twice', async () => {
    const { client, simulator } = await pair();
    simulator.faults.next(1, { kind: 'hang' });
    const check = client.check(ASKED);
    while (simulator.requests.count({ receipt: ASKED }) === 0) await client.testConnection();
    await simulator.stop();
    await simulator.stop();
    expect((await check).kind).toBe('network');
  });
});
