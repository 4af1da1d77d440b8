import type { Language } from '../../app/i18n/resources.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in the largest decimal unit that fits, such as `2.4 MB` or `1 byte`. */
export function bytesInWords(bytes: number, language: Language): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(`${language}-US`, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    // The short name has no plural: "248 byte".
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}
