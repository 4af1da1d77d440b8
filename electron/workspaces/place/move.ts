import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { done, fail, type Result } from '../../../shared/problem.ts';
import { inWorker } from '../../store/in-worker.ts';
import { problemOf } from '../../store/problems.ts';
import { belongingsIn, removeBelongings } from './belongings.ts';
import { databaseKey, secretsOf } from '../keys/database-key.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

/** The moments of a move, in their order: a test kills the process at each. */
export const MOVE_STEPS = ['noted', 'copied', 'pointed', 'removed', 'settled'] as const;
export type MoveStep = (typeof MOVE_STEPS)[number];

interface Watch {
  /** How much of the work is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly at?: (step: MoveStep) => void;
}

/** A workspace that was moved to a disk which is not there now. Nothing may be made in its place. */
export const isAway = ({ folder, file }: WorkspaceFile): boolean => file.get().movedTo !== null && !existsSync(folder);

/**
 * Moves what belongs to a closed workspace into `into`, a folder that is empty or not there yet; null: home. It is copied,
 * checked there, and only then does the workspace's own file say so, in one write; what stood at the old place goes last.
 * Killed at any moment, one of the two is whole and is the one that counts, and the next opening removes the other.
 */
export async function moveWorkspace(
  parts: Pick<WorkspaceParts, 'vault' | 'runtime' | 'log' | 'storeWorker'>,
  files: WorkspaceFiles,
  workspace: WorkspaceFile,
  into: string | null,
  { onProgress = () => undefined, at = () => undefined }: Watch = {},
): Promise<Result<null>> {
  const { folder: from, home, file } = workspace;
  const { id } = file.get();
  const target = into ?? home;
  const key = await databaseKey(parts, files, secretsOf(parts.vault, workspace), workspace);
  if (!key.ok) return key;
  if (belongingsIn(target).length > 0) return fail('place_occupied');
  try {
    files.change(id, { leftovers: [...without(file.get().leftovers, target), target] });
    at('noted');
    const { sqliteBinding: nativeBinding } = parts.runtime;
    const database = basename(databasePath(from));
    const order = { from, into: target, names: belongingsIn(from), database, keyHex: key.value, nativeBinding };
    const onCopied = (copy: { done: number; total: number }): void => onProgress(copy.done / (copy.total + 1));
    const carried = await inWorker({ path: parts.storeWorker, nativeBinding }, 'carry', order, {
      onProgress: onCopied,
    });
    if (carried?.ok !== true) {
      tidyLeftovers(parts, files, workspace);
      return carried ?? fail('unexpected', { detail: 'Nobody cancelled the copying.' });
    }
    at('copied');
    files.change(id, { movedTo: into, leftovers: [...without(file.get().leftovers, target), from] });
    at('pointed');
    tidyLeftovers(parts, files, workspace, () => at('removed'));
    at('settled');
    onProgress(1);
    return done;
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * Removes what does not count of a move: the old place, or the copy of one that was cut off. To be called when the database
 * of the place that counts was opened. What cannot be removed now, because its disk is away, is removed another time.
 */
export function tidyLeftovers(
  { log }: Pick<WorkspaceParts, 'log'>,
  files: WorkspaceFiles,
  { file, folder }: WorkspaceFile,
  removed: () => void = () => undefined,
): void {
  const { id, leftovers } = file.get();
  if (leftovers.length === 0) return;
  const left = leftovers.filter((place) => {
    if (place === folder) return false;
    if (!existsSync(dirname(place))) return true;
    try {
      removeBelongings(place);
      return false;
    } catch (error) {
      log.error('move: a leftover stays', error);
      return true;
    }
  });
  removed();
  files.change(id, { leftovers: left });
}

const without = (places: readonly string[], place: string): string[] => places.filter((each) => each !== place);
