import type { BackupReason, BackupView } from '../../shared/contract/backups.ts';
import { done, type Problem, type Result } from '../../shared/problem.ts';
import { endedUnclean } from '../store/check.ts';
import type { BudgetFile } from '../store/pulls/budget-file.ts';
import { openWorkspace, type OpenWorkspace } from './open/open-workspace.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from './record.ts';
import { createSerial } from './serial.ts';

/** The one way in and out: at most one workspace is open, and what is done to them is done one after the other. */
export interface Door {
  readonly serial: <Value>(task: () => Promise<Value>) => Promise<Value>;
  /** The workspace that is open. */
  current(): OpenWorkspace | null;
  /** What keeps the one that is shown from being open. */
  trouble(): { readonly id: string; readonly problem: Problem } | null;
  setTrouble(trouble: ReturnType<Door['trouble']>): void;
  /** One is being opened just now: its key is asked for, its database is being read. */
  isOpening(): boolean;
  /** Opens a workspace in place of the present one. What was in the way before is shown until it is known what is now. */
  open(workspace: WorkspaceFile): Promise<Result<null>>;
  close(): Promise<void>;
  /** Closes the open workspace, and shows this in its place. */
  closeFor(problem: Problem): Promise<void>;
}

/** Who makes the backups: told of what is open, and asked for one before a migration and a bulk change. */
interface BackupMaker {
  make(id: string, reason: BackupReason): Promise<Result<BackupView | null>>;
  opened(workspace: WorkspaceFile, unclean: boolean): void;
  closing(): Promise<void>;
}

export function createDoor(
  parts: WorkspaceParts,
  files: WorkspaceFiles,
  budget: BudgetFile,
  backups: () => BackupMaker,
): Door {
  const serial = createSerial();
  let opened: OpenWorkspace | null = null;
  let trouble: ReturnType<Door['trouble']> = null;
  let opening = false;

  const close = async (): Promise<void> => {
    const closing = opened;
    opened = null;
    await backups().closing();
    await closing?.close();
  };

  return {
    serial,
    current: () => opened,
    trouble: () => trouble,
    setTrouble(next) {
      trouble = next;
    },
    isOpening: () => opening,
    async open(workspace) {
      const { id } = workspace.file.get();
      opening = true;
      try {
        await close();
        const unclean = endedUnclean(databasePath(workspace.folder));
        const backUp = (which: string, reason: BackupReason) => backups().make(which, reason);
        const result = await openWorkspace({ ...parts, budget, backUp }, files, workspace);
        trouble = result.ok ? null : { id, problem: result.problem };
        if (!result.ok) return result;
        opened = result.value;
        opened.pulls.start();
        backups().opened(workspace, unclean);
        return done;
      } finally {
        opening = false;
        parts.events.changed(['app', 'inbox', 'cases', 'activity']);
      }
    },
    close,
    async closeFor(problem) {
      if (opened === null) return;
      trouble = { id: opened.id, problem };
      await close();
    },
  };
}
