import { dirname, join } from 'node:path';
import { fail, type Result } from '../../../shared/problem.ts';
import { keyThatFits } from '../../store/copies/change-key.ts';
import { BACKUPS_FOLDER, snapshotFile, type Snapshot } from '../../store/copies/snapshots.ts';
import { earlierKeys, earlierKeysPath, forgetEarlierKeys } from '../../vault/earlier-keys.ts';
import { fingerprintOf, readSlot, slotPath } from '../../vault/recovery-slot.ts';
import type { WorkspaceFile } from '../record.ts';

/** Every key that a backup of a workspace may have: the present one first, then those of before, the newest first. */
export const keysOfBackups = ({ folder, file }: WorkspaceFile, keyHex: string): string[] => [
  keyHex,
  ...earlierKeys(earlierKeysPath(folder), file.get().id, keyHex),
];

/**
 * The key of a backup. `backup_other_key`: it was made under an earlier one that is kept here no more; with the recovery code
 * of its time it still opens anywhere. `database_unreadable`: it is damaged.
 */
export function keyOfBackup(
  workspace: WorkspaceFile,
  backup: Snapshot,
  keyHex: string,
  nativeBinding: string | undefined,
): Result<string> {
  const keys = keysOfBackups(workspace, keyHex);
  const file = snapshotFile(join(workspace.folder, BACKUPS_FOLDER), backup.id);
  const marks = marksOf(backup, dirname(file));
  const known = keys.map(fingerprintOf);
  const fitting = marks.length === 0 ? keys : keys.filter((_key, index) => marks.includes(known[index] ?? ''));
  if (fitting.length === 0) return fail('backup_other_key');
  return keyThatFits(file, fitting, nativeBinding);
}

/** By what fingerprints a backup's key goes: its own word for it, or its recovery slot's. None: it says nothing of it. */
function marksOf({ keyMark }: Snapshot, folder: string): readonly string[] {
  if (keyMark !== null) return [keyMark];
  const slot = readSlot(slotPath(folder));
  return slot.ok && slot.value !== null ? slot.value.keys.map(({ fingerprint }) => fingerprint) : [];
}

/**
 * Forgets the keys whose last backup has gone. `backups`: all that there are, in both places; where one does not say what
 * its key is, or a place is away, nothing is forgotten.
 */
export function forgetKeysWithoutBackups(
  { folder, file }: WorkspaceFile,
  keyHex: string,
  backups: readonly Snapshot[],
): void {
  const marks = backups.map(({ keyMark }) => keyMark);
  if (marks.includes(null)) return;
  const needed = new Set(marks.filter((mark) => mark !== null));
  forgetEarlierKeys(earlierKeysPath(folder), file.get().id, keyHex, needed);
}
