import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { instant } from '../../../shared/clock.ts';
import type { BundleView, MergePreview } from '../../../shared/contract/bundles.ts';
import { workspaceId } from '../../../shared/contract/fields.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import type { OpenedBundle } from '../../store/copies/bundle.ts';
import { readBundleHead } from '../../store/copies/bundle-file.ts';
import { removeDatabase } from '../../store/disk.ts';
import { inWorker } from '../../store/in-worker.ts';
import { slotIn, type RecoverySlot } from '../../vault/recovery-slot.ts';
import { aboutIn, type About } from '../about.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';
import type { BundleParts } from './bundle-parts.ts';
import { partOf, type JobAttention } from './bundle-work.ts';

/** What a bundle says of itself beside what its database tells. `program`: the version that made it. */
const aboutBundle = z.object({ madeAt: z.int(), program: z.string().max(100), workspace: workspaceId });
export type AboutBundle = z.infer<typeof aboutBundle>;

/** A bundle's file, and what opens it. */
export interface Chosen {
  readonly source: string;
  readonly bytes: number;
  readonly slot: RecoverySlot;
}

/** A bundle whose database was taken out. */
export interface Opened extends Chosen {
  /** Where its database lies meanwhile, under its own key. */
  readonly path: string;
  readonly keyHex: string;
  readonly bundle: AboutBundle;
  readonly about: About;
  readonly inside: OpenedBundle;
  /** With the workspace of this id, as it was when the two were compared; null: none was open, or it is of another environment. */
  readonly compared: { readonly id: string; readonly preview: MergePreview } | null;
}

/** `bundle_foreign`, `bundle_newer`, `bundle_damaged`. */
export function chooseBundle(source: string): Result<Chosen> {
  const head = readBundleHead(source);
  if (!head.ok) return head;
  const slot = slotIn(head.value.slot);
  if (slot.ok) return ok({ source, bytes: statSync(source).size, slot: slot.value });
  return fail(slot.problem.kind === 'recovery_newer' ? 'bundle_newer' : 'bundle_damaged');
}

/** Of the whole time the taking out is about so much. */
const TAKING_OUT = 0.7;

/**
 * Takes a bundle's database out into the profile, and compares it with the workspace that is open (`here`). Null: it was
 * cancelled. Where this gives no bundle, nothing of it stays.
 */
export async function openBundle(
  bundles: BundleParts,
  chosen: Chosen,
  keyHex: string,
  here: WorkspaceFile | null,
  { signal, onProgress }: JobAttention,
): Promise<Result<Opened | null>> {
  const path = join(bundles.parts.root, `bundle-${randomBytes(4).toString('hex')}.db`);
  let opened: Result<Opened | null> = ok(null);
  try {
    const taking = { signal, onProgress: partOf(onProgress, 0, TAKING_OUT) };
    const taken = await takeOut(bundles, chosen, keyHex, path, taking);
    if (!taken.ok || taken.value === null) return taken.ok ? ok(null) : taken;
    const comparing = { signal, onProgress: partOf(onProgress, TAKING_OUT, 1) };
    const compared = await compare(bundles, taken.value, here, comparing);
    if (!compared.ok) return compared;
    if (!signal.aborted) opened = ok({ ...taken.value, compared: compared.value });
    return opened;
  } finally {
    if (!opened.ok || opened.value === null) removeDatabase(path);
  }
}

async function takeOut(
  { worker, nativeBinding }: BundleParts,
  chosen: Chosen,
  keyHex: string,
  path: string,
  attention: JobAttention,
): Promise<Result<Omit<Opened, 'compared'> | null>> {
  const order = { source: chosen.source, keyHex, into: path, nativeBinding };
  const taken = await inWorker(worker, 'open_bundle', order, attention);
  if (taken === null) return ok(null);
  if (!taken.ok) return taken;
  const bundle = aboutBundle.safeParse(JSON.parse(taken.value.about));
  const about = aboutIn(taken.value.workspace);
  if (!bundle.success || about === null) {
    return fail('bundle_damaged', { detail: 'It does not say what it is of.' });
  }
  return ok({ ...chosen, path, keyHex, bundle: bundle.data, about, inside: taken.value });
}

/** What a merge with the open workspace would come to. Null: none is open, it is of another environment, or it was cancelled. */
async function compare(
  { worker, nativeBinding, keyOf }: BundleParts,
  { path, keyHex, about }: Omit<Opened, 'compared'>,
  here: WorkspaceFile | null,
  attention: JobAttention,
): Promise<Result<Opened['compared']>> {
  if (here === null || here.file.get().environment !== about.environment) return ok(null);
  const key = await keyOf(here);
  if (!key.ok) return key;
  const order = {
    path: databasePath(here.folder),
    keyHex: key.value,
    bundle: path,
    bundleKeyHex: keyHex,
    nativeBinding,
  };
  const compared = await inWorker(worker, 'compare_bundle', order, attention);
  if (compared === null) return ok(null);
  return compared.ok ? ok({ id: here.file.get().id, preview: compared.value }) : compared;
}

/** What the page may know of it. `openId`: the workspace that is open. */
export function viewOfBundle(
  { source, bytes, bundle, about, inside, compared }: Opened,
  openId: string | null,
): BundleView {
  return {
    file: basename(source),
    bytes,
    madeAt: instant(bundle.madeAt),
    program: bundle.program,
    name: about.name,
    environment: about.environment,
    endpoints: about.endpoints,
    counts: inside.counts,
    newestCheckAt: inside.newestCheckAt,
    merge: compared !== null && compared.id === openId ? compared.preview : null,
    isOther: openId !== null && compared === null,
  };
}
