/**
 * The process that talks to the computer's keychain, and the only code that loads keytar. It is a process of its own
 * because a prompt can hang a call for ever, and even `process.exit()`: its parent kills it when the deadline is over.
 * It runs as Electron's utility process and, in tests, as a forked Node.
 */
import type * as Keytar from 'keytar';
import { keychainProblem, keytarAbsent } from './keychain-problem.ts';
import { keychainRequestSchema, type KeychainReply, type KeychainRequest } from './keychain-messages.ts';

/** Electron's way to the parent, in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

type Reply = (reply: KeychainReply) => void;

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };

if (parentPort !== undefined) {
  parentPort.on('message', ({ data }) => void answer(data, (reply) => parentPort.postMessage(reply)));
} else {
  process.on('message', (message) => void answer(message, (reply) => process.send?.(reply)));
  // The parent is gone: leave by a signal, as nothing else gets past a hung call.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

async function answer(message: unknown, reply: Reply): Promise<void> {
  const request = keychainRequestSchema.parse(message);
  const { id } = request;
  let keytar: typeof Keytar;
  try {
    keytar = await loadKeytar();
  } catch (error) {
    reply({ id, ok: false, problem: keytarAbsent(error) });
    return;
  }
  try {
    reply({ id, ok: true, value: await perform(keytar, request) });
  } catch (error) {
    const secret = request.op === 'set' ? request.secret : null;
    reply({ id, ok: false, problem: keychainProblem(error instanceof Error ? error.message : String(error), secret) });
  }
}

/** Keytar is CommonJS: Node hands the whole of it over as the default export. */
async function loadKeytar(): Promise<typeof Keytar> {
  const module = (await import('keytar')) as unknown as { readonly default: typeof Keytar };
  return module.default;
}

async function perform(keytar: typeof Keytar, request: KeychainRequest): Promise<string | boolean | null> {
  const { service, account } = request;
  switch (request.op) {
    case 'get':
      return keytar.getPassword(service, account);
    case 'set':
      await keytar.setPassword(service, account, request.secret);
      return null;
    case 'delete':
      return keytar.deletePassword(service, account);
  }
}
