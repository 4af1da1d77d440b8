import { useTranslation } from 'react-i18next';
import { DAY, HOUR, MINUTE, type CivilDate, type Instant, type Milliseconds } from '../../../shared/clock.ts';
import { pageClock } from '../clock.ts';
import type { Language } from './resources.ts';

/** How dates and numbers are written in the language of the page. */
export interface Formats {
  /** `Sep 5, 2023`: a date without a zone, as it stands. */
  readonly date: (date: CivilDate) => string;
  /** `Tuesday, September 5, 2023`, in the reader's zone. */
  readonly day: (moment: Instant) => string;
  /** `2:28 PM`, in the reader's zone. */
  readonly time: (moment: Instant) => string;
  /** `Sep 5, 2023, 2:28 PM`, in the reader's zone. */
  readonly dateTime: (moment: Instant) => string;
  /** The same, with the name of the reader's zone. */
  readonly exact: (moment: Instant) => string;
  /** `5 minutes ago`, `in 3 hours`: the largest unit of which there are at least two. */
  readonly relative: (moment: Instant, now: Instant) => string;
  /** `5m ago`, `in 3h`: for tables. */
  readonly short: (moment: Instant, now: Instant) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
}

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** Less than a minute is "now"; 90 minutes are told in minutes, because "1 hour" would hide too much. */
function span(format: Intl.RelativeTimeFormat, length: Milliseconds): string {
  const size = Math.abs(length);
  if (size < MINUTE) return format.format(0, 'second');
  const [unit, one] = UNITS.find(([, each]) => size >= 2 * each) ?? ['minute', MINUTE];
  return format.format(Math.trunc(length / one), unit);
}

/** How moments, dates and numbers are written in a language, by the customs of the United States. */
export function createFormats(language: Language): Formats {
  const locale = `${language}-US`;
  const make = (options: Intl.DateTimeFormatOptions): ((moment: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (moment) => format.format(moment);
  };
  const date = make({ dateStyle: 'medium', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const short = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  return {
    date: (civil) => date(Date.parse(`${civil}T00:00:00Z`)),
    day: make({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
    time: make({ timeStyle: 'short' }),
    dateTime: make({ dateStyle: 'medium', timeStyle: 'short' }),
    exact: make({
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    }),
    relative: (moment, now) => span(relative, moment - now),
    // Spanish has no short form of its own: "dentro de 11 h" is said "en 11 h" as well.
    short: (moment, now) => span(short, moment - now).replace(/^dentro de /, 'en '),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
  };
}

/** The language of the page. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'es' ? 'es' : 'en');

const made = new Map<string, Formats>();

/**
 * The formats of a language, made once: they cost milliseconds, and every date on a screen wants them. Somebody who travels
 * with the computer changes its zone, and with it the offset.
 */
function formatsIn(language: Language, zoneOffset: number): Formats {
  const key = `${language} ${zoneOffset}`;
  const found = made.get(key) ?? createFormats(language);
  made.set(key, found);
  return found;
}

export const useFormats = (): Formats => formatsIn(useLanguage(), new Date(pageClock.now()).getTimezoneOffset());
