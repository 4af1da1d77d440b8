import { Temporal } from 'temporal-polyfill';
import { instant, type CivilDate, type Instant } from '../clock.ts';

/** When a service answers: on these weekdays (1 Monday to 7 Sunday), from `opens` to `closes` by the wall clock of `zone`. */
export interface Hours {
  readonly zone: string;
  readonly weekdays: readonly number[];
  /** `HH:mm`, included. */
  readonly opens: string;
  /** `HH:mm`, excluded. */
  readonly closes: string;
}

const inZone = (moment: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);

/** Is this the name of a zone that the computer knows? Of any other no moment can be told. */
export function isZone(name: string): boolean {
  // Temporal alone would also take a whole date that ends in a zone.
  if (!/^[\w/+-]+$/.test(name)) return false;
  try {
    inZone(instant(0), name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Is the service open at this moment? `null` hours are always open. */
export function isOpen(hours: Hours | null, moment: Instant): boolean {
  if (hours === null) return true;
  const local = inZone(moment, hours.zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return hours.weekdays.includes(local.dayOfWeek) && time >= hours.opens && time < hours.closes;
}

/** The next moment, now included, at which the service is open. Null when it never opens. */
export function nextOpening(hours: Hours | null, moment: Instant): Instant | null {
  if (hours === null || isOpen(hours, moment)) return moment;
  return nextBoundary(hours, moment, hours.opens);
}

/** The next moment, after now, at which the service closes. Null when it is closed now or never closes. */
export function nextClosing(hours: Hours | null, moment: Instant): Instant | null {
  if (hours === null || !isOpen(hours, moment)) return null;
  return nextBoundary(hours, moment, hours.closes);
}

function nextBoundary(hours: Hours, moment: Instant, at: string): Instant | null {
  const today = inZone(moment, hours.zone).toPlainDate();
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = today.add({ days: ahead });
    const boundary = day.toZonedDateTime({ timeZone: hours.zone, plainTime: at }).epochMilliseconds;
    if (hours.weekdays.includes(day.dayOfWeek) && boundary > moment) return instant(boundary);
  }
  return null;
}

/** The calendar day that a moment falls on in a zone: the budget's day. */
export function dayIn(zone: string, moment: Instant): CivilDate {
  return inZone(moment, zone).toPlainDate().toString() as CivilDate;
}

/** The first moment of the next calendar day in a zone: when the budget begins anew. Daylight saving is minded. */
export function nextMidnight(zone: string, moment: Instant): Instant {
  return instant(inZone(moment, zone).toPlainDate().add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);
}
