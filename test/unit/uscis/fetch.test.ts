import type { Net } from 'electron';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { EndpointRefused, guardedFetch, type Fetch } from '../../../electron/uscis/fetch.ts';
import { judgeEndpoint } from '../../../shared/service/environment.ts';
import { addresses } from '../../support/arbitraries.ts';
import { fakeFetch, respond } from './fake-fetch.ts';

const INIT = {
  method: 'GET',
  headers: {},
  redirect: 'error',
  cache: 'no-store',
  credentials: 'omit',
  signal: new AbortController().signal,
} as const;

describe('the guard before the network (docs/runtime.md)', () => {
  it('sends nothing to any address but loopback on an unverified runtime', async () => {
    const { fetch, sent } = fakeFetch(() => respond(200, '{}'));
    const guarded = guardedFetch(fetch, false);
    for (const url of [
      'https://api-int.uscis.gov/oauth/accesstoken',
      'https://api.uscis.gov/case-status/EAC9999103403',
      'https://127.0.0.1.example.invalid/',
      'https://localhost.example.invalid/',
    ]) {
      await expect(guarded(url, INIT)).rejects.toMatchObject({ verdict: 'endpoint_needs_verified_runtime' });
    }
    expect(sent).toEqual([]);
    await guarded('http://127.0.0.1:4000/x', INIT);
    await guarded('http://[::1]:4000/x', INIT);
    expect(sent).toHaveLength(2);
  });

  it('sends nothing over plain http on any runtime, and nothing to what is no address', async () => {
    const { fetch, sent } = fakeFetch(() => respond(200, '{}'));
    const guarded = guardedFetch(fetch, true);
    await expect(guarded('http://api.uscis.gov/', INIT)).rejects.toMatchObject({ verdict: 'endpoint_needs_https' });
    await expect(guarded('https://user@api.uscis.gov/', INIT)).rejects.toBeInstanceOf(EndpointRefused);
    await expect(guarded('file:///x', INIT)).rejects.toMatchObject({ verdict: 'endpoint_invalid' });
    await expect(guarded('nowhere', INIT)).rejects.toMatchObject({ verdict: 'endpoint_invalid' });
    expect(sent).toEqual([]);
  });

  it('lets no address through on an unverified runtime whose host is not this computer', async () => {
    const { fetch, sent } = fakeFetch(() => respond(200, ''));
    const guarded = guardedFetch(fetch, false);
    await fc.assert(
      fc.asyncProperty(addresses, async (url) => {
        fc.pre(judgeEndpoint(url, false) !== 'good');
        await expect(guarded(url, INIT)).rejects.toBeInstanceOf(EndpointRefused);
      }),
      { numRuns: 50 },
    );
    expect(sent).toEqual([]);
  });

  it('is a type that the fetch of Node and of Electron both have', () => {
    expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
    expectTypeOf<Net['fetch']>().toExtend<Fetch>();
  });
});
