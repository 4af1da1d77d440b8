import { randomBytes } from 'node:crypto';
import { SECOND, type Clock, type Instant } from '../../shared/clock.ts';
import { oauthError, type SimulatedReply } from './replies.ts';

/** What the simulator accepts. Evidently invented: it opens nothing anywhere else. */
export interface SimulatorCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** As captured: a second less than the half hour that USCIS names. */
const LIFE_SECONDS = 1799;

export const PRODUCTS: readonly string[] = ['Case Status API - Sandbox', 'first-case-sbox'];

interface TokenEndpoint {
  answer(form: URLSearchParams): SimulatedReply;
  accepts(authorization: string | undefined): boolean;
  /** Every token that was ever given, for tests that look for them where they must not be. */
  readonly issued: readonly string[];
  /** Takes every token back, as when a key is revoked or the gateway restarts. */
  revokeAll(): void;
  /** From now on only these are accepted; tokens that were given stay good until they end. */
  setCredentials(credentials: SimulatorCredentials): void;
}

/** The OAuth 2.0 token endpoint: client credentials in the body, opaque tokens, text for nearly every value. */
export function createTokenEndpoint(
  clock: Clock,
  initial: SimulatorCredentials,
  products: readonly string[],
): TokenEndpoint {
  const ends = new Map<string, Instant>();
  const given: string[] = [];
  let accepted = initial;

  return {
    issued: given,
    answer(form) {
      const grant = form.get('grant_type');
      if (grant === null) return oauthError(400, 'invalid_request', 'Required param : grant_type');
      if (grant !== 'client_credentials') return oauthError(400, 'unsupported_grant_type', 'Unsupported grant type');
      if (form.get('client_id') !== accepted.clientId) {
        return oauthError(401, 'invalid_client', 'ClientId is Invalid');
      }
      if (form.get('client_secret') !== accepted.clientSecret) {
        return oauthError(401, 'invalid_client', 'Client credentials are invalid');
      }
      const now = clock.now();
      for (const [token, end] of ends) if (end <= now) ends.delete(token);
      const token = randomBytes(21).toString('base64url');
      given.push(token);
      ends.set(token, (now + LIFE_SECONDS * SECOND) as Instant);
      return { status: 200, body: issued(token, now, accepted.clientId, products) };
    },
    accepts(authorization) {
      const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
      const end = token === undefined ? undefined : ends.get(token);
      return end !== undefined && clock.now() < end;
    },
    revokeAll() {
      ends.clear();
    },
    setCredentials(credentials) {
      accepted = credentials;
    },
  };
}

/** The success body with the keys, the types and the quirks of the one that was captured. */
function issued(token: string, now: Instant, clientId: string, products: readonly string[]): object {
  return {
    refresh_token_expires_in: '0',
    api_product_list: `[${products.join(', ')}]`,
    api_product_list_json: products,
    organization_name: 'synthetic-organization',
    'developer.email': 'synthetic.developer@example.invalid',
    token_type: 'Bearer',
    issued_at: String(now),
    client_id: clientId,
    access_token: token,
    application_name: '00000000-0000-4000-8000-000000000000',
    scope: '',
    expires_in: String(LIFE_SECONDS),
    refresh_count: '0',
    status: 'approved',
  };
}
