import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { PlaceOffer, PlaceView } from '../../../shared/contract/places.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { keyThatFits } from '../../store/copies/change-key.ts';
import { problemOf } from '../../store/problems.ts';
import { readSlot, slotPath } from '../../vault/recovery-slot.ts';
import { bytesOf } from './belongings.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import { lookBelow } from './disk-room.ts';
import type { Door } from '../door.ts';
import { isAway, moveWorkspace, tidyLeftovers } from './move.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

/** Where the workspaces lie, and moving them. */
export interface PlaceDesk {
  state(id: string): Result<PlaceView>;
  /** Looks at a folder that a person chose; null: at this computer's own. What will do is remembered for `move`. */
  consider(id: string, chosen: string | null): Promise<Result<PlaceOffer>>;
  move(id: string): Promise<Result<{ folder: string }>>;
  /** A person shows where the folder of a moved workspace is now: `chosen` is that folder, or the one that it stands in. */
  find(id: string, chosen: string): Promise<Result<{ folder: string }>>;
}

/** The folder of a workspace in the place of a person's choice. Its backups' second place is called otherwise. */
const folderIn = (chosen: string, id: string): string => join(chosen, `caseharbor-workspace-${id}`);

/** So much must be left beside the workspace, in bytes: a database cannot be worked with on a disk that is full. */
const SPARE = 64 * 1024 * 1024;

export function createPlaceDesk(parts: WorkspaceParts, files: WorkspaceFiles, door: Door): PlaceDesk {
  const { events, log, runtime, vault } = parts;
  const considered = new Map<string, { readonly into: string | null }>();
  let moving: { readonly id: string; readonly share: number } | null = null;

  const tell = (id: string, share: number | null): void => {
    moving = share === null ? null : { id, share };
    events.changed(['app', 'backups']);
  };

  /** Is this folder a workspace's own? Its key opens the database there, or its recovery slot says so. */
  const holds = async (folder: string, workspace: WorkspaceFile): Promise<boolean> => {
    if (!existsSync(databasePath(folder))) return false;
    const slot = readSlot(slotPath(folder));
    if (slot.ok && slot.value?.workspace === workspace.file.get().id) return true;
    const key = await databaseKey(parts, files, secretsOf(vault, workspace), workspace);
    return key.ok && keyThatFits(databasePath(folder), [key.value], runtime.sqliteBinding).ok;
  };

  return {
    state(id) {
      const found = files.find(id);
      if (found === null) return fail('no_workspace');
      const { folder, file } = found;
      return ok({
        folder,
        isMoved: file.get().movedTo !== null,
        bytes: isAway(found) ? null : bytesOf(folder),
        moving: moving?.id === id ? moving.share : null,
      });
    },

    async consider(id, chosen) {
      considered.delete(id);
      const found = files.find(id);
      if (found === null) return fail('no_workspace');
      try {
        const place = chosen === null ? found.home : folderIn(realpathSync.native(chosen), id);
        const below = await lookBelow(chosen ?? found.home);
        if (below === null) return fail('workspace_away');
        const offer = { folder: place, lies: below.lies, bytes: bytesOf(found.folder), free: below.free };
        if (chosen !== null) {
          const fits = judge(place, found, dirname(parts.root));
          if (!fits.ok) return fits;
        }
        if (below.free < offer.bytes + SPARE) return fail('place_full');
        considered.set(id, { into: chosen === null ? null : place });
        return ok(offer);
      } catch (error) {
        return problemOf(error);
      }
    },

    move: (id) =>
      door.serial(async () => {
        const found = files.find(id);
        const place = considered.get(id);
        if (found === null || place === undefined) return fail('no_workspace');
        considered.delete(id);
        if (isAway(found)) return fail('workspace_away');
        tell(id, 0);
        try {
          const isOpen = door.current()?.id === id;
          if (isOpen) await door.closeFor({ kind: 'workspace_moving' });
          tidyLeftovers(parts, files, found);
          const moved = await moveWorkspace(parts, files, found, place.into, {
            onProgress: (share) => tell(id, share),
          });
          const opened = isOpen ? await door.open(found) : done;
          log.info('moved', { done: moved.ok, opened: opened.ok });
          if (!moved.ok) return moved;
          return opened.ok ? ok({ folder: found.folder }) : opened;
        } finally {
          tell(id, null);
        }
      }),

    find: (id, chosen) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        try {
          const place = realpathSync.native(chosen);
          for (const folder of [place, folderIn(place, id)]) {
            if (!(await holds(folder, found))) continue;
            files.change(id, { movedTo: folder === found.home ? null : folder });
            const opened = await door.open(found);
            return opened.ok ? ok({ folder }) : opened;
          }
          return fail('place_foreign');
        } catch (error) {
          return problemOf(error);
        }
      }),
  };
}

/** What is written into a folder to see that it can be. One that a killed program left there counts for nothing. */
const PROBE = '.caseharbor-probe';

/** Will a folder do for a workspace? It is none of the program's own, nothing is in it, and it can be written in. */
function judge(place: string, { folder }: WorkspaceFile, profile: string): Result<null> {
  const own = [folder, profile].filter((each) => existsSync(each)).map((each) => realpathSync.native(each));
  if (own.some((each) => isWithin(place, each))) return fail('place_within');
  if (existsSync(place) && readdirSync(place).some((name) => name !== PROBE)) return fail('place_occupied');
  try {
    const wasThere = existsSync(place);
    if (!wasThere) mkdirSync(place, { mode: 0o700 });
    accessSync(place, constants.W_OK);
    writeFileSync(join(place, PROBE), '');
    rmSync(join(place, PROBE));
    if (!wasThere) rmdirSync(place);
    return done;
  } catch (error) {
    const told = problemOf(error);
    const code = told.ok ? '' : (told.problem.detail ?? '');
    if (code === 'ENOSPC') return fail('place_full');
    return ['EACCES', 'EPERM', 'EROFS'].includes(code) ? fail('place_closed', { detail: code }) : told;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
