import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addresses } from '../../support/arbitraries.ts';
import { ENVIRONMENT_DEFAULTS, ENVIRONMENTS, judgeEndpoint } from '../../../shared/service/environment.ts';

describe('may we ask at this address', () => {
  it.each([
    ['http://127.0.0.1:4000'],
    ['http://127.8.9.1/x'],
    ['http://127.1/'],
    ['http://localhost:1'],
    ['http://LOCALHOST'],
    ['http://[::1]:4000/oauth/accesstoken'],
    ['https://localhost/'],
  ])('%s is this computer: on any runtime', (address) => {
    expect(judgeEndpoint(address, true)).toBe('good');
    expect(judgeEndpoint(address, false)).toBe('good');
  });

  it.each([
    ['https://api-int.uscis.gov/oauth/accesstoken'],
    ['https://127.0.0.1.example.invalid'],
    ['https://localhost.example.invalid'],
    ['https://notlocalhost'],
    ['https://example.invalid/127.0.0.1'],
    ['https://[::ffff:8.8.8.8]/'],
    ['https://0.0.0.0/'],
    ['https://10.0.0.1/'],
    ['https://128.0.0.1/'],
  ])('%s is not: it wants a verified runtime', (address) => {
    expect(judgeEndpoint(address, true)).toBe('good');
    expect(judgeEndpoint(address, false)).toBe('endpoint_needs_verified_runtime');
  });

  it.each([['http://api.uscis.gov'], ['http://127.0.0.1.example.invalid'], ['http://0.0.0.0'], ['http://192.168.0.1']])(
    '%s wants https, on any runtime',
    (address) => {
      expect(judgeEndpoint(address, true)).toBe('endpoint_needs_https');
      expect(judgeEndpoint(address, false)).toBe('endpoint_needs_https');
    },
  );

  it.each([
    [''],
    ['api.uscis.gov'],
    ['ftp://localhost'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['https://localhost@example.invalid/'],
    ['https://user:word@api.uscis.gov/'],
    ['http://127.0.0.1#@example.invalid'],
    ['https://'],
    ['https://example.invalid/?localhost'],
    ['https://api.uscis.gov/?q='],
    ['https://api.uscis.gov?'],
    ['https://api.uscis.gov/#'],
    ['http://127.0.0.1:4000/?receipt='],
  ])('%s is no address for us', (address) => {
    expect(judgeEndpoint(address, true)).toBe('endpoint_invalid');
  });

  it('never throws, and on an unverified runtime says good for hosts of this computer alone', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          addresses,
          fc.ipV4().map((ip) => `http://${ip}/`),
        ),
        (address) => {
          if (judgeEndpoint(address, false) !== 'good') return;
          expect(new URL(address).hostname).toMatch(/^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/);
        },
      ),
    );
  });

  it('the defaults of every environment are good ones', () => {
    for (const environment of ENVIRONMENTS) {
      const { tokenUrl, apiBase } = ENVIRONMENT_DEFAULTS[environment].endpoints;
      expect([judgeEndpoint(tokenUrl, true), judgeEndpoint(apiBase, true)]).toEqual(['good', 'good']);
      expect(apiBase.endsWith('/')).toBe(false);
    }
  });
});
