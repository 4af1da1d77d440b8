import type { MergeOutcome } from '../../../shared/contract/bundles.ts';
import { isNothingNew } from '../../../shared/contract/nothing-new.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { nextPath, swapIn } from '../../store/copies/swap.ts';
import { removeDatabase } from '../../store/disk.ts';
import { inWorker } from '../../store/in-worker.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';
import type { BundleParts } from './bundle-parts.ts';
import type { JobAttention } from './bundle-work.ts';
import type { BackupDesk } from './desk.ts';
import type { Opened } from './opened-bundle.ts';

/** What a merge came to. `saved`: the backup that was made before it. */
export interface Merged {
  readonly saved: string;
  readonly added: MergeOutcome;
}

/**
 * Merges a bundle into a workspace that nobody has open: a backup first, then a database of both, which takes its place.
 * Until then nothing is altered. Null: it was cancelled.
 */
export async function mergeInto(
  { parts, worker, nativeBinding, keyOf }: BundleParts,
  backups: Pick<BackupDesk, 'make'>,
  workspace: WorkspaceFile,
  { path: bundle, keyHex: bundleKeyHex, bundle: { workspace: from }, about }: Opened,
  attention: JobAttention,
): Promise<Result<Merged | null>> {
  const key = await keyOf(workspace);
  if (!key.ok) return key;
  const saved = await backups.make(workspace.file.get().id, 'before_bulk');
  if (!saved.ok) return saved;
  if (saved.value === null) return fail('file_failed', { detail: 'The backup was cancelled.' });
  const path = databasePath(workspace.folder);
  const order = {
    path,
    keyHex: key.value,
    bundle,
    bundleKeyHex,
    origin: { workspace: from, name: about.name },
    at: parts.clock.now(),
    nativeBinding,
  };
  const merged = await inWorker(worker, 'merge', order, attention);
  if (merged?.ok !== true) {
    // A thread that was cancelled had no time to clear its drafts away.
    for (const left of [nextPath(path), `${nextPath(path)}.draft`]) removeDatabase(left);
    return merged ?? ok(null);
  }
  if (!isNothingNew(merged.value)) swapIn(path, null);
  parts.log.info('merged', { ...merged.value });
  return ok({ saved: saved.value.id, added: merged.value });
}
