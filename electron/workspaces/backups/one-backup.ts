import { join } from 'node:path';
import type { Cancel, Clock } from '../../../shared/clock.ts';
import type { BackupReason, BackupWork } from '../../../shared/contract/backups.ts';
import { ok, type Result } from '../../../shared/problem.ts';
import { clearDrafts, draftBytes, type Snapshot } from '../../store/copies/snapshots.ts';
import { inWorker, type StoreWorker } from '../../store/in-worker.ts';
import type { Tell } from '../../store/types.ts';
import { fingerprintOf, RECOVERY_FILE } from '../../vault/recovery-slot.ts';
import { databaseBytes } from '../place/disk-room.ts';
import { databasePath } from '../record.ts';

/** How often progress is looked at. */
const LOOK_EVERY = 250;

interface OneBackup {
  readonly clock: Clock;
  readonly worker: StoreWorker;
  /** The workspace's folder, and the folder of its backups. */
  readonly folder: string;
  readonly into: string;
  readonly keyHex: string;
  readonly reason: BackupReason;
  readonly signal: AbortSignal;
  /** Hears how far it is. */
  readonly show: (work: BackupWork) => void;
}

/** Makes one backup in the store's thread. Null: it was cancelled, and nothing of it stays. */
export async function makeBackup(one: OneBackup): Promise<Result<Snapshot | null>> {
  const { clock, worker, folder, into, keyHex, reason, signal, show } = one;
  const unfollow = follow(one);
  const order = {
    path: databasePath(folder),
    keyHex,
    into,
    at: clock.now(),
    reason,
    slot: join(folder, RECOVERY_FILE),
    keyMark: fingerprintOf(keyHex),
    nativeBinding: worker.nativeBinding,
  };
  const onProgress: Tell = ({ done, total }) => {
    if (done === total) return;
    unfollow();
    show({ what: reason, stage: 'checking', share: 0 });
  };
  try {
    const made = await inWorker(worker, 'snapshot', order, { signal, onProgress });
    if (made === null) clearDrafts(into);
    return made ?? ok(null);
  } finally {
    unfollow();
  }
}

/** Follows the copy that is being written, by the size of its file. */
function follow({ clock, folder, into, reason, show }: OneBackup): Cancel {
  const whole = Math.max(1, databaseBytes(databasePath(folder)));
  let cancel: Cancel = () => undefined;
  const lookAgain = (share: number): void => {
    show({ what: reason, stage: 'copying', share });
    cancel = clock.after(LOOK_EVERY, () => lookAgain(Math.min(1, draftBytes(into) / whole)));
  };
  lookAgain(0);
  return () => cancel();
}
