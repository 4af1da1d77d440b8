import { DAY, HOUR, type CivilDate, type Instant, type Milliseconds } from '../clock.ts';
import type { Stage } from './status-groups.ts';

/** What an office can choose for one case. `automatic` follows the status; `never` watches no more. */
export const CADENCES = [
  'automatic',
  'every_4_hours',
  'every_6_hours',
  'every_12_hours',
  'daily',
  'weekly',
  'never',
] as const;
export type Cadence = (typeof CADENCES)[number];

const LENGTHS: Readonly<Record<Exclude<Cadence, 'automatic' | 'never'>, Milliseconds>> = {
  every_4_hours: 4 * HOUR,
  every_6_hours: 6 * HOUR,
  every_12_hours: 12 * HOUR,
  daily: DAY,
  weekly: 7 * DAY,
};

export interface CadenceInput {
  readonly cadence: Cadence;
  readonly stage: Stage;
  /** When USCIS said the present status, where it is known. */
  readonly saidOn: CivilDate | null;
  readonly pinned: boolean;
  readonly archived: boolean;
}

/** How long to wait between two checks of a case; null: never ask by itself. The defaults are the product's. */
export function checkEvery(input: CadenceInput, now: Instant): Milliseconds | null {
  if (input.archived || input.cadence === 'never') return null;
  if (input.cadence !== 'automatic') return LENGTHS[input.cadence];
  if (input.pinned) return LENGTHS.every_4_hours;
  if (input.stage === 'action') return LENGTHS.every_6_hours;
  if (input.stage !== 'decided') return LENGTHS.every_12_hours;
  const age = input.saidOn === null ? 0 : now - Date.parse(`${input.saidOn}T00:00:00Z`);
  return age <= 30 * DAY ? LENGTHS.daily : LENGTHS.weekly;
}
