import { existsSync } from 'node:fs';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { keyThatFits, removeDrafts } from '../../store/copies/change-key.ts';
import { problemOf } from '../../store/problems.ts';
import { earlierKeysPath } from '../../vault/earlier-keys.ts';
import { onlyKey, readSlot, removeSlotDraft, slotPath, writeSlot } from '../../vault/recovery-slot.ts';
import { readDatabaseKey, readNextDatabaseKey } from '../../vault/secrets.ts';
import type { Secrets, Vault } from '../../vault/vault.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

type KeyParts = Pick<WorkspaceParts, 'vault' | 'runtime' | 'log'>;

/** The secrets of a workspace, where its file says that they are. */
export function secretsOf(vault: Pick<Vault, 'open'>, { home, file }: WorkspaceFile): Secrets {
  const { secretsIn, id } = file.get();
  return vault.open(secretsIn, id, home);
}

/** The database's key: the stored one, or, for a workspace that never had one, a new one that is stored first. */
export async function databaseKey(
  parts: KeyParts,
  files: WorkspaceFiles,
  place: Secrets,
  workspace: WorkspaceFile,
): Promise<Result<string>> {
  const { folder, file } = workspace;
  const { id, hasDatabaseKey, hasDatabase, keyChanging } = file.get();
  // The database itself counts too: a program that was killed may not have written the markers.
  const found = await readDatabaseKey(place, hasDatabaseKey || hasDatabase || existsSync(databasePath(folder)));
  if (keyChanging) return afterChange(parts, files, place, workspace, found);
  if (!found.ok) return found;
  if (found.value !== null) return ok(found.value);
  const key = parts.vault.newDatabaseKey();
  const written = await place.write('database_key', key);
  if (!written.ok) return written;
  files.change(id, { hasDatabaseKey: true });
  return ok(key);
}

/**
 * The key after a change that was cut off. The database itself tells how far it had come: it opens with the new key, and
 * the change is finished; or with the old one, and it is taken back. What cannot be tidied now waits for the next opening.
 */
async function afterChange(
  parts: KeyParts,
  files: WorkspaceFiles,
  place: Secrets,
  workspace: WorkspaceFile,
  found: Result<string | null>,
): Promise<Result<string>> {
  const next = await readNextDatabaseKey(place);
  if (!next.ok) return next;
  const known = [next.value, found.ok ? found.value : null].filter((key) => key !== null);
  if (known.length === 0) return found.ok ? fail('secret_lost') : found;
  const { folder, file } = workspace;
  const key = keyThatFits(databasePath(folder), known, parts.runtime.sqliteBinding, file.get().salt);
  if (!key.ok) return key;
  const settled = await settleOnKey(files, place, workspace, key.value);
  if (!settled.ok) parts.log.warn('key change: not tidied yet', { problem: settled.problem.kind });
  return key;
}

/** The moments of `settleOnKey` between which a program can be killed. */
export const SETTLE_STEPS = ['promoted', 'dropped', 'pruned'] as const;

/** Makes a key that opens the database the only one: in the vault, in the recovery slot, and in the record. */
export async function settleOnKey(
  files: WorkspaceFiles,
  place: Secrets,
  { folder, file }: WorkspaceFile,
  key: string,
  at: (step: (typeof SETTLE_STEPS)[number]) => void = () => undefined,
): Promise<Result<null>> {
  const stored = await place.read('database_key', false);
  if (!stored.ok || stored.value !== key) {
    const promoted = await place.write('database_key', key);
    if (!promoted.ok) return promoted;
  }
  at('promoted');
  const dropped = await place.remove('next_database_key');
  if (!dropped.ok) return dropped;
  at('dropped');
  const pruned = pruneSlot(slotPath(folder), key);
  if (!pruned.ok) return pruned;
  at('pruned');
  try {
    removeDrafts(databasePath(folder));
    removeKeyDrafts(folder);
    files.change(file.get().id, { hasDatabaseKey: true, keyChanging: false });
    return done;
  } catch (error) {
    return problemOf(error);
  }
}

/** Clears away what a program that was killed while it wrote a slot may have left beside it. */
export function removeKeyDrafts(folder: string): void {
  for (const path of [slotPath(folder), earlierKeysPath(folder)]) removeSlotDraft(path);
}

/** Takes the other keys out of the slot, which needs no code. One that is not sound, or holds none of ours, is left alone. */
function pruneSlot(path: string, key: string): Result<null> {
  const slot = readSlot(path);
  if (!slot.ok || slot.value === null) return done;
  const pruned = onlyKey(slot.value, key);
  return pruned === null || pruned.keys.length === slot.value.keys.length ? done : writeSlot(path, pruned);
}
