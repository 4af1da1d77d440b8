import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, TOKEN_PATH, type Gateway, type GatewayAnswer, type GatewayOptions } from './gateway.ts';

export interface SimulatorOptions extends GatewayOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

/** A stand-in for USCIS's gateway, listening on this computer only. */
export interface Simulator extends Omit<Gateway, 'answer'> {
  readonly tokenUrl: string;
  readonly apiBase: string;
  /** Closes every connection and the port. Calling it twice does nothing more. */
  stop(): Promise<void>;
}

/** Starts a simulator on 127.0.0.1. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { answer: ask, ...controls } = createGateway(options);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '/' } = request;
    const path = new URL(url, 'http://127.0.0.1').pathname;
    const body = await readBody(request);
    write(response, await ask({ method, path, authorization: request.headers.authorization, body }));
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
    ...controls,
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

function write(response: ServerResponse, answer: GatewayAnswer): void {
  switch (answer.kind) {
    case 'silence':
      return;
    case 'reply':
      response.writeHead(answer.status, answer.headers).end(answer.text);
      return;
    case 'reset':
      if (!answer.inBody) {
        response.destroy();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '5000' });
      response.write('{"case_status":', () => {
        response.destroy();
      });
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
