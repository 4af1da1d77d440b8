import type { Language } from '../../app/i18n/resources.ts';
import type { Choice } from '../../ui/choices.tsx';

/** The time zones of the United States and its territories: USCIS keeps the wall clock of one of them. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'Pacific/Guam',
  'UTC',
];

/** The zones to choose from, in words, with the present one among them. */
export function zoneChoices(present: string, language: Language): Choice<string>[] {
  const zones = ZONES.includes(present) ? ZONES : [...ZONES, present];
  return zones.map((zone) => ({ value: zone, label: `${zoneName(zone, language)} (${zone})` }));
}

function zoneName(zone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(`${language}-US`, {
    timeZone: zone,
    timeZoneName: 'longGeneric',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
