import { Temporal } from 'temporal-polyfill';
import { MINUTE, type Instant, type Milliseconds } from '../../shared/clock.ts';

/** Zones move their clocks at quarters of an hour, and at no other moment. */
const QUARTER = 15 * MINUTE;

/**
 * The same moment by the office's clock, with its distance from UTC. The distance is looked up once a quarter of an hour:
 * it is by far the dearest part of a line.
 */
export function officeClock(zone: string): (at: Instant) => string {
  const distances = new Map<number, { readonly span: Milliseconds; readonly words: string }>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const found = distances.get(quarter) ?? distanceAt(at, zone);
    distances.set(quarter, found);
    return new Date(at + found.span).toISOString().replace('Z', found.words);
  };
}

function distanceAt(at: Instant, zone: string): { span: Milliseconds; words: string } {
  const { offsetNanoseconds, offset } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { span: offsetNanoseconds / 1e6, words: offset };
}
