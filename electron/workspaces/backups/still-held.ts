import type { Instant } from '../../../shared/clock.ts';
import type { BackupsView } from '../../../shared/contract/backups.ts';
import type { PurgeView, StillHeld } from '../../../shared/contract/trash.ts';
import { goneOn } from './rule.ts';

/**
 * What may still hold what a purge deleted: every backup that was made before it was over, and every one that is dated ahead
 * of the clock, because nobody knows when that was made.
 */
export function stillHeld(
  { finishedAt }: Pick<PurgeView, 'finishedAt'>,
  { backups, second }: Pick<BackupsView, 'backups' | 'second'>,
  now: Instant,
  zone: string,
): StillHeld {
  const holding = backups.filter(({ at }) => at <= finishedAt || at > now);
  const [newest] = holding.map(({ at }) => at).sort((a, b) => b - a);
  const isKnown = newest !== undefined && newest <= now;
  return { backups: holding.length, goneOn: isKnown ? goneOn(newest, zone) : null, second: second !== null };
}
