import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { instant } from '../../../shared/clock.ts';
import type {
  BundlesView,
  BundleView,
  BundleWork,
  MergeOutcome,
  MergePreview,
} from '../../../shared/contract/bundles.ts';
import { isNothingNew } from '../../../shared/contract/nothing-new.ts';
import { workspaceId } from '../../../shared/contract/fields.ts';
import type { CodeTried } from '../../../shared/contract/keys.ts';
import type { SecretPlace } from '../../../shared/contract/workspaces.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import type { OpenedBundle } from '../../store/copies/bundle.ts';
import { draftOf, readBundleHead } from '../../store/copies/bundle-file.ts';
import { nextPath, swapIn } from '../../store/copies/swap.ts';
import { removeDatabase } from '../../store/disk.ts';
import { inWorker } from '../../store/in-worker.ts';
import { problemOf } from '../../store/problems.ts';
import type { Progress } from '../../store/types.ts';
import { onlyKey, openSlot, readSlot, slotIn, slotPath, type RecoverySlot } from '../../vault/recovery-slot.ts';
import { aboutIn, type About } from '../about.ts';
import type { BackupDesk } from './desk.ts';
import { takeIn } from './backups.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import type { Door } from '../door.ts';
import type { Making } from '../making.ts';
import { outsideOwnFolder } from '../place/own-folder.ts';
import type { WorkspaceParts } from '../parts.ts';
import { createAttempts } from '../keys/attempts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

/** The hand-off between colleagues: a workspace leaves in one file, and is opened elsewhere or merged there. */
export interface Bundles {
  state(): BundlesView;
  /** `bundle_needs_code`: nobody could open it. Null: it was cancelled. */
  exportTo(id: string, target: string): Promise<Result<{ path: string; bytes: number } | null>>;
  /** Takes a file in view, in place of the one before. `bundle_foreign`, `bundle_newer`, `recovery_damaged`. */
  choose(source: string): Promise<Result<{ file: string }>>;
  /** Opens the chosen file with its code. Null: it was cancelled. */
  open(typed: string): Promise<Result<CodeTried | null>>;
  cancel(): void;
  /** Lets go of the file that was chosen, of what was read from it and of its key. */
  forget(): void;
  /** Makes a workspace of the opened bundle. */
  make(secretsIn: SecretPlace): Promise<Result<{ id: string }>>;
  /** Merges the opened bundle into the open workspace, which is saved as a backup first: `saved`. */
  merge(id: string): Promise<Result<{ saved: string; added: MergeOutcome }>>;
}

/** What a bundle says of itself beside what its database tells. */
const aboutBundle = z.object({ madeAt: z.int(), program: z.string().max(100), workspace: workspaceId });
type AboutBundle = z.infer<typeof aboutBundle>;

interface Chosen {
  readonly source: string;
  readonly bytes: number;
  readonly slot: RecoverySlot;
}

interface Opened extends Chosen {
  /** Where its database lies meanwhile, under its own key. */
  readonly path: string;
  readonly keyHex: string;
  readonly bundle: AboutBundle;
  readonly about: About;
  readonly inside: OpenedBundle;
  /** With the workspace of this id, as it was when it was compared. */
  compared: { readonly id: string; readonly preview: MergePreview } | null;
}

