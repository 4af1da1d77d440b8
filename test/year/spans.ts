import type { Instant } from '../../shared/clock.ts';

/** A stretch of time: from `from` (included) to `until` (excluded). */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Puts spans in order and joins those that touch. */
export function joined(spans: readonly Span[]): Span[] {
  const result: { from: Instant; until: Instant }[] = [];
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until) as Instant;
    else if (from < until) result.push({ from, until });
  }
  return result;
}

/** What of the first spans lies in none of the second. Both are joined. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const result: Span[] = [];
  let next = 0;
  for (const span of spans) {
    let { from } = span;
    while (taken[next] !== undefined && (taken[next]?.until ?? 0) <= from) next += 1;
    for (let index = next; from < span.until; index += 1) {
      const hole = taken[index];
      if (hole === undefined || hole.from >= span.until) {
        result.push({ from, until: span.until });
        break;
      }
      if (hole.from > from) result.push({ from, until: hole.from });
      from = Math.max(from, hole.until) as Instant;
    }
  }
  return result;
}

/** Makes a function that says how much of joined spans lies before a moment: differences of it measure time in them. */
export function timeWithin(spans: readonly Span[]): (moment: Instant) => number {
  const before: number[] = [];
  let sum = 0;
  for (const { from, until } of spans) {
    before.push(sum);
    sum += until - from;
  }
  return (moment) => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.from ?? Infinity) <= moment) low = middle + 1;
      else high = middle;
    }
    const last = spans[low - 1];
    return last === undefined ? 0 : (before[low - 1] ?? 0) + Math.min(moment, last.until) - last.from;
  };
}
