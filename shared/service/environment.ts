import type { Hours } from './hours.ts';
import { readUrl } from '../url.ts';

/** Which USCIS a workspace talks to. Staging receipts live in sandbox only, live receipts in production only. */
export const ENVIRONMENTS = ['demonstration', 'sandbox', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Where a workspace asks. Both are editable: USCIS gives the production addresses by letter. */
export interface Endpoints {
  /** `POST`, client credentials in the body. */
  readonly tokenUrl: string;
  /** `GET {apiBase}/case-status/{receiptNumber}`. No slash at its end. */
  readonly apiBase: string;
}

/** How much a key may ask. USCIS's published figures are the defaults; nothing depends on them. */
export interface Limits {
  /** Calls a second; the gateway wants them evenly spaced, one per 1/N s. */
  readonly perSecond: number;
  /** Calls a day, midnight to midnight in `zone`. */
  readonly perDay: number;
  /** The share of `perSecond` that we use, 0.1 to 1. */
  readonly share: number;
  /** The IANA zone in which the day begins. */
  readonly zone: string;
}

export interface EnvironmentDefaults {
  readonly endpoints: Endpoints;
  readonly limits: Limits;
  /** Null: always open. */
  readonly hours: Hours | null;
}

const EASTERN = 'America/New_York';

/** The defaults of each environment, from USCIS's developer portal. The simulator's address is put in when it starts. */
export const ENVIRONMENT_DEFAULTS: Readonly<Record<Environment, EnvironmentDefaults>> = {
  demonstration: {
    endpoints: { tokenUrl: 'http://127.0.0.1:0/oauth/accesstoken', apiBase: 'http://127.0.0.1:0' },
    limits: { perSecond: 5, perDay: 1000, share: 0.8, zone: EASTERN },
    hours: null,
  },
  sandbox: {
    endpoints: {
      tokenUrl: 'https://api-int.uscis.gov/oauth/accesstoken',
      apiBase: 'https://api-int.uscis.gov',
    },
    limits: { perSecond: 5, perDay: 1000, share: 0.8, zone: EASTERN },
    hours: { zone: EASTERN, weekdays: [1, 2, 3, 4, 5], opens: '07:00', closes: '20:00' },
  },
  production: {
    endpoints: { tokenUrl: 'https://api.uscis.gov/oauth/accesstoken', apiBase: 'https://api.uscis.gov' },
    limits: { perSecond: 10, perDay: 400_000, share: 0.8, zone: EASTERN },
    hours: null,
  },
};

/** Is this a loopback address of this very computer? Names are compared whole, never by a part. */
function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

export type EndpointVerdict = 'good' | 'endpoint_invalid' | 'endpoint_needs_https' | 'endpoint_needs_verified_runtime';

/**
 * May a workspace ask at this address? https only, but for loopback; on a runtime that could not be verified, loopback
 * only, so that no real credential can ever meet it (docs/runtime.md). Addresses with a user name are refused, and such with a
 * query or a fragment: what we put behind them would land in it.
 */
export function judgeEndpoint(address: string, runtimeVerified: boolean): EndpointVerdict {
  const url = readUrl(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'endpoint_invalid';
  // Looked for in the text: of an empty query or fragment the URL tells nothing.
  if (url.username !== '' || url.password !== '' || /[?#]/.test(address)) return 'endpoint_invalid';
  if (isLoopback(url)) return 'good';
  if (url.protocol !== 'https:') return 'endpoint_needs_https';
  return runtimeVerified ? 'good' : 'endpoint_needs_verified_runtime';
}

/**
 * Does a change of addresses lead to another host than before, for the token or for the calls? Then what was stored for the
 * one must not be sent to the other. Loopback is one host, whatever its port: the simulator's changes with each start.
 */
export const movesHost = (from: Endpoints, to: Endpoints): boolean =>
  !sameHost(from.tokenUrl, to.tokenUrl) || !sameHost(from.apiBase, to.apiBase);

function sameHost(one: string, other: string): boolean {
  const [a, b] = [readUrl(one), readUrl(other)];
  if (a === null || b === null) return false;
  return a.origin === b.origin || (isLoopback(a) && isLoopback(b));
}
