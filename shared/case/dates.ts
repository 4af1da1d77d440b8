import type { CivilDate } from '../clock.ts';
import type { StatusContent } from '../service/answer.ts';
import { decodeEntities } from './text.ts';

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** Makes a civil date of numbers, or null where there is no such day. */
function civil(year: number, month: number, day: number): CivilDate | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1900 ? (date.toISOString().slice(0, 10) as CivilDate) : null;
}

/**
 * Reads a date of the API: `MM-DD-YYYY HH:mm:ss` (month first) or `YYYY-MM-DD`, with or without a time; both stand in
 * one body. Gives `YYYY-MM-DDTHH:mm:ss` without a zone, because USCIS names none; null when it is neither.
 */
export function readServiceDateTime(text: string): string | null {
  const match = /^\s*(?:(\d{2})-(\d{2})-(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?!\d)(?:[T ](\d{2}:\d{2}:\d{2}))?/.exec(text);
  if (match === null) return null;
  const date = civil(Number(match[3] ?? match[4]), Number(match[1] ?? match[5]), Number(match[2] ?? match[6]));
  if (date === null) return null;
  const time = match[7] ?? '00:00:00';
  return time <= '23:59:59' && /^..:[0-5].:[0-5]/.test(time) ? `${date}T${time}` : null;
}

/** The civil date of such a moment; null when it is neither form. */
export const readServiceDate = (text: string): CivilDate | null =>
  (readServiceDateTime(text)?.slice(0, 10) ?? null) as CivilDate | null;

/** The date that an English description begins with: `On September 5, 2023, we …` or `As of …`. */
function dateInDescription(description: string): CivilDate | null {
  const match = /^\s*(?:On|As of) ([A-Z][a-z]+) (\d{1,2}), (\d{4})\b/.exec(decodeEntities(description));
  if (match === null) return null;
  const month = MONTHS.indexOf((match[1] ?? '').toLowerCase()) + 1;
  return month === 0 ? null : civil(Number(match[3]), month, Number(match[2]));
}

/** When USCIS said it: the record's `modifiedDate`, else the date in the description, else unknown. */
export function saidOn(content: StatusContent): CivilDate | null {
  if (content.modifiedAt !== null) return content.modifiedAt.slice(0, 10) as CivilDate;
  return dateInDescription(content.description.en);
}
