import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServiceWords } from '../../../electron/uscis/envelopes.ts';

describe('the seven envelopes (E4)', () => {
  it.each([
    ['1', '{"code":404,"message":"m"}', { speaker: 'api', said: { code: '404', message: 'm' } }],
    ['2', '{"message":"m"}', { speaker: 'api', said: { message: 'm' } }],
    ['3', '\n\n  {"error":{"code":"503","message":"m"}}', { speaker: 'api', said: { code: '503', message: 'm' } }],
    [
      '4',
      '{"errors":[{"code":"c","message":"m","category":"x","reference":"y","status":"422","traceId":"t"}]}',
      { speaker: 'api', said: { code: 'c', message: 'm', traceId: 't' } },
    ],
    [
      '4 as a problem detail of RFC 9457',
      '{"type":"about:blank","title":"Gone","status":422,"detail":"d","traceId":"t"}',
      { speaker: 'api', said: { code: '422', message: 'd', traceId: 't' } },
    ],
    [
      '5',
      '{"fault":{"faultstring":"f","detail":{"errorcode":"e"}}}',
      { speaker: 'gateway', said: { code: 'e', message: 'f' } },
    ],
    [
      '6',
      '{"ErrorCode":"invalid_client","Error":"ClientId is Invalid"}',
      { speaker: 'gateway', said: { code: 'invalid_client', message: 'ClientId is Invalid' } },
    ],
    ['7, a page', '<html><h1>502</h1></html>', { speaker: 'nobody', said: {} }],
    ['7, nothing', '', { speaker: 'nobody', said: {} }],
    ['7, white space', ' \n ', { speaker: 'nobody', said: {} }],
    ['7, a torn JSON', '{"code":404,"mess', { speaker: 'nobody', said: {} }],
    ['7, words', 'Service Unavailable\n', { speaker: 'gateway', said: { message: 'Service Unavailable' } }],
  ])('reads envelope %s', (_name, body, words) => {
    expect(readServiceWords(body)).toEqual(words);
  });

  it('never throws, whatever stands in the fields', () => {
    const names = fc.constantFrom('code', 'message', 'error', 'errors', 'fault', 'ErrorCode', 'Error', '__proto__');
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (body) => {
        const { said } = readServiceWords(JSON.stringify(body));
        for (const value of Object.values(said)) expect(typeof value).toBe('string');
      }),
    );
  });
});
