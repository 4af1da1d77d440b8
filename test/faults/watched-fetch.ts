import type { Fault } from '../../electron/simulator/fault.ts';
import type { RequestLog } from '../../electron/simulator/requests.ts';
import type { BodyReader, Fetch } from '../../electron/uscis/fetch.ts';

/** The simulator answered these only in part, and never will answer the rest. */
const ABANDONED: ReadonlySet<Fault['kind'] | undefined> = new Set<Fault['kind']>(['hang', 'stall']);

interface Call {
  readonly path: string;
  /** The how-manieth of this path, from 0. */
  readonly nth: number;
}

/** Knows which calls are under way, so that a test lets time pass only when nothing is on the wire. */
export function watchedFetch(log: RequestLog, delayed: () => number): { fetch: Fetch; quiet: () => boolean } {
  const pending = new Set<Call>();
  const begun = new Map<string, number>();

  const watch: Fetch = async (url, init) => {
    const path = new URL(url).pathname;
    const nth = begun.get(path) ?? 0;
    begun.set(path, nth + 1);
    const call = { path, nth };
    const over = (): void => {
      pending.delete(call);
    };
    pending.add(call);
    init.signal.addEventListener('abort', over, { once: true });
    try {
      const response = await fetch(url, init);
      if (response.body === null) over();
      return { status: response.status, headers: response.headers, body: watchedBody(response.body, over) };
    } catch (error) {
      over();
      throw error;
    }
  };

  /** Every call that is under way is one that the simulator keeps waiting on purpose. */
  const quiet = (): boolean => {
    let waiting = 0;
    for (const { path, nth } of pending) {
      const seen = log.recent.filter((entry) => entry.path === path)[nth];
      if (seen === undefined || seen.fault === 'trickle') waiting += 1;
      else if (!ABANDONED.has(seen.fault)) return false;
    }
    return waiting === delayed();
  };
  return { fetch: watch, quiet };
}

function watchedBody(
  body: ReadableStream<Uint8Array> | null,
  over: () => void,
): { getReader: () => BodyReader } | null {
  if (body === null) return null;
  return {
    getReader() {
      const reader = body.getReader();
      return {
        async read() {
          try {
            const piece = await reader.read();
            if (piece.done) over();
            return piece;
          } catch (error) {
            over();
            throw error;
          }
        },
        cancel() {
          over();
          return reader.cancel();
        },
      };
    },
  };
}
