import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../electron/simulator/fault.ts';
import type { SimulatorOptions } from '../../electron/simulator/simulator.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { differences } from '../../shared/case/change.ts';
import { HOUR, SECOND } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';
import type { Answer, StatusContent } from '../../shared/service/answer.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { receipt } from '../unit/uscis/bodies.ts';
import { startPair, until, type Pair } from './uscis-support.ts';

/** A case with a history of several dates, anchors and letters beyond ASCII. */
const TOLD = receipt('SRC9999102777');

let pair: Pair;
beforeEach(async () => {
  pair = await begin();
});

async function begin(options: Partial<SimulatorOptions> = {}): Promise<Pair> {
  const made = await startPair(options);
  onTestFinished(() => made.simulator.stop());
  return made;
}

const meet = (fault: Fault): Promise<Answer> => {
  pair.simulator.faults.next(1, fault);
  return pair.client.check(TOLD);
};

async function contentOf(answer: Promise<Answer>): Promise<StatusContent> {
  const given = await answer;
  if (given.kind !== 'status') throw new Error(`no status but ${given.kind}`);
  return given.content;
}

async function raw(fault: Fault): Promise<Response> {
  const { simulator } = pair;
  simulator.faults.next(1, fault);
  return fetch(`${simulator.apiBase}/case-status/${TOLD}`, {
    headers: { Authorization: `Bearer ${simulator.issuedTokens.at(-1) ?? ''}` },
  });
}

