import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../electron/uscis/answers.ts';
import { instant } from '../../../shared/clock.ts';
import type { Answer } from '../../../shared/service/answer.ts';
import { ASKED, CLOSED_BODY, NOT_RECOGNISED_MESSAGE } from './bodies.ts';

const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));

const read = (
  status: number,
  body: string | object,
  retryAfter: string | null = null,
  date: string | null = null,
): Answer =>
  readAnswer(ASKED, { status, retryAfter, date, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);

describe('errors of the API (E1, E2, E6)', () => {
  it.each([
    [401, 'Invalid Access Token', 'credentials'],
    [404, NOT_RECOGNISED_MESSAGE, 'not_recognised'],
    [422, 'The application receipt number is not formatted correctly', 'refused'],
    [429, 'Spike Arrest Violation', 'slowed'],
    [503, 'Service Unavailable', 'unavailable'],
    [500, 'Internal Server Error', 'unavailable'],
    [502, 'Bad Gateway', 'unavailable'],
    [504, 'Gateway Timeout', 'unavailable'],
  ])('maps %i with its documented message, kept verbatim', (status, message, kind) => {
    expect(read(status, { code: status, message })).toEqual({
      kind,
      said: { httpStatus: status, code: String(status), message },
    });
  });

  it('E3: tells the closed sandbox (captured body, white space before it) from an unavailable service', () => {
    const answer = read(503, CLOSED_BODY);
    expect(answer.kind).toBe('closed');
    expect(answer.said.code).toBe('503');
    expect(answer.said.message).toMatch(/^The Case Status API Sandbox is unavailable at this time\. .* 8:00 PM EST$/);
    expect(read(503, { message: 'We will be back in two hours' }).kind).toBe('unavailable');
  });

  it('T6: tells a key without the product from a bad key', () => {
    const fault = {
      faultstring: 'Invalid API call as no apiproduct match found',
      detail: { errorcode: 'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound' },
    };
    const answer = read(401, { fault });
    expect(answer.kind).toBe('product');
    expect(answer.said).toEqual({ httpStatus: 401, code: fault.detail.errorcode, message: fault.faultstring });
    expect(read(401, { code: fault.detail.errorcode, message: 'no' }).kind).toBe('product');
    expect(read(401, '').kind).toBe('credentials');
  });

  it('takes a 404 for "not recognised" only when the API says it, so that a wrong address blames no case', () => {
    expect(read(404, { message: NOT_RECOGNISED_MESSAGE }).kind).toBe('not_recognised');
    expect(read(404, { errors: [{ code: '404', message: NOT_RECOGNISED_MESSAGE }] }).kind).toBe('not_recognised');
    expect(read(404, { error: { code: '404', message: NOT_RECOGNISED_MESSAGE } }).kind).toBe('not_recognised');
    expect(read(404, '<html>Not Found</html>').kind).toBe('unreadable');
    expect(read(404, { fault: { faultstring: 'Unable to identify proxy for host' } }).kind).toBe('unreadable');
    expect(read(404, { status: 404, error: 'Not Found', path: '/x' }).kind).toBe('unreadable');
    expect(read(404, '').kind).toBe('unreadable');
  });

  it('takes statuses that the API does not have for unreadable, and a firewall page for unavailable', () => {
    for (const status of [204, 301, 302, 400, 405, 410, 418]) expect(read(status, '').kind).toBe('unreadable');
    expect(read(403, '<html>Request blocked</html>').kind).toBe('unavailable');
    expect(read(403, { message: 'Forbidden' }).kind).toBe('credentials');
  });

  it('cuts a message to 2,000 characters and keeps a trace ID', () => {
    const error = {
      code: 'X',
      message: 'm'.repeat(5000),
      category: 'c',
      reference: 'r',
      status: '503',
      traceId: 't-1',
    };
    const answer = read(503, { errors: [error] });
    expect(answer.said).toEqual({ httpStatus: 503, code: 'X', message: 'm'.repeat(2000), traceId: 't-1' });
  });
});

describe('Retry-After (not documented; honoured if it comes)', () => {
  const wait = (value: string, status = 429): number | undefined => {
    const answer = read(status, { message: 'Spike Arrest Violation' }, value);
    return answer.kind === 'status' ? undefined : answer.retryAfterSeconds;
  };

  it('reads seconds and HTTP dates', () => {
    expect(wait('7')).toBe(7);
    expect(wait(' 0 ', 503)).toBe(0);
    expect(wait('Wed, 18 Nov 2026 15:01:30 GMT')).toBe(90);
    expect(wait('Wed, 18 Nov 2026 14:00:00 GMT')).toBe(0);
  });

  it('measures a date from the service’s own clock, since this computer’s may be wrong', () => {
    const measured = (date: string): unknown => read(429, '', 'Wed, 18 Nov 2026 15:01:30 GMT', date);
    expect(measured('Wed, 18 Nov 2026 15:01:20 GMT')).toMatchObject({ retryAfterSeconds: 10 });
    expect(measured('never')).toMatchObject({ retryAfterSeconds: 90 });
  });

  it('never waits longer than a day, and ignores what is neither', () => {
    expect(wait('999999999')).toBe(86_400);
    for (const odd of ['', '-5', '1.5', 'soon', '1e9', '9999999999999', 'Xyz, nothing GMT']) {
      expect(wait(odd)).toBeUndefined();
    }
    expect(wait('7', 500)).toBeUndefined();
  });
});
