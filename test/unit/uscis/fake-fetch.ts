import type { Fetch, FetchInit, FetchResponse } from '../../../electron/uscis/fetch.ts';

export interface SentRequest extends FetchInit {
  readonly url: string;
}

/** A whole response, as a fetch gives it. */
export const respond = (status: number, body: string | object, headers: Record<string, string> = {}): FetchResponse =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

export const tokenResponse = (value: string, expires_in: unknown = '1799'): FetchResponse =>
  respond(200, { access_token: value, expires_in, api_product_list_json: ['Case Status API - Sandbox'] });

/** A fetch that records what is sent and answers as the test says. */
export function fakeFetch(answer: (request: SentRequest) => FetchResponse | Promise<FetchResponse>): {
  readonly fetch: Fetch;
  readonly sent: SentRequest[];
} {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const request = { url, ...init };
      sent.push(request);
      return answer(request);
    },
  };
}
