import { sleep, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import type { Hours } from '../../shared/service/hours.ts';
import { createCaseEndpoint, type ForcedAnswer, type Unknowns } from './case-endpoint.ts';
import type { Fault } from './fault.ts';
import type { FaultScript } from './fault-script.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { SimulatorLimits } from './limits.ts';
import { htmlPage, type SimulatedReply } from './replies.ts';
import { createRequestLog, type RequestLog } from './requests.ts';
import { spoiled, textOf, type Asked } from './spoiled.ts';
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
  /** How a number that is not known is answered; left out: 404. */
  readonly unknowns?: Partial<Unknowns>;
  /** Faults over time, followed from the start on. */
  readonly script?: FaultScript;
  /** Hears of every request, once it is known how it is answered. */
  readonly onRequest?: () => void;
}

/** One request as it arrived. */
export interface GatewayRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly authorization: string | undefined;
  /** The header that an office sends while it demonstrates the application for production access. */
  readonly demoId?: string | undefined;
  readonly body: string;
}

/** What goes back over the wire, whatever the wire is. */
export type GatewayAnswer =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly text: string;
      /** Packed on the wire, as its headers say. */
      readonly gzip: boolean;
      /** It comes bit by bit over this time. */
      readonly over: Milliseconds;
    }
  /** Nothing, or no more than the beginning of an answer; the connection stays open. */
  | { readonly kind: 'silence'; readonly inBody: boolean }
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
  if (options.script !== undefined) faults.follow(options.script);
  const tokens = createTokenEndpoint(clock, credentials, options.products ?? PRODUCTS);
  const cases = createCaseEndpoint({
    clock,
    seed,
    life: options.life ?? null,
    limits: options.limits ?? SANDBOX_LIMITS,
    hours: options.hours ?? null,
    anyReceipt: options.anyReceipt ?? false,
    unknowns: { receipt: 'not_found', prefix: 'not_found', quota: 'as_pace', ...options.unknowns },
  });

  return {
    answer({ method, path, authorization, demoId, body }) {
      const receipt = readPathReceipt(path);
      const asked = { place: path === TOKEN_PATH ? 'token' : 'case', receipt: receipt ?? '' } as const;
      const fault = faults.take(asked.place, receipt);
      const log = (status: number | null): void => {
        requests.add({
          at: clock.now(),
          method,
          path,
          status,
          ...(receipt === undefined ? {} : { receipt }),
          ...(demoId === undefined ? {} : { demoId }),
          ...(fault === undefined ? {} : { fault: fault.kind }),
        });
        options.onRequest?.();
      };
      const truth = (): SimulatedReply => {
        if (path === TOKEN_PATH && method === 'POST') return tokens.answer(new URLSearchParams(body));
        if (receipt !== undefined && method === 'GET') return cases.answer(receipt, tokens.accepts(authorization));
        return htmlPage(404);
      };
      return give(fault, truth, asked, log, clock);
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

/** Answers a call: truly, or as its fault wants it. */
async function give(
  fault: Fault | undefined,
  truth: () => SimulatedReply,
  asked: Asked,
  log: (status: number | null) => void,
  clock: Clock,
): Promise<GatewayAnswer> {
  const reply = (given: SimulatedReply, wire: { gzip?: boolean; over?: Milliseconds } = {}): GatewayAnswer => {
    log(given.status);
    return written(given, wire.gzip ?? false, wire.over ?? 0);
  };
  if (fault === undefined) return reply(truth());
  switch (fault.kind) {
    case 'hang':
    case 'stall':
      log(null);
      return { kind: 'silence', inBody: fault.kind === 'stall' };
    case 'reset':
    case 'reset_in_body':
      log(null);
      return { kind: 'reset', inBody: fault.kind === 'reset_in_body' };
    case 'delay':
      await sleep(clock, fault.span);
      return reply(truth());
    case 'trickle':
      return reply(truth(), { over: fault.span });
    case 'gzip':
      return reply(truth(), { gzip: true });
    default:
      return reply(spoiled(fault, truth, asked));
  }
}

function written(reply: SimulatedReply, gzip: boolean, over: Milliseconds): GatewayAnswer {
  const text = textOf(reply);
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  const encoding = gzip ? { 'Content-Encoding': 'gzip' } : {};
  const headers = { 'Content-Type': type, ...encoding, ...reply.headers };
  return { kind: 'reply', status: reply.status, headers, text, gzip, over };
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
