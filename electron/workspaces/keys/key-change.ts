import { done, fail, type Result } from '../../../shared/problem.ts';
import type { RecoveryCode } from '../../../shared/recovery-code.ts';
import { encryptAnew } from '../../store/copies/change-key.ts';
import { SWAP_STEPS } from '../../store/copies/swap.ts';
import { earlierKeysPath } from '../../vault/earlier-keys.ts';
import { slotPath, writeSlot } from '../../vault/recovery-slot.ts';
import { databaseKey, secretsOf, settleOnKey, SETTLE_STEPS } from './database-key.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

/** The moments of a key change, in their order: a test kills the process at each. */
export const KEY_CHANGE_STEPS = [
  'marked',
  'stored',
  'sealed',
  'kept',
  ...SWAP_STEPS,
  ...SETTLE_STEPS,
  'settled',
] as const;
export type KeyChangeStep = (typeof KEY_CHANGE_STEPS)[number];

interface Watch {
  /** How much of the work is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly at?: (step: KeyChangeStep) => void;
}

/**
 * Gives a closed workspace's database a new key, and its recovery slot the code `code`, which has been confirmed. The new
 * key is in the vault and in the slot, beside the old one, before the database is touched; the old one goes when the
 * database opens with the new one only. Killed at any moment, the next opening finishes it or takes it back.
 */
export async function changeDatabaseKey(
  parts: Pick<WorkspaceParts, 'vault' | 'runtime' | 'log' | 'clock' | 'storeWorker'>,
  files: WorkspaceFiles,
  workspace: WorkspaceFile,
  code: RecoveryCode,
  { onProgress = () => undefined, at = () => undefined }: Watch = {},
): Promise<Result<null>> {
  const { folder, file } = workspace;
  const { id, hasDatabase } = file.get();
  if (!hasDatabase) return fail('database_missing');
  const place = secretsOf(parts.vault, workspace);
  const key = await databaseKey(parts, files, place, workspace);
  if (!key.ok) return key;
  const next = parts.vault.newDatabaseKey();
  const worker = { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding };
  const change = { path: databasePath(folder), keyHex: key.value, nextHex: next };

  const prepared = async (): Promise<Result<null>> => {
    files.change(id, { keyChanging: true });
    at('marked');
    const stored = await place.write('next_database_key', next);
    if (!stored.ok) return stored;
    at('stored');
    const keys = [next, key.value];
    const slot = await parts.vault.sealSlot({ workspace: id, madeAt: parts.clock.now(), code, keys });
    const sealed = writeSlot(slotPath(folder), slot);
    if (!sealed.ok) return sealed;
    files.change(id, { recoveryWanted: false });
    at('sealed');
    const retiring = { workspace: id, keyHex: key.value, nextHex: next, at: parts.clock.now() };
    const kept = parts.vault.keepEarlierKey(earlierKeysPath(folder), retiring);
    if (!kept.ok) return kept;
    at('kept');
    return encryptAnew(worker, change, (copy) => onProgress(copy.done / (copy.total + 1)), at);
  };

  const encrypted = await prepared();
  const settled = encrypted.ok
    ? await settleOnKey(files, place, workspace, next, at)
    : await databaseKey(parts, files, place, workspace);
  // The next opening tries again: the database tells which of the keys is the right one.
  if (!settled.ok) parts.log.warn('key change: not tidied yet', { problem: settled.problem.kind });
  at('settled');
  if (!encrypted.ok) return encrypted;
  onProgress(1);
  return done;
}
