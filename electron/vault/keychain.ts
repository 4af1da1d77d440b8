import { z } from 'zod';
import { SECOND, type Cancel, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { fail, ok, type Problem, type Result } from '../../shared/problem.ts';
import type { KeychainChild } from './keychain-child.ts';
import { keychainReplySchema, type KeychainRequest } from './keychain-messages.ts';

/** The computer's own keychain, behind a deadline. Every problem is `keychain_missing`, `_locked` or `_timeout`. */
export interface Keychain {
  /** The secret, or null. **Null does not mean that there is none**: a locked keychain can answer it too. */
  get(service: string, account: string): Promise<Result<string | null>>;
  set(service: string, account: string, secret: string): Promise<Result<null>>;
  /** Whether an entry was found and removed. False can also mean that it is locked. */
  remove(service: string, account: string): Promise<Result<boolean>>;
  /** Ends the process behind it, at once. The next call would start another. */
  close(): void;
}

interface KeychainParts {
  readonly spawn: () => KeychainChild;
  readonly clock: Clock;
  /** How long one call may take. Ten seconds unless said otherwise. */
  readonly deadline?: Milliseconds;
  /** How long the process is kept with nothing to do. Half a minute unless said otherwise. */
  readonly idle?: Milliseconds;
}

type Ask = KeychainRequest extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

/** One living process and the calls that wait for its answers. */
interface Host {
  readonly child: KeychainChild;
  readonly calls: Map<number, (result: Result<unknown>) => void>;
}

/**
 * Reaches the keychain through one process, started when first needed. A call that is over its deadline takes the
 * process with it, and the calls beside it: they wait for the same prompt. The next call starts a fresh one.
 */
export function createKeychain({ spawn, clock, deadline = 10 * SECOND, idle = 30 * SECOND }: KeychainParts): Keychain {
  let current: Host | null = null;
  let cancelIdle: Cancel = () => undefined;
  let lastId = 0;

  function end(host: Host, problem: Problem): void {
    if (current === host) {
      current = null;
      cancelIdle();
    }
    host.child.kill();
    for (const settle of [...host.calls.values()]) settle({ ok: false, problem });
  }

  function start(): Host {
    const host: Host = { child: spawn(), calls: new Map() };
    host.child.onMessage((message) => {
      const parsed = keychainReplySchema.safeParse(message);
      if (!parsed.success) {
        end(host, unreadable);
        return;
      }
      const reply = parsed.data;
      // A call that is no longer there was given up: its answer came too late.
      host.calls.get(reply.id)?.(reply.ok ? ok(reply.value) : { ok: false, problem: reply.problem });
    });
    host.child.onExit((how) =>
      end(host, { kind: 'keychain_missing', detail: `the keychain process ended on its own (${how})` }),
    );
    return host;
  }

  async function call<Value>(ask: Ask, schema: z.ZodType<Value>): Promise<Result<Value>> {
    const host = (current ??= start());
    const id = (lastId += 1);
    cancelIdle();
    const result = await new Promise<Result<unknown>>((resolve) => {
      const cancelDeadline = clock.after(deadline, () =>
        end(host, { kind: 'keychain_timeout', detail: `no answer within ${deadline} ms` }),
      );
      host.calls.set(id, (settled) => {
        cancelDeadline();
        host.calls.delete(id);
        rest(host);
        resolve(settled);
      });
      host.child.postMessage({ id, ...ask } satisfies KeychainRequest);
    });
    if (!result.ok) return result;
    const value = schema.safeParse(result.value);
    return value.success ? ok(value.data) : { ok: false, problem: unreadable };
  }

  /** Lets the process go once it has had nothing to do for a while. */
  function rest(host: Host): void {
    if (current !== host || host.calls.size > 0) return;
    cancelIdle = clock.after(idle, () => end(host, closed));
  }

  return {
    get: (service, account) => call({ op: 'get', service, account }, z.string().nullable()),
    set: (service, account, secret) => call({ op: 'set', service, account, secret }, z.null()),
    remove: (service, account) => call({ op: 'delete', service, account }, z.boolean()),
    close() {
      if (current !== null) end(current, closed);
    },
  };
}

const unreadable = fail('keychain_missing', { detail: 'the keychain process answered something unreadable' }).problem;
const closed = fail('keychain_missing', { detail: 'the keychain was closed' }).problem;
