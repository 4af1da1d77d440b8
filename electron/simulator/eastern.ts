import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../shared/clock.ts';

/** USCIS's own clock on the wall. */
export const EASTERN = 'America/New_York';

/** The same steps of the same cases are told again and again, and finding out the zone's offset is slow. */
const known = new Map<Instant, Temporal.PlainDateTime>();
const MOST_KNOWN = 100_000;

function local(moment: Instant): Temporal.PlainDateTime {
  const found = known.get(moment);
  if (found !== undefined) return found;
  const fresh = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(EASTERN).toPlainDateTime();
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(moment, fresh);
  return fresh;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `MM-DD-YYYY HH:mm:ss`, as the API writes its own dates. */
export function wireDateTime(moment: Instant): string {
  const { year, month, day, hour, minute, second } = local(moment);
  return `${two(month)}-${two(day)}-${year} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `YYYY-MM-DD`, as the API writes the dates of a history. */
export const wireDate = (moment: Instant): string => local(moment).toPlainDate().toString();

const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};

/** A date in words: `September 5, 2023` or `5 de septiembre de 2023`. */
export function longDate(moment: Instant, language: 'en' | 'es'): string {
  const { year, month, day } = local(moment);
  const name = MONTHS[language][month - 1] ?? '';
  return language === 'en' ? `${name} ${day}, ${year}` : `${day} de ${name} de ${year}`;
}
