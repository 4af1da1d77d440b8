import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep, type Clock } from '../../shared/clock.ts';
import type { Hours } from '../../shared/service/hours.ts';
import { createCaseEndpoint, type ForcedAnswer } from './case-endpoint.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { SimulatorLimits } from './limits.ts';
import type { SimulatedReply } from './replies.ts';
import { createRequestLog, type RequestLog } from './requests.ts';
import { createTokenEndpoint, PRODUCTS, type SimulatorCredentials } from './token-endpoint.ts';

export interface SimulatorOptions {
  readonly clock: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
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

/** A stand-in for USCIS's gateway, listening on this computer only. */
export interface Simulator {
  readonly tokenUrl: string;
  readonly apiBase: string;
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
  /** Closes every connection and the port. Calling it twice does nothing more. */
  stop(): Promise<void>;
}

/** Evidently invented: they open nothing anywhere else. */
const SIMULATOR_CREDENTIALS: SimulatorCredentials = {
  clientId: 'simulator-client-id-that-opens-nothing',
  clientSecret: 'simulator-client-secret-that-opens-nothing',
};

/** The sandbox's published limits. */
const SANDBOX_LIMITS: SimulatorLimits = { perSecond: 5, perDay: 1000 };

const TOKEN_PATH = '/oauth/accesstoken';
const CASE_PATH = /^\/case-status\/([^/]+)$/;

/** Starts a simulator on 127.0.0.1. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock } = options;
  const credentials = options.credentials ?? SIMULATOR_CREDENTIALS;
  const requests = createRequestLog();
  const faults = createFaults();
  const tokens = createTokenEndpoint(clock, credentials, options.products ?? PRODUCTS);
  const cases = createCaseEndpoint({
    clock,
    seed: options.seed ?? 1,
    life: options.life ?? null,
    limits: options.limits ?? SANDBOX_LIMITS,
    hours: options.hours ?? null,
    anyReceipt: options.anyReceipt ?? false,
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const receipt = readPathReceipt(path);
    const body = await readBody(request);
    const log = (status: number | null): void => {
      const entry = { at: clock.now(), method: request.method ?? '', path, status };
      requests.add(receipt === undefined ? entry : { ...entry, receipt });
    };
    const truth = (): SimulatedReply => {
      if (path === TOKEN_PATH && request.method === 'POST') return tokens.answer(new URLSearchParams(body));
      if (receipt !== undefined && request.method === 'GET') {
        return cases.answer(receipt, tokens.accepts(request.headers.authorization));
      }
      return { status: 404, body: '<html><body>Not Found (simulator)</body></html>' };
    };
    const fault = faults.take(path === TOKEN_PATH ? 'token' : 'case');
    await give(fault, truth, response, log, clock);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      // The client went away in the middle of its request: there is nobody to answer.
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    tokenUrl: `${origin}${TOKEN_PATH}`,
    apiBase: origin,
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
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function give(
  fault: Fault | undefined,
  truth: () => SimulatedReply,
  response: ServerResponse,
  log: (status: number | null) => void,
  clock: Clock,
): Promise<void> {
  switch (fault?.kind) {
    case 'hang':
      log(null);
      return;
    case 'reset':
      log(null);
      response.destroy();
      return;
    case 'reset_in_body':
      log(null);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '5000' });
      response.write('{"case_status":', () => {
        response.destroy();
      });
      return;
    case 'broken_json':
      write(response, breakAnchor(truth()), log);
      return;
    case 'reply':
      write(response, fault, log);
      return;
    case 'delay':
      await sleep(clock, fault.span);
      break;
    case undefined:
  }
  write(response, truth(), log);
}

function write(response: ServerResponse, reply: SimulatedReply, log: (status: number) => void): void {
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  log(reply.status);
  response.writeHead(reply.status, { 'Content-Type': type, ...reply.headers }).end(text);
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

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > 65_536) throw new Error('request too large');
  }
  return text;
}
