/** A page that a program shows, as its developer tools see it. */
export interface Page {
  /** Evaluates an expression, and waits for the promise that it may give. Tries again where a navigation came between. */
  evaluate<Value>(expression: string): Promise<Value>;
  press(key: 'Tab'): Promise<void>;
}

export interface DevTools {
  /** The first page that the program opens. */
  readonly page: Promise<Page>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId: string; readonly targetInfo: { readonly type: string } };
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

/** What a page says when the document that was asked is gone. */
const GONE = /context|navigat|Promise was collected/i;

/**
 * Connects to a program's developer tools. Playwright would do the same, but holds the program back until it is connected:
 * here nothing that is measured waits for us.
 */
export async function connect(address: string): Promise<DevTools> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  let last = 0;
  const send = (method: string, params: object, sessionId?: string): Promise<Message> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  const page = new Promise<Page>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id !== undefined) {
        waiting.get(message.id)?.resolve(message);
        waiting.delete(message.id);
      }
      if (message.method === 'Target.attachedToTarget' && message.params?.targetInfo.type === 'page') {
        resolve(pageOf(send, message.params.sessionId));
      }
    });
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The program has ended'));
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('The developer tools cannot be reached')));
  });
  await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  return { page, close: () => socket.close() };
}

function pageOf(send: (method: string, params: object, session?: string) => Promise<Message>, session: string): Page {
  return {
    async evaluate<Value>(expression: string): Promise<Value> {
      for (;;) {
        const params = { expression, awaitPromise: true, returnByValue: true };
        const { result, error } = await send('Runtime.evaluate', params, session);
        if (error === undefined) {
          const { result: value, exceptionDetails } = result as unknown as Evaluated;
          if (exceptionDetails === undefined) return value.value as Value;
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        }
        if (!GONE.test(error.message)) throw new Error(error.message);
      }
    },
    async press(key) {
      const event = { key, code: key, windowsVirtualKeyCode: 9 };
      await send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event }, session);
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }, session);
    },
  };
}
