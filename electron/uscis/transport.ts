import { SECOND, type Clock, type Milliseconds } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import type { BodyReader, FetchInit, GuardedFetch } from './fetch.ts';
import { problemOf } from './network-errors.ts';

/**
 * The longest that one call may take, from connecting to the last byte: hung connections happen (seen on the wire). The
 * shorter limit for connecting alone, 10 s, is the fetch's own: only what connects knows when it has (desktop/connect-limit.ts;
 * Node's fetch has the same by itself).
 */
export const TIME_LIMIT: Milliseconds = 15 * SECOND;

/** The largest body that we read, in bytes. A case's answer has some kilobytes. */
export const BODY_LIMIT = 1024 * 1024;

/** A whole answer of HTTP. */
export interface Reply {
  readonly status: number;
  /** `Retry-After` as it stood. */
  readonly retryAfter: string | null;
  /** `Date` as it stood: the service's own clock. */
  readonly date: string | null;
  readonly body: string;
}

export type Request = Pick<FetchInit, 'method' | 'headers' | 'body'>;

/** Sends one request and reads its whole answer. Never rejects. */
export type Send = (url: string, request: Request, signal?: AbortSignal) => Promise<Result<Reply>>;

/**
 * Makes the one way out: with a time limit, a size limit and no redirects. When `signal` is aborted it resolves at once
 * with `network`: the caller looks at the signal. It does not trust the fetch to mind its own signal.
 */
export function createSend(fetch: GuardedFetch, clock: Clock): Send {
  return async (url, request, signal) => {
    if (signal?.aborted === true) return fail('network');
    const controller = new AbortController();
    let stop: (problem: 'timeout' | 'network') => void = () => undefined;
    const stopped = new Promise<Result<Reply>>((resolve) => {
      stop = (problem) => {
        resolve(fail(problem));
        controller.abort();
      };
    });
    const cancelTimer = clock.after(TIME_LIMIT, () => {
      stop('timeout');
    });
    const onAbort = (): void => {
      stop('network');
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([exchange(fetch, url, request, controller.signal), stopped]);
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    }
  };
}

async function exchange(
  fetch: GuardedFetch,
  url: string,
  request: Request,
  signal: AbortSignal,
): Promise<Result<Reply>> {
  try {
    const response = await fetch(url, {
      ...request,
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    const body = response.body === null ? '' : await readText(response.body.getReader());
    if (body === null) return fail('unreadable', { detail: 'body too large', said: { httpStatus: response.status } });
    const { status, headers } = response;
    return ok({ status, retryAfter: headers.get('retry-after'), date: headers.get('date'), body });
  } catch (thrown) {
    return fail(problemOf(thrown));
  }
}

/** Reads a body as UTF-8; null when it is larger than the limit. */
async function readText(reader: BodyReader): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value?.length ?? 0;
    if (size > BODY_LIMIT) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
