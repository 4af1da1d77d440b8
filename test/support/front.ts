import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a service and watches the connections to it. */
export interface Front {
  readonly origin: string;
  /** How many connections were made to it. */
  readonly connections: number;
  /** How many calls came. */
  readonly calls: number;
  /** How many of them were broken off by the one who asked, before the answer was whole. */
  readonly brokenOff: number;
  /** How many bytes it has written. */
  readonly written: number;
  stop(): Promise<void>;
}

/** A front on loopback for the service at `origin`. */
export async function startFront(origin: string): Promise<Front> {
  let connections = 0;
  let calls = 0;
  let brokenOff = 0;
  let written = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const onward = ask(`${origin}${incoming.url ?? ''}`, { method: incoming.method, headers: incoming.headers });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        written += chunk.length;
      });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) brokenOff += 1;
      onward.destroy();
    });
    incoming.pipe(onward);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    get calls() {
      return calls;
    },
    get brokenOff() {
      return brokenOff;
    },
    get written() {
      return written;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