/** `version`: of this program, which a bundle names. */
export function createBundles(
  parts: WorkspaceParts,
  files: WorkspaceFiles,
  door: Door,
  making: Making,
  backups: Pick<BackupDesk, 'make'>,
): Bundles {
  const { clock, events, vault, log } = parts;
  const { sqliteBinding: nativeBinding } = parts.runtime;
  const worker = { path: parts.storeWorker, nativeBinding };
  const attempts = createAttempts(clock);
  let work: BundleWork | null = null;
  let running: AbortController | null = null;
  let chosen: Chosen | null = null;
  let opened: Opened | null = null;

  const changed = (): void => events.changed(['backups', 'app']);
  const keyOf = (workspace: WorkspaceFile): Promise<Result<string>> =>
    databaseKey(parts, files, secretsOf(vault, workspace), workspace);

  /** One thing at a time, with everything else that opens and closes workspaces; its progress is shown. */
  const busy = <Value>(
    what: BundleWork['what'],
    task: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Result<Value>>,
  ): Promise<Result<Value>> =>
    door.serial(async () => {
      const controller = new AbortController();
      running = controller;
      const show = (share: number): void => {
        work = { what, share };
        changed();
      };
      show(0);
      try {
        return await task(controller.signal, (progress) => show(progress.done / Math.max(1, progress.total)));
      } catch (error) {
        return problemOf(error);
      } finally {
        work = null;
        running = null;
        changed();
      }
    });

  const forget = (): void => {
    if (opened !== null) removeDatabase(opened.path);
    chosen = null;
    opened = null;
    changed();
  };

  /** The slot that this key's code opens; a bundle without one would open for nobody. */
  const slotOf = (folder: string, keyHex: string): Result<RecoverySlot> => {
    const slot = readSlot(slotPath(folder));
    if (!slot.ok) return slot;
    const own = slot.value === null ? null : onlyKey(slot.value, keyHex);
    return own === null ? fail('bundle_needs_code') : ok(own);
  };

  /** What a merge with the open workspace would come to; null: none is open, or it is of another environment. */
  const compare = async (with_: Opened): Promise<Result<null>> => {
    const here = door.current();
    const found = here === null ? null : files.find(here.id);
    with_.compared = null;
    if (found === null || found.file.get().environment !== with_.about.environment) return done;
    const key = await keyOf(found);
    if (!key.ok) return key;
    const order = {
      path: databasePath(found.folder),
      keyHex: key.value,
      bundle: with_.path,
      bundleKeyHex: with_.keyHex,
      nativeBinding,
    };
    const compared = await inWorker(worker, 'compare_bundle', order);
    if (compared?.ok !== true) return compared ?? fail('unexpected');
    with_.compared = { id: found.file.get().id, preview: compared.value };
    return done;
  };

  const takeOut = async (
    file: Chosen,
    keyHex: string,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Result<Opened | null>> => {
    const path = join(parts.root, `bundle-${randomBytes(4).toString('hex')}.db`);
    const order = { source: file.source, keyHex, into: path, nativeBinding };
    const taken = await inWorker(worker, 'open_bundle', order, { signal, onProgress });
    if (taken?.ok !== true) {
      removeDatabase(path);
      return taken ?? ok(null);
    }
    const bundle = aboutBundle.safeParse(JSON.parse(taken.value.about));
    const about = aboutIn(taken.value.workspace);
    if (!bundle.success || about === null) {
      removeDatabase(path);
      return fail('bundle_damaged', { detail: 'It does not say what it is of.' });
    }
    return ok({ ...file, path, keyHex, bundle: bundle.data, about, inside: taken.value, compared: null });
  };

  const mergeInto = async (
    workspace: WorkspaceFile,
    bundle: Opened,
    onProgress: (progress: Progress) => void,
  ): Promise<Result<{ saved: string; added: MergeOutcome }>> => {
    const id = workspace.file.get().id;
    const key = await keyOf(workspace);
    if (!key.ok) return key;
    const saved = await backups.make(id, 'before_bulk');
    if (!saved.ok) return saved;
    if (saved.value === null) return fail('file_failed', { detail: 'The backup was cancelled.' });
    const path = databasePath(workspace.folder);
    const order = {
      path,
      keyHex: key.value,
      bundle: bundle.path,
      bundleKeyHex: bundle.keyHex,
      origin: { workspace: bundle.bundle.workspace, name: bundle.about.name },
      at: clock.now(),
      nativeBinding,
    };
    const merged = await inWorker(worker, 'merge', order, { onProgress });
    if (merged?.ok !== true) return merged ?? fail('unexpected');
    if (!isNothingNew(merged.value)) swapIn(path, null);
    log.info('merged', { ...merged.value });
    return ok({ saved: saved.value.id, added: merged.value });
  };

  return {
    state() {
      // A locked program holds no key and shows no name.
      if (opened !== null && door.trouble()?.problem.kind === 'locked') forget();
      return {
        work,
        chosen: chosen === null || opened !== null ? null : { file: basename(chosen.source), bytes: chosen.bytes },
        bundle: opened === null ? null : viewOf(opened, door.current()?.id ?? null),
        wait: chosen === null ? 0 : attempts.wait(chosen.slot.workspace),
      };
    },

    exportTo: (id, target) =>
      busy('export', async (signal, onProgress) => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const allowed = outsideOwnFolder(target, dirname(parts.root));
        if (!allowed.ok) return allowed;
        const key = await keyOf(found);
        if (!key.ok) return key;
        const slot = slotOf(found.folder, key.value);
        if (!slot.ok) return slot;
        const about: AboutBundle = { madeAt: clock.now(), program: parts.version, workspace: id };
        const staging = join(found.folder, 'bundle-draft');
        const order = {
          path: databasePath(found.folder),
          keyHex: key.value,
          staging,
          at: instant(about.madeAt),
          target,
          slot: slot.value,
          saltHex: randomBytes(32).toString('hex'),
          about: JSON.stringify(about),
          nativeBinding,
        };
        const made = await inWorker(worker, 'export_bundle', order, { signal, onProgress });
        if (made !== null) return made.ok ? ok({ path: target, bytes: made.value.bytes }) : made;
        // A thread that was cancelled had no time to clear its drafts away.
        rmSync(staging, { recursive: true, force: true });
        rmSync(draftOf(target), { force: true });
        return ok(null);
      }),

    choose: (source) =>
      door.serial(() => {
        forget();
        const head = readBundleHead(source);
        if (!head.ok) return Promise.resolve(head);
        const slot = slotIn(head.value.slot);
        if (!slot.ok)
          return Promise.resolve(
            slot.problem.kind === 'recovery_newer' ? fail('bundle_newer') : fail('bundle_damaged'),
          );
        chosen = { source, bytes: statSync(source).size, slot: slot.value };
        changed();
        return Promise.resolve(ok({ file: basename(source) }));
      }),

    open: (typed) =>
      busy('open', async (signal, onProgress): Promise<Result<CodeTried | null>> => {
        const file = chosen;
        if (file === null) return fail('not_found');
        const { workspace } = file.slot;
        const wait = attempts.wait(workspace);
        if (wait > 0) return ok({ outcome: 'wait', wait });
        const read = readRecoveryCode(typed);
        if (read.kind !== 'good') return fail('code_unreadable');
        attempts.trying(workspace);
        const keys = await openSlot(file.slot, read.code);
        const [keyHex] = keys.ok ? keys.value : [];
        if (keyHex === undefined) return ok({ outcome: 'wrong', wait: attempts.wait(workspace) });
        attempts.forgive(workspace);
        const taken = await takeOut(file, keyHex, signal, onProgress);
        if (!taken.ok || taken.value === null) return taken.ok ? ok(null) : taken;
        if (opened !== null) removeDatabase(opened.path);
        opened = taken.value;
        const compared = await compare(opened);
        return compared.ok ? ok({ outcome: 'opened', wait: 0 }) : compared;
      }),

    cancel: () => running?.abort(),
    forget,

    make: (secretsIn) =>
      busy('make', async () => {
        if (opened === null) return fail('not_found');
        const { path, keyHex } = opened;
        const made = await takeIn(
          parts,
          { source: path, opens: [{ kind: 'raw', hex: keyHex }], secretsIn },
          (about) => {
            const name = making.nameTaken(about.name) ? making.freeName(about.name) : about.name;
            return making.make(
              { ...making.newRecord({ ...about, name, secretsIn }), paused: true, hasDatabase: true },
              null,
            );
          },
          ({ file }) => files.delete(file.get().id),
        );
        if (!made.ok) return made;
        forget();
        const result = await door.open(made.value);
        return result.ok ? ok({ id: made.value.file.get().id }) : result;
      }),

    merge: (id) =>
      busy('merge', async (_signal, onProgress) => {
        const bundle = opened;
        const found = files.find(id);
        if (bundle === null || found === null || door.current()?.id !== id) return fail('no_workspace');
        if (found.file.get().environment !== bundle.about.environment) return fail('bundle_other_environment');
        await door.closeFor({ kind: 'bundle_merging' });
        try {
          const merged = await mergeInto(found, bundle, onProgress);
          if (merged.ok) forget();
          else removeDatabase(nextPath(databasePath(found.folder)));
          const again = await door.open(found);
          return merged.ok && !again.ok ? again : merged;
        } catch (error) {
          await door.open(found);
          throw error;
        }
      }),
  };
}

function viewOf({ source, bytes, bundle, about, inside, compared }: Opened, openId: string | null): BundleView {
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
