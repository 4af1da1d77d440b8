import { MINUTE, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { fail, ok, type Problem, type Result } from '../../shared/problem.ts';
import type { ServiceSaid } from '../../shared/service/answer.ts';
import type { Endpoints } from '../../shared/service/environment.ts';
import { fingerprintOf } from './key.ts';
import { readServiceWords } from './envelopes.ts';
import { readTokenBody, type IssuedToken } from './token-body.ts';
import type { Reply, Send } from './transport.ts';

/** The office's own key, as USCIS's developer portal issued it. It never leaves the main process but for USCIS. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** How long before its end a token is renewed. */
const MARGIN: Milliseconds = MINUTE;

/** A token together with the one place that it may be sent to, and the fingerprint of the key that it was issued for. */
export interface Token extends IssuedToken {
  readonly apiBase: string;
  readonly key: string;
}

interface TokenSource {
  /** The present token, or a new one. Callers that come while one is being fetched share that one call. */
  get(): Promise<Result<Token>>;
  /** Drops the present token; one that is being fetched will not be kept. */
  forget(): void;
  /** Drops this token if it is still the present one, so that many refusals of one token bring one renewal. */
  reject(token: Token): void;
}

interface Held {
  readonly token: Token;
  readonly renewAt: Milliseconds;
  readonly place: string;
}

/**
 * Keeps the access token: in memory only, and for the endpoints that it was issued for only. Its age is measured on the
 * monotonic clock, so that a changed wall clock does not matter; where that clock stands still in sleep, USCIS's 401
 * brings the renewal.
 */
export function createTokenSource(parts: {
  readonly endpoints: () => Endpoints;
  readonly credentials: () => Promise<Result<Credentials>>;
  readonly send: Send;
  readonly clock: Clock;
  /** Hears of each token that is kept. */
  readonly issued: (token: Token) => void;
}): TokenSource {
  const { clock } = parts;
  let held: Held | null = null;
  let underWay: { readonly place: string; readonly result: Promise<Result<Token>> } | null = null;

  const begin = (endpoints: Endpoints, place: string): Promise<Result<Token>> => {
    const asked = clock.monotonic();
    const flight = { place, result: request(parts, endpoints).then(land, broke) };
    function land(result: Result<Token>): Result<Token> {
      if (underWay !== flight) return result;
      underWay = null;
      // A short life keeps at least half of itself.
      if (result.ok) {
        const { life } = result.value;
        held = { token: result.value, renewAt: asked + Math.max(life - MARGIN, life / 2), place };
        parts.issued(result.value);
      }
      return result;
    }
    function broke(error: unknown): never {
      if (underWay === flight) underWay = null;
      throw error;
    }
    underWay = flight;
    return flight.result;
  };

  return {
    get() {
      const endpoints = parts.endpoints();
      const place = JSON.stringify([endpoints.tokenUrl, endpoints.apiBase]);
      if (held?.place === place && clock.monotonic() < held.renewAt) return Promise.resolve(ok(held.token));
      if (underWay?.place === place) return underWay.result;
      return begin(endpoints, place);
    },
    forget() {
      held = null;
      underWay = null;
    },
    reject(token) {
      if (held?.token === token) held = null;
    },
  };
}

/** Client credentials in the body: HTTP Basic alone was answered 400 (seen on the wire). */
async function request(
  parts: { readonly credentials: () => Promise<Result<Credentials>>; readonly send: Send },
  { tokenUrl, apiBase }: Endpoints,
): Promise<Result<Token>> {
  const credentials = await parts.credentials();
  if (!credentials.ok) return credentials;
  const key = fingerprintOf(credentials.value.clientId, apiBase);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.value.clientId,
    client_secret: credentials.value.clientSecret,
  }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
  const reply = await parts.send(tokenUrl, { method: 'POST', headers, body });
  const issued = reply.ok ? readReply(reply.value, credentials.value) : reply;
  return issued.ok ? ok({ ...issued.value, apiBase, key }) : issued;
}

/**
 * Of a refusal its status is kept and, where its body is one of the service's known envelopes, the words in it: never the
 * body, and never what was sent, should the service echo it. Of a success nothing is but the token.
 */
function readReply(reply: Reply, sent: Credentials): Result<IssuedToken> {
  const words = reply.status === 200 ? {} : readServiceWords(withoutCredentials(reply.body, sent)).said;
  const said: ServiceSaid = { httpStatus: reply.status, ...words };
  const refused = (kind: Problem['kind']): Result<IssuedToken> => fail(kind, { said });
  if (reply.status === 200) {
    const token = readTokenBody(reply.body);
    return token === null ? refused('unreadable') : ok(token);
  }
  if ([400, 401, 403].includes(reply.status)) return refused('credentials');
  if (reply.status === 429) return refused('slowed');
  return refused(reply.status >= 500 ? 'unavailable' : 'unreadable');
}

function withoutCredentials(body: string, { clientId, clientSecret }: Credentials): string {
  const secrets = [clientId, clientSecret].flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '…')), body);
}
