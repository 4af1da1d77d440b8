import { join } from 'node:path';
import type { Response } from '../../shared/contract/contract.ts';
import type { WorkspaceView } from '../../shared/contract/workspaces.ts';
import { done, fail, ok, type Problem, type Result } from '../../shared/problem.ts';
import { guarded } from '../guard.ts';
import { createBudgetFile } from '../store/pulls/budget-file.ts';
import { createAccess, tellDatabase, type Access } from './access.ts';
import { createBackupDesk, type BackupDesk } from './backups/desk.ts';
import { createBundles, type Bundles } from './backups/bundles.ts';
import { createDoor } from './door.ts';
import { createHoldings, type Holdings } from './keeping/holdings.ts';
import { createKeys, type Keys } from './keys/keys.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createMaking } from './making.ts';
import type { OpenWorkspace } from './open/open-workspace.ts';
import type { WorkspaceParts } from './parts.ts';
import { tidyDrafts } from './place/drafts.ts';
import { createPlaceDesk, type PlaceDesk } from './place/desk.ts';
import { openWorkspaceFiles, viewOf, type WorkspaceFile } from './record.ts';

/** The workspaces of this computer, of which at most one is open. Only the open one is watched. */
export interface Workspaces extends Access, Lifecycle {
  readonly keys: Keys;
  readonly backups: BackupDesk;
  readonly bundles: Bundles;
  readonly places: PlaceDesk;
  readonly holdings: Holdings;
  list(): WorkspaceView[];
  /** The one that is shown: open, or with the problem that kept it from opening. */
  shown(): { id: string; problem: Problem | null } | null;
  /** One is being opened just now: its key is asked for, its database is being read. */
  isOpening(): boolean;
  open(id: string): Promise<Result<null>>;
  /** The open workspace, if it is this one. */
  current(id?: string): OpenWorkspace | null;
  /** Where this computer could keep secrets. */
  offers(): Promise<Result<Response<'vault.offers'>>>;
  rename(id: string, name: string): Result<null>;
  close(): Promise<void>;
}

export function createWorkspaces(parts: WorkspaceParts): Workspaces {
  const { vault, events } = parts;
  const budget = createBudgetFile({
    path: join(parts.root, 'budget.db'),
    nativeBinding: parts.runtime.sqliteBinding,
    damaged: (kept) => events.countDamaged(kept),
  });
  const files = openWorkspaceFiles(parts, (kept) => events.damaged(kept));
  for (const each of files.all()) tidyDrafts(parts, each);
  const door = createDoor(parts, files, budget, () => backups);
  const backups = createBackupDesk(parts, files, door);
  const making = createMaking(parts, files);
  const bundles = createBundles(parts, files, door, making, backups);
  for (const each of files.leftOver()) guarded(parts.log, 'workspaces: a leftover', () => clearAway(each))();

  /** What a killed program had half made or half removed. A keychain that refuses is asked again at the next start. */
  async function clearAway(each: WorkspaceFile): Promise<void> {
    const erased = await door.serial(() => making.erase(each));
    if (!erased.ok) parts.log.warn('workspaces: a leftover stays', { problem: erased.problem.kind });
  }

  return {
    ...createAccess(parts, files, door),
    ...createLifecycle(parts, files, door, making),
    keys: createKeys(parts, files, door),
    backups,
    bundles,
    places: createPlaceDesk(parts, files, door),
    holdings: createHoldings(parts, files, door),
    list: () => files.all().map(viewOf),
    shown() {
      const opened = door.current();
      return opened === null ? door.trouble() : { id: opened.id, problem: null };
    },
    isOpening: () => door.isOpening(),
    current(id) {
      const opened = door.current();
      return opened !== null && (id === undefined || id === opened.id) ? opened : null;
    },
    open: (id) =>
      door.serial(async () => {
        const found = files.find(id);
        return found === null ? fail('no_workspace') : door.open(found);
      }),
    offers: async () => {
      const { keychain, safeStorage } = await vault.offers();
      return ok({ keychain: keychain.ok ? null : keychain.problem, safeStorage });
    },
    rename(id, name) {
      if (making.nameTaken(name, id)) return fail('name_taken');
      if (files.find(id) === null) return fail('no_workspace');
      files.change(id, { name });
      tellDatabase(door, files, id);
      events.changed(['app']);
      return done;
    },
    close: () =>
      door.serial(async () => {
        bundles.forget();
        await door.close();
        budget.close();
      }),
  };
}