describe('the true answer in another dress is the same answer', () => {
  it.each([
    [{ kind: 'gzip' }],
    [{ kind: 'escapes' }],
    [{ kind: 'entities' }],
    [{ kind: 'content_type', type: 'text/plain' }],
    [{ kind: 'content_type', type: 'application/json; charset=iso-8859-1' }],
    [{ kind: 'history', as: 'unsorted' }],
    [{ kind: 'history', as: 'with_times' }],
    [{ kind: 'delay', span: 5 }],
    [{ kind: 'trickle', span: 20 }],
  ] satisfies [Fault][])('%o', async (fault) => {
    const before = await contentOf(pair.client.check(TOLD));
    const after = await contentOf(meet(fault));
    expect(differences(before, after)).toEqual([]);
    expect(before.history.length).toBeGreaterThan(1);
  });

  it('E8: gzip is packed on the wire', async () => {
    await pair.client.check(TOLD);
    const response = await raw({ kind: 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(((await response.json()) as { case_status: object }).case_status).toMatchObject({ receiptNumber: TOLD });
  });

  it('A6: non-ASCII arrives as UTF-8 or as \\uXXXX', async () => {
    await pair.client.check(TOLD);
    const escaped = await (await raw({ kind: 'escapes' })).text();
    const utf8 = await (await raw({ kind: 'delay', span: 0 })).text();
    expect(escaped).toMatch(/\\u00[ef][0-9a-f]/);
    expect(escaped).not.toMatch(/[^\0-\x7f]/);
    expect(utf8).toMatch(/[áéíóú]/);
    expect(JSON.parse(escaped)).toEqual(JSON.parse(utf8));
  });

  it('A5: texts hold entities', async () => {
    await pair.client.check(TOLD);
    expect(await (await raw({ kind: 'entities' })).text()).toMatch(/&nbsp;/);
  });
});

describe('A3: a history', () => {
  it.each(['null', 'absent'] as const)('that is %s is empty', async (as) => {
    expect((await contentOf(meet({ kind: 'history', as }))).history).toEqual([]);
    const { case_status } = (await (await raw({ kind: 'history', as })).json()) as { case_status: object };
    expect('hist_case_status' in case_status).toBe(as === 'null');
  });

  it('may repeat a date: every entry is kept', async () => {
    const whole = (await contentOf(pair.client.check(TOLD))).history;
    const same = (await contentOf(meet({ kind: 'history', as: 'same_date' }))).history;
    expect(same).toHaveLength(whole.length);
    expect(new Set(same.map(({ date }) => date)).size).toBe(1);
  });

  it('A4: may come in any order and with `MM-DD-YYYY HH:mm:ss`', async () => {
    await pair.client.check(TOLD);
    const dates = async (fault: Fault): Promise<string[]> => {
      const body = (await (await raw(fault)).json()) as { case_status: { hist_case_status: { date: string }[] } };
      return body.case_status.hist_case_status.map(({ date }) => date);
    };
    const unsorted = await dates({ kind: 'history', as: 'unsorted' });
    expect(unsorted).not.toEqual([...unsorted].sort());
    for (const date of await dates({ kind: 'history', as: 'with_times' })) {
      expect(date).toMatch(/^\d\d-\d\d-\d{4} 00:00:00$/);
    }
  });
});

describe('what is no answer about the case (E4 to E8)', () => {
  it.each([
    [{ kind: 'truncated' }, 'unreadable'],
    [{ kind: 'broken_json' }, 'unreadable'],
    [{ kind: 'empty_body', status: 200 }, 'unreadable'],
    [{ kind: 'html_page', status: 200 }, 'unreadable'],
    [{ kind: 'large_body', megabytes: 10 }, 'unreadable'],
    [{ kind: 'html_page', status: 404 }, 'unreadable'],
    [{ kind: 'html_page', status: 502 }, 'unavailable'],
    [{ kind: 'empty_body', status: 503 }, 'unavailable'],
    [{ kind: 'unavailable' }, 'unavailable'],
    [{ kind: 'closed' }, 'closed'],
    [{ kind: 'slowed' }, 'slowed'],
    [{ kind: 'quota' }, 'slowed'],
    [{ kind: 'refused' }, 'refused'],
    [{ kind: 'wrong_product' }, 'product'],
    [{ kind: 'not_found' }, 'not_recognised'],
    [{ kind: 'empty_answer' }, 'not_recognised'],
  ] satisfies [Fault, Answer['kind']][])('%o is %s', async (fault, kind) => {
    expect((await meet(fault)).kind).toBe(kind);
    expect((await pair.client.check(TOLD)).kind).toBe('status');
  });

  it.each(['plain', 'message', 'error', 'errors', 'problem'] as const)(
    'the envelope "%s" tells USCIS’s own words',
    async (as) => {
      const answer = await meet({ kind: 'envelope', as, status: 404, message: 'Not recognised (synthetic)' });
      expect(answer).toMatchObject({ kind: 'not_recognised', said: { message: 'Not recognised (synthetic)' } });
      if (as === 'errors' || as === 'problem') expect(answer.said.traceId).toBe('synthetic-trace-0001');
    },
  );

  it.each(['fault', 'oauth'] as const)('the envelope "%s" is the gateway’s: it blames no case', async (as) => {
    const answer = await meet({ kind: 'envelope', as, status: 404, message: 'No proxy (synthetic)' });
    expect(answer).toMatchObject({ kind: 'unreadable', said: { message: 'No proxy (synthetic)' } });
  });

  it('a 429 may name its pause', async () => {
    expect(await meet({ kind: 'slowed', retryAfter: '7' })).toMatchObject({ kind: 'slowed', retryAfterSeconds: 7 });
  });
});

describe('keys and tokens', () => {
  it('T5: a key that was rotated away gets 401 wherever one asks', async () => {
    pair.simulator.faults.next(4, { kind: 'key_rotated' }, 'any');
    expect(await pair.client.check(TOLD)).toEqual({
      kind: 'credentials',
      said: { httpStatus: 401, code: 'invalid_client', message: 'ClientId is Invalid' },
    });
    pair.simulator.faults.clear();
    expect((await pair.client.check(TOLD)).kind).toBe('status');
    pair.simulator.faults.next(4, { kind: 'key_rotated' }, 'any');
    expect((await pair.client.check(TOLD)).kind).toBe('credentials');
  });

  it('T3: one refused token is renewed in the middle of a run', async () => {
    await pair.client.check(TOLD);
    expect((await meet({ kind: 'token_refused' })).kind).toBe('status');
    expect(pair.simulator.issuedTokens).toHaveLength(2);
  });

  it('L5: the header `demo_id` is noted', async () => {
    const { simulator } = pair;
    const client = createUscisClient({
      endpoints: () => simulator,
      credentials: () => Promise.resolve(ok(simulator.credentials)),
      fetch: guardedFetch(fetch, false),
      clock: new FakeClock('2026-11-18T15:00:00Z'),
      demoId: '0042',
    });
    await client.check(TOLD);
    expect(simulator.requests.recent.map(({ demoId }) => demoId)).toEqual([undefined, '0042']);
    await pair.client.check(TOLD);
    expect(simulator.requests.recent.at(-1)).not.toHaveProperty('demoId');
  });
});

describe('what is not known of USCIS is a switch', () => {
  it('A7: a number that is not known gets 404, or a 200 with nothing in it: both are "not recognised"', async () => {
    for (const [way, status] of [['not_found', 404] as const, ['empty', 200] as const]) {
      const { client } = await begin({ unknowns: { receipt: way } });
      expect(await client.check(receipt('WAC2190000001'))).toMatchObject({
        kind: 'not_recognised',
        said: { httpStatus: status },
      });
    }
  });

  it('R2: an unknown prefix gets what any unknown number gets, or 422', async () => {
    const unknown = receipt('QQQ2190000001');
    expect((await pair.client.check(unknown)).kind).toBe('not_recognised');
    const { client } = await begin({ unknowns: { prefix: 'malformed' } });
    expect((await client.check(unknown)).kind).toBe('refused');
    expect((await client.check(receipt('WAC2190000001'))).kind).toBe('not_recognised');
  });

  it('L3: "EST" follows daylight saving, or does not', async () => {
    const { hours } = ENVIRONMENT_DEFAULTS.sandbox;
    const clock = new FakeClock('2026-07-15T11:30:00Z');
    const eastern = await begin({ clock, hours });
    const fixed = await begin({ clock, hours: hours === null ? null : { ...hours, zone: 'Etc/GMT+5' } });
    expect((await eastern.client.check(TOLD)).kind).toBe('status');
    expect((await fixed.client.check(TOLD)).kind).toBe('closed');
    await clock.advance(HOUR / 2);
    expect((await fixed.client.check(TOLD)).kind).toBe('status');
  });
});

describe('slow and stalled answers', () => {
  it('E7: a stalled body ends after 15 s by the client’s clock', async () => {
    const clock = new FakeClock('2026-11-18T15:00:00Z');
    const { simulator, client } = await startPair({}, clock);
    onTestFinished(() => simulator.stop());
    simulator.faults.next(1, { kind: 'stall' });
    const check = client.check(TOLD);
    await until(() => simulator.requests.count({ receipt: TOLD }) === 1);
    await clock.advance(15 * SECOND);
    expect((await check).kind).toBe('timeout');
  });

  it('a script is followed over HTTP, and the log tells what each call met', async () => {
    const script = {
      seed: 1,
      faults: [{ from: 0, at: 'case', share: 0.5, of: 'calls', fault: { kind: 'unavailable' } }],
    };
    const { simulator, client } = await begin({ script: script as NonNullable<SimulatorOptions['script']> });
    const kinds: string[] = [];
    for (let call = 0; call < 40; call += 1) kinds.push((await client.check(TOLD)).kind);
    expect(new Set(kinds)).toEqual(new Set(['status', 'unavailable']));
    const log = simulator.requests.recent.filter(({ method }) => method === 'GET');
    expect(log.map(({ fault }) => fault ?? 'status')).toEqual(kinds);
  });
});
