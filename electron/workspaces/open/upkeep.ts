import { HOUR, MINUTE, type Cancel, type Clock } from '../../../shared/clock.ts';
import type { Topic } from '../../../shared/contract/contract.ts';
import type { PurgeView } from '../../../shared/contract/trash.ts';
import { guarded } from '../../guard.ts';
import type { Log } from '../../log.ts';
import type { PlanNextCheck } from '../../store/types.ts';
import type { Store } from '../../store/store.ts';
import type { BulkWork } from './bulk-work.ts';
import type { SeenTime } from '../keeping/seen-time.ts';
import { createSerial } from '../serial.ts';

/** The log is written back and cut off at least so often. */
const TIDY_EVERY = 10 * MINUTE;

/** How often it is looked whether a case was deleted 30 days ago. */
const PURGE_EVERY = HOUR;

/** What an open workspace does for its database by itself, by the clock. */
export interface Upkeep {
  /** Groups the cases that are not grouped as they are to be. Gives how many moved. */
  regroup(): Promise<number>;
  /** Deletes these deleted cases for good; null: those whose 30 days are over. Null: none of them was deleted. */
  purge(ids: readonly number[] | null): Promise<PurgeView | null>;
  /** Begins; `stop` ends it. */
  start(): void;
  stop(): void;
}

interface UpkeepParts {
  readonly clock: Clock;
  /** What by itself goes for good goes by this one. */
  readonly seen: SeenTime;
  readonly log: Log;
  readonly store: Store;
  readonly bulk: BulkWork;
  /** When a case that moved is checked next. */
  readonly next: PlanNextCheck;
  readonly changed: (topics: readonly Topic[]) => void;
  /** There may be something to pull sooner than was planned. */
  readonly wake: () => void;
}

export function createUpkeep({ clock, seen, log, store, bulk, next, changed, wake }: UpkeepParts): Upkeep {
  const grouping = createSerial();
  const purging = createSerial();
  let cancelTidying: Cancel = () => undefined;
  let cancelPurging: Cancel = () => undefined;

  /** Not so grouped are they after another table of ours, another filing, or a program killed half way. */
  const regroup = async (): Promise<number> => {
    const moved = await bulk.run((breathe) => grouping(() => store.titles.regroup(next, breathe)));
    if (moved > 0) {
      changed(['cases', 'inbox', 'activity']);
      wake();
    }
    return moved;
  };

  const purge: Upkeep['purge'] = async (ids) => {
    const purged = await bulk.run((breathe) =>
      purging(() => store.trash.purge(ids, ids === null ? seen.now() : clock.now(), breathe)),
    );
    if (purged !== null) changed(['cases']);
    return purged;
  };

  /** A log that stays short would never be written back otherwise, and may hold what was deleted since. */
  const tidyLater = (): void => {
    cancelTidying = clock.after(TIDY_EVERY, () => {
      guarded(log, 'checkpoint', () => store.tidy())();
      tidyLater();
    });
  };

  /** What was deleted 30 days ago goes by itself, soon after. */
  const purgeDue = guarded(log, 'purge', async () => {
    const at = store.trash.nextPurgeAt();
    if (at !== null && at <= seen.now()) await purge(null);
  });
  const watchPurges = (): void => {
    purgeDue();
    cancelPurging = clock.after(PURGE_EVERY, watchPurges);
  };

  return {
    regroup,
    purge,
    start() {
      tidyLater();
      guarded(log, 'regroup', regroup)();
      watchPurges();
    },
    stop() {
      cancelTidying();
      cancelPurging();
    },
  };
}
