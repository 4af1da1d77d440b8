import { sleep, type Clock } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import type { Hours } from '../../shared/service/hours.ts';
import { createCaseEndpoint, type ForcedAnswer } from './case-endpoint.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { SimulatorLimits } from './limits.ts';
import type { SimulatedReply } from './replies.ts';
import { createRequestLog, type RequestLog } from './requests.ts';
import { createTokenEndpoint, PRODUCTS, type SimulatorCredentials } from './token-endpoint.ts';

export interface GatewayOptions {
  readonly clock: Clock;
  /** Another seed gives the receipts other stories. */
  readonly seed?: number;
  readonly credentials?: SimulatorCredentials;
  readonly products?: readonly string[];
  /** Null, the default: every receipt keeps its status. */
  readonly life?: Life | null;
  readonly limits?: SimulatorLimits;
  /** Null, the default: always open. */
  readonly hours?: Hours | null;
  /** Answers 200 for every well-formed number (for benches), but for those that are known to be unknown. */
  readonly anyReceipt?: boolean;
}

/** One request as it arrived. */
export interface GatewayRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What goes back over the wire, whatever the wire is. */
export type GatewayAnswer =
  | { readonly kind: 'reply'; readonly status: number; readonly headers: Record<string, string>; readonly text: string }
  /** Nothing at all; the connection stays open. */
  | { readonly kind: 'silence' }
  /** The connection breaks, before an answer or in its middle. */
  | { readonly kind: 'reset'; readonly inBody: boolean };

/** The simulated service without a wire: over HTTP it is the simulator, in a test it can live a year in a minute. */
export interface Gateway {
  answer(request: GatewayRequest): Promise<GatewayAnswer>;
  readonly credentials: SimulatorCredentials;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** Every token that was ever given, for tests that look for them where they must not be. */
  readonly issuedTokens: readonly string[];
  /** Forces a receipt's answer from now on; null gives it back its own. */
  set(receipt: string, answer: ForcedAnswer | null): void;
  /** Takes every token back. */
  revokeTokens(): void;
  /** Accepts these from now on, as after a rotation of keys. */
  setCredentials(credentials: SimulatorCredentials): void;
}

/** Evidently invented: they open nothing anywhere else. */
const SIMULATOR_CREDENTIALS: SimulatorCredentials = {
  clientId: 'simulator-client-id-that-opens-nothing',
  clientSecret: 'simulator-client-secret-that-opens-nothing',
};

/** The sandbox's published limits. */
const SANDBOX_LIMITS: SimulatorLimits = { perSecond: 5, perDay: 1000 };

export const TOKEN_PATH = '/oauth/accesstoken';
const CASE_PATH = /^\/case-status\/([^/]+)$/;

export function createGateway(options: GatewayOptions): Gateway {
  const { clock, seed = 1 } = options;
  const credentials = options.credentials ?? SIMULATOR_CREDENTIALS;
  const requests = createRequestLog();
  const faults = createFaults(clock, seededRandom(seed));
  const tokens = createTokenEndpoint(clock, credentials, options.products ?? PRODUCTS);
  const cases = createCaseEndpoint({
    clock,
    seed,
    life: options.life ?? null,
    limits: options.limits ?? SANDBOX_LIMITS,
    hours: options.hours ?? null,
    anyReceipt: options.anyReceipt ?? false,
  });

  return {
    answer({ method, path, authorization, body }) {
      const receipt = readPathReceipt(path);
      const log = (status: number | null): void => {
        const entry = { at: clock.now(), method, path, status };
        requests.add(receipt === undefined ? entry : { ...entry, receipt });
      };
      const truth = (): SimulatedReply => {
        if (path === TOKEN_PATH && method === 'POST') return tokens.answer(new URLSearchParams(body));
        if (receipt !== undefined && method === 'GET') return cases.answer(receipt, tokens.accepts(authorization));
        return { status: 404, body: '<html><body>Not Found (simulator)</body></html>' };
      };
      return give(faults.take(path === TOKEN_PATH ? 'token' : 'case', receipt), truth, log, clock);
    },
    credentials,
    requests,
    faults,
    issuedTokens: tokens.issued,
    set: (receipt, forced) => {
      cases.set(receipt, forced);
    },
    revokeTokens: () => {
      tokens.revokeAll();
    },
    setCredentials: (next) => {
      tokens.setCredentials(next);
    },
  };
}

async function give(
  fault: Fault | undefined,
  truth: () => SimulatedReply,
  log: (status: number | null) => void,
  clock: Clock,
): Promise<GatewayAnswer> {
  const reply = (given: SimulatedReply): GatewayAnswer => {
    log(given.status);
    return written(given);
  };
  switch (fault?.kind) {
    case 'hang':
      log(null);
      return { kind: 'silence' };
    case 'reset':
    case 'reset_in_body':
      log(null);
      return { kind: 'reset', inBody: fault.kind === 'reset_in_body' };
    case 'broken_json':
      return reply(breakAnchor(truth()));
    case 'reply':
      return reply(fault);
    case 'delay':
      await sleep(clock, fault.span);
      break;
    case undefined:
  }
  return reply(truth());
}

function written(reply: SimulatedReply): GatewayAnswer {
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  return { kind: 'reply', status: reply.status, headers: { 'Content-Type': type, ...reply.headers }, text };
}

/** The quotes of an anchor left unescaped, as seen on the wire: a 200 that is not JSON. */
function breakAnchor(reply: SimulatedReply): SimulatedReply {
  const text = JSON.stringify(reply.body).replace(
    '"current_case_status_desc_en":"',
    '"current_case_status_desc_en":"<a href="https://www.uscis.gov/">uscis.gov</a> ',
  );
  return { ...reply, body: text };
}

/** The receipt number in the path, decoded; undefined where there is none. */
function readPathReceipt(path: string): string | undefined {
  const encoded = CASE_PATH.exec(path)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not an encoding: the characters themselves are what was asked.
    return encoded;
  }
}
