import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { sleep, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { createGateway, TOKEN_PATH, type Gateway, type GatewayAnswer, type GatewayOptions } from './gateway.ts';

export interface SimulatorOptions extends GatewayOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

/** Into so many pieces a body is cut that comes slowly. */
const PIECES = 10;

/** A stand-in for USCIS's gateway, listening on this computer only. */
export interface Simulator extends Omit<Gateway, 'answer'> {
  readonly tokenUrl: string;
  readonly apiBase: string;
  /** Closes every connection and the port. Calling it twice does nothing more. */
  stop(): Promise<void>;
}

/** Starts a simulator on 127.0.0.1. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const gateway = createGateway(options);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '/' } = request;
    const path = new URL(url, 'http://127.0.0.1').pathname;
    const body = await readBody(request);
    const { authorization, demo_id: demoId } = request.headers;
    const asked = { method, path, authorization, demoId: demoId?.toString(), body };
    await write(response, await gateway.answer(asked), options.clock);
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
    ...gateway,
    tokenUrl: `${origin}${TOKEN_PATH}`,
    apiBase: origin,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function write(response: ServerResponse, answer: GatewayAnswer, clock: Clock): Promise<void> {
  if (answer.kind === 'reply') {
    const bytes = answer.gzip ? gzipSync(answer.text) : Buffer.from(answer.text);
    response.writeHead(answer.status, { 'Content-Length': String(bytes.length), ...answer.headers });
    if (answer.over > 0) await trickle(response, bytes, answer.over, clock);
    else response.end(bytes);
    return;
  }
  if (answer.inBody) await beginAnswer(response);
  if (answer.kind === 'reset') response.destroy();
}

/** Promises more than ever comes. */
function beginAnswer(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '5000' });
  return new Promise((resolve) => {
    response.write('{"case_status":', () => {
      resolve();
    });
  });
}

/** Sends a body bit by bit. A letter of two bytes may be cut in its middle. */
async function trickle(response: ServerResponse, bytes: Buffer, over: Milliseconds, clock: Clock): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const size = Math.ceil(bytes.length / PIECES);
  for (let piece = 0; piece < PIECES; piece += 1) {
    await sleep(clock, over / PIECES, gone.signal);
    if (gone.signal.aborted) return;
    response.write(bytes.subarray(piece * size, (piece + 1) * size));
  }
  response.end();
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > 65_536) throw new Error('request too large');
  }
  return text;
}
