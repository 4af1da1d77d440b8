import type { Fetch, FetchResponse } from '../../electron/uscis/fetch.ts';
import type { Clock, Instant, Milliseconds } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import type { Service } from './service.ts';

/** Hears what passes. The year is judged by this and not by what the program says of itself. */
export interface Witness {
  /** A call for a case arrived at the service. */
  arrived(receipt: string, at: Instant): void;
  /** An answer to a call for a case came back whole, to a client that still wanted it. */
  delivered(receipt: string, status: number, text: string): void;
}

/** The way to the service: a fetch that needs no port. */
export interface Wire {
  readonly fetch: Fetch;
  /** The network is there. */
  online: boolean;
  /** The laptop slept: every connection is dead. Some say so at once, others never. */
  cut(): void;
}

export const TOKEN_URL = 'https://service.example.invalid/oauth/accesstoken';
export const API_BASE = 'https://service.example.invalid/api';
const CASES = `${API_BASE}/case-status/`;

/** An answer takes this long, on its way back. */
const FASTEST: Milliseconds = 60;
const SLOWEST: Milliseconds = 1200;

export function createWire(clock: Clock, random: Random, service: Service, witness: Witness): Wire {
  const open = new Set<(error: Error) => void>();
  let online = true;

  const fetch: Fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        open.delete(fail);
        init.signal.removeEventListener('abort', onAbort);
        reject(error);
      };
      const onAbort = (): void => {
        fail(new Error('aborted'));
      };
      open.add(fail);
      init.signal.addEventListener('abort', onAbort, { once: true });
      const span = Math.round(FASTEST + (SLOWEST - FASTEST) * random.next() ** 4);
      if (!online) {
        clock.after(5, () => {
          fail(failure('ENETUNREACH'));
        });
        return;
      }
      const receipt = url.startsWith(CASES) ? url.slice(CASES.length) : null;
      if (receipt === null && url !== TOKEN_URL) throw new Error('an address that is not the service');
      if (receipt !== null) witness.arrived(receipt, clock.now());
      const reply = service.answer({ receipt, authorization: init.headers['Authorization'], body: init.body ?? '' });
      if (reply === null) return;
      clock.after(span, () => {
        if (!open.delete(fail)) return;
        init.signal.removeEventListener('abort', onAbort);
        if (reply === 'reset') {
          reject(failure('ECONNRESET'));
          return;
        }
        if (receipt !== null) witness.delivered(receipt, reply.status, reply.text);
        resolve(response(reply.status, reply.text));
      });
    });

  return {
    fetch,
    get online() {
      return online;
    },
    set online(is) {
      online = is;
      if (!is) this.cut();
    },
    cut() {
      const dead = [...open];
      open.clear();
      for (const fail of dead) if (random.next() < 0.5) fail(failure('ECONNRESET'));
    },
  };
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

function response(status: number, text: string): FetchResponse {
  let left: Uint8Array | null = new TextEncoder().encode(text);
  return {
    status,
    headers: { get: () => null },
    body: {
      getReader: () => ({
        read() {
          const value = left;
          left = null;
          return Promise.resolve(value === null ? { done: true } : { done: false, value });
        },
        cancel: () => Promise.resolve(),
      }),
    },
  };
}
