import type { Instant } from '../../shared/clock.ts';
import type { Fault } from './fault.ts';

/** One request that came in. `status` is null where no answer was given (a hung or broken connection). */
export interface LoggedRequest {
  readonly at: Instant;
  readonly method: string;
  readonly path: string;
  readonly receipt?: string;
  readonly status: number | null;
  /** The header that an office sends while it demonstrates the application for production access. */
  readonly demoId?: string;
  /** What it met on purpose. */
  readonly fault?: Fault['kind'];
}

/** What came in: every request is counted, the latest are kept. */
export interface RequestLog {
  /** How many requests came that match; all of them without a filter. */
  count(filter?: Partial<Pick<LoggedRequest, 'method' | 'path' | 'receipt' | 'status'>>): number;
  /** How many requests ended in which status, the most frequent first. */
  statuses(): { readonly status: number | null; readonly times: number }[];
  /** The latest requests, oldest first, at most 1,000. */
  readonly recent: readonly LoggedRequest[];
}

const KEPT = 1000;

export function createRequestLog(): RequestLog & { add(request: LoggedRequest): void } {
  const counts = new Map<string, { readonly request: LoggedRequest; times: number }>();
  const recent: LoggedRequest[] = [];
  return {
    recent,
    count(filter = {}) {
      const wanted = Object.entries(filter) as [keyof LoggedRequest, unknown][];
      let sum = 0;
      for (const { request, times } of counts.values()) {
        if (wanted.every(([field, value]) => request[field] === value)) sum += times;
      }
      return sum;
    },
    statuses() {
      const sums = new Map<number | null, number>();
      for (const { request, times } of counts.values()) {
        sums.set(request.status, (sums.get(request.status) ?? 0) + times);
      }
      return [...sums].map(([status, times]) => ({ status, times })).sort((a, b) => b.times - a.times);
    },
    add(request) {
      const key = `${request.method} ${request.path} ${request.status ?? '-'}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { request, times: 1 });
      else known.times += 1;
      recent.push(request);
      if (recent.length > KEPT) recent.shift();
    },
  };
}
