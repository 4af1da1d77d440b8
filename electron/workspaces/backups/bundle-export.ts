import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { bundleStaging } from '../../store/copies/bundle.ts';
import { inWorker } from '../../store/in-worker.ts';
import { onlyKey, readSlot, slotPath, type RecoverySlot } from '../../vault/recovery-slot.ts';
import { byDraftOf } from '../place/drafts.ts';
import { outsideOwnFolder } from '../place/own-folder.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';
import type { BundleParts } from './bundle-parts.ts';
import type { JobAttention } from './bundle-work.ts';
import type { AboutBundle } from './opened-bundle.ts';

/** Packs a workspace. `bundle_needs_code`: nobody could open it. Null: it was cancelled, and nothing of it stays. */
export async function exportWorkspace(
  { parts, worker, nativeBinding, keyOf }: BundleParts,
  workspace: WorkspaceFile,
  target: string,
  attention: JobAttention,
): Promise<Result<{ path: string; bytes: number } | null>> {
  const { folder, file } = workspace;
  const allowed = outsideOwnFolder(target, dirname(parts.root));
  if (!allowed.ok) return allowed;
  const key = await keyOf(workspace);
  if (!key.ok) return key;
  const slot = slotOf(folder, key.value);
  if (!slot.ok) return slot;
  const about: AboutBundle = { madeAt: parts.clock.now(), program: parts.version, workspace: file.get().id };
  const staging = bundleStaging(folder);
  const order = {
    path: databasePath(folder),
    keyHex: key.value,
    staging,
    at: instant(about.madeAt),
    target,
    slot: slot.value,
    saltHex: randomBytes(32).toString('hex'),
    about: JSON.stringify(about),
    nativeBinding,
  };
  const made = await byDraftOf(parts, workspace)(target, () => inWorker(worker, 'export_bundle', order, attention));
  if (made !== null) return made.ok ? ok({ path: target, bytes: made.value.bytes }) : made;
  // A thread that was cancelled had no time to clear its copy away.
  rmSync(staging, { recursive: true, force: true });
  return ok(null);
}

/** The slot that this key's code opens; a bundle without one would open for nobody. */
function slotOf(folder: string, keyHex: string): Result<RecoverySlot> {
  const slot = readSlot(slotPath(folder));
  if (!slot.ok) return slot;
  const own = slot.value === null ? null : onlyKey(slot.value, keyHex);
  return own === null ? fail('bundle_needs_code') : ok(own);
}
