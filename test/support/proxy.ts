import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A name and a password as a proxy is told them. */
export interface ProxyUser {
  readonly name: string;
  readonly password: string;
}

export interface OfficeProxy {
  /** `host:port`. */
  readonly address: string;
  /** How often it sent somebody away for want of a good sign-in. */
  readonly turnedAway: number;
  /** How many calls and tunnels it let through. */
  readonly letThrough: number;
  /** Whom it lets through from now on. */
  expect(user: ProxyUser): void;
  stop(): Promise<void>;
}

export const REALM = 'Harbor Street office network';
const CHALLENGE = { 'Proxy-Authenticate': `Basic realm="${REALM}"` };

/** A proxy as an office's network has one: it wants a name and a password, for plain calls and for tunnels. */
export async function startProxy(first: ProxyUser): Promise<OfficeProxy> {
  let user = first;
  let turnedAway = 0;
  let letThrough = 0;
  const isKnown = ({ headers }: IncomingMessage): boolean => {
    const wanted = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
    const known = headers['proxy-authorization'] === wanted;
    if (known) letThrough += 1;
    else turnedAway += 1;
    return known;
  };

  const server = createServer((incoming, outgoing) => {
    if (!isKnown(incoming)) {
      outgoing.writeHead(407, { ...CHALLENGE, 'Content-Type': 'text/html' }).end('<h1>Sign in first</h1>');
      return;
    }
    const headers = { ...incoming.headers };
    delete headers['proxy-authorization'];
    delete headers['proxy-connection'];
    const onward = ask(incoming.url ?? '', { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const tunnels = new Set<Socket>();
  server.on('connect', (incoming, socket: Socket) => {
    tunnels.add(socket);
    socket.on('error', () => socket.destroy());
    if (!isKnown(incoming)) {
      socket.end(
        `HTTP/1.1 407 Sign in first\r\nProxy-Authenticate: ${CHALLENGE['Proxy-Authenticate']}\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    const [host = '', port = ''] = (incoming.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(far).pipe(socket);
    });
    far.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get turnedAway() {
      return turnedAway;
    },
    get letThrough() {
      return letThrough;
    },
    expect(next) {
      user = next;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of tunnels) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
