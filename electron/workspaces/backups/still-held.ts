import type { Instant } from '../../../shared/clock.ts';
import type { HeldIn, PurgeView, StillHeld } from '../../../shared/contract/trash.ts';
import { goneOn } from './rule.ts';

/** The backups of a workspace that there are, in both folders, by when they were made. */
export interface BothFolders {
  readonly first: readonly { readonly at: Instant }[];
  /** `away`: its disk is not there now. Null: none is chosen. */
  readonly second: readonly { readonly at: Instant }[] | 'away' | null;
}

/**
 * What may still hold what a purge deleted: every backup that was made before it was over, and every one that is dated ahead
 * of the clock, because nobody knows when that was made.
 */
export function stillHeld(
  { finishedAt }: Pick<PurgeView, 'finishedAt'>,
  { first, second }: BothFolders,
  now: Instant,
  zone: string,
): StillHeld {
  const heldIn = (backups: BothFolders['first']): HeldIn => {
    const holding = backups.filter(({ at }) => at <= finishedAt || at > now);
    const [newest] = holding.map(({ at }) => at).sort((a, b) => b - a);
    const isKnown = newest !== undefined && newest <= now;
    return { backups: holding.length, goneOn: isKnown ? goneOn(newest, zone) : null };
  };
  return { ...heldIn(first), second: second === null || second === 'away' ? second : heldIn(second) };
}
