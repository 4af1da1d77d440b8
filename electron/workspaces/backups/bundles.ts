import { basename } from 'node:path';
import type { BundlesView } from '../../../shared/contract/bundles.ts';
import type { CodeTried } from '../../../shared/contract/keys.ts';
import type { SecretPlace } from '../../../shared/contract/workspaces.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { removeDatabase } from '../../store/disk.ts';
import { openSlot } from '../../vault/recovery-slot.ts';
import type { Door } from '../door.ts';
import { createAttempts } from '../keys/attempts.ts';
import type { Making } from '../making.ts';
import type { WorkspaceParts } from '../parts.ts';
import type { WorkspaceFiles } from '../record.ts';
import { takeIn } from './backups.ts';
import { exportWorkspace } from './bundle-export.ts';
import { mergeInto, type Merged } from './bundle-merge.ts';
import { bundleParts } from './bundle-parts.ts';
import { createBundleJobs } from './bundle-work.ts';
import type { BackupDesk } from './desk.ts';
import { chooseBundle, openBundle, viewOfBundle, type Chosen, type Opened } from './opened-bundle.ts';

/** The hand-off between colleagues: a workspace leaves in one file, and is opened elsewhere or merged there. */
export interface Bundles {
  state(): BundlesView;
  /** `bundle_needs_code`: nobody could open it. Null: it was cancelled. */
  exportTo(id: string, target: string): Promise<Result<{ path: string; bytes: number } | null>>;
  /** Takes a file in view, in place of the one before. `bundle_foreign`, `bundle_newer`, `recovery_damaged`. */
  choose(source: string): Promise<Result<{ file: string }>>;
  /** Opens the chosen file with its code. Null: it was cancelled. */
  open(typed: string): Promise<Result<CodeTried | null>>;
  /** Ends an export, an opening or a merge. */
  cancel(): void;
  /** Lets go of the file that was chosen, of what was read from it and of its key. */
  forget(): void;
  /** Makes a workspace of the opened bundle. */
  make(secretsIn: SecretPlace): Promise<Result<{ id: string }>>;
  /** Merges the opened bundle into the open workspace, which is saved as a backup first. Null: it was cancelled. */
  merge(id: string): Promise<Result<Merged | null>>;
}

export function createBundles(
  parts: WorkspaceParts,
  files: WorkspaceFiles,
  door: Door,
  making: Making,
  backups: Pick<BackupDesk, 'make'>,
): Bundles {
  const own = bundleParts(parts, files);
  const attempts = createAttempts(parts.clock);
  const changed = (): void => parts.events.changed(['backups', 'app']);
  const jobs = createBundleJobs(door, changed);
  let chosen: Chosen | null = null;
  let opened: Opened | null = null;

  const hold = (next: Chosen | null, nextOpened: Opened | null = null): void => {
    if (opened !== null && opened !== nextOpened) removeDatabase(opened.path);
    chosen = next;
    opened = nextOpened;
    changed();
  };

  /** Tries a code on the chosen file. Null: it is another's, and the next try has to wait. */
  const keyBy = async ({ slot }: Chosen, code: Parameters<typeof openSlot>[1]): Promise<string | null> => {
    attempts.trying(slot.workspace);
    const keys = await openSlot(slot, code);
    const [keyHex] = keys.ok ? keys.value : [];
    if (keyHex === undefined) return null;
    attempts.forgive(slot.workspace);
    return keyHex;
  };

  return {
    state() {
      // A locked program holds no key and shows no name.
      if (opened !== null && door.trouble()?.problem.kind === 'locked') hold(null);
      return {
        work: jobs.now(),
        chosen: chosen === null || opened !== null ? null : { file: basename(chosen.source), bytes: chosen.bytes },
        bundle: opened === null ? null : viewOfBundle(opened, door.current()?.id ?? null),
        wait: chosen === null ? 0 : attempts.wait(chosen.slot.workspace),
      };
    },

    exportTo: (id, target) =>
      jobs.run('export', async (attention) => {
        const found = files.find(id);
        return found === null ? fail('no_workspace') : exportWorkspace(own, found, target, attention);
      }),

    choose: (source) =>
      door.serial(() => {
        const found = chooseBundle(source);
        hold(found.ok ? found.value : null);
        return Promise.resolve(found.ok ? ok({ file: basename(source) }) : found);
      }),

    open: (typed) =>
      jobs.run('open', async (attention): Promise<Result<CodeTried | null>> => {
        const file = chosen;
        if (file === null) return fail('not_found');
        const { workspace } = file.slot;
        const wait = attempts.wait(workspace);
        if (wait > 0) return ok({ outcome: 'wait', wait });
        const read = readRecoveryCode(typed);
        if (read.kind !== 'good') return fail('code_unreadable');
        const keyHex = await keyBy(file, read.code);
        if (keyHex === null) return ok({ outcome: 'wrong', wait: attempts.wait(workspace) });
        const here = door.current();
        const result = await openBundle(own, file, keyHex, here === null ? null : files.find(here.id), attention);
        if (!result.ok || result.value === null) return result.ok ? ok(null) : result;
        hold(file, result.value);
        return ok({ outcome: 'opened', wait: 0 });
      }),

    cancel: () => jobs.cancel(),
    forget: () => hold(null),

    make: (secretsIn) =>
      jobs.run('make', async () => {
        if (opened === null) return fail('not_found');
        const { path, keyHex } = opened;
        const made = await takeIn(
          parts,
          { source: path, opens: [{ kind: 'raw', hex: keyHex }], secretsIn },
          (about) => making.begin(about, secretsIn),
          ({ file }) => files.delete(file.get().id),
        );
        if (!made.ok) return made;
        hold(null);
        const result = await door.open(made.value);
        return result.ok ? ok({ id: made.value.file.get().id }) : result;
      }),

    merge: (id) =>
      jobs.run('merge', async (attention) => {
        const bundle = opened;
        const found = files.find(id);
        if (bundle === null || found === null || door.current()?.id !== id) return fail('no_workspace');
        if (found.file.get().environment !== bundle.about.environment) return fail('bundle_other_environment');
        await door.closeFor({ kind: 'bundle_merging' });
        try {
          const merged = await mergeInto(own, backups, found, bundle, attention);
          if (merged.ok && merged.value !== null) hold(null);
          const again = await door.open(found);
          return merged.ok && !again.ok ? again : merged;
        } catch (error) {
          await door.open(found);
          throw error;
        }
      }),
  };
}
