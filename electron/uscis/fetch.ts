import { judgeEndpoint, type EndpointVerdict } from '../../shared/service/environment.ts';

/** What one request is made of. It is never cached, never carries cookies and never follows a redirect. */
export interface FetchInit {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** A redirect could carry the credentials elsewhere, and past the guard. */
  readonly redirect: 'error';
  /** The runtime's cache would keep clients' data on the disk, outside the encrypted database. */
  readonly cache: 'no-store';
  readonly credentials: 'omit';
  readonly signal: AbortSignal;
}

/** As much of a response as we read: both Node's and Electron's have it. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
}

export interface BodyReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** How a request leaves: by Electron's network in the application, Node's `fetch` in tests and tools. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** A fetch that looks at every address before anything is sent. The client takes no other. */
export type GuardedFetch = Fetch & { readonly guarded: true };

/** Nothing was sent: the address is not one that we may ask at. */
export class EndpointRefused extends Error {
  readonly verdict: Exclude<EndpointVerdict, 'good'>;

  constructor(verdict: Exclude<EndpointVerdict, 'good'>) {
    super(`address refused: ${verdict}`);
    this.name = 'EndpointRefused';
    this.verdict = verdict;
  }
}

/** A proxy between this computer and the service wants a sign-in that it did not get: nothing reached the service. */
export class ProxyRefused extends Error {
  constructor() {
    super('a proxy wants a sign-in');
    this.name = 'ProxyRefused';
  }
}

/**
 * Puts the guard of docs/runtime.md before a fetch: https only but for loopback, and on an unverified runtime loopback
 * only. It stands at the last step before the network, so that no setting or caller can go round it.
 */
export function guardedFetch(fetch: Fetch, runtimeVerified: boolean): GuardedFetch {
  const guard = async (url: string, init: FetchInit): Promise<FetchResponse> => {
    const verdict = judgeEndpoint(url, runtimeVerified);
    if (verdict !== 'good') throw new EndpointRefused(verdict);
    return fetch(url, init);
  };
  return Object.assign(guard, { guarded: true as const });
}
