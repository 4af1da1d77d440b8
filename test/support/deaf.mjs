// A port that nobody answers at: it listens, its queue is full, and it takes nobody in. Prints the port, then sleeps for ever.
import { connect, createServer } from 'node:net';

const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  for (let guest = 0; guest < 3; guest += 1) connect(port, '127.0.0.1').on('error', () => undefined);
  process.stdout.write(`${port}\n`, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
