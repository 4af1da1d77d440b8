import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { guarded } from '../../guard.ts';
import type { Log } from '../../log.ts';
import { removeDatabase } from '../../store/disk.ts';
import { draftOf, writeBeside } from '../../store/write-beside.ts';
import type { WorkspaceFile } from '../record.ts';

/**
 * Does what writes the file `target`, in a folder of a person's own, by a draft beside it. However it ends, no draft stays: a
 * thread that was ended had no time to clear its own away, and for a program that is killed it is noted in the workspace's file.
 */
export type ByDraft = <Value>(target: string, write: () => Value | Promise<Value>) => Promise<Value>;

export const byDraftOf =
  ({ log }: { readonly log: Log }, { file }: Pick<WorkspaceFile, 'file'>): ByDraft =>
  async (target, write) => {
    const draft = draftOf(target);
    // What leaves the workspace may be all that can be saved from a disk on which nothing can be noted any more.
    guarded(log, 'drafts: a note', () => file.set({ ...file.get(), drafts: [...without(file, draft), draft] }))();
    try {
      return await write();
    } finally {
      tidy(log, file, draft);
    }
  };

/** Saves a document that is made already. Throws as `fs` does. */
export type SaveDocument = (target: string, content: Uint8Array) => Promise<void>;

export const documentSaver =
  (byDraft: ByDraft): SaveDocument =>
  (target, content) =>
    byDraft(target, () => {
      writeBeside(target, (put) => {
        put(content);
      });
    });

/** Removes what a killed program left in folders of a person's own. What lies on a disk that is away is removed another time. */
export function tidyDrafts({ log }: { readonly log: Log }, { file }: Pick<WorkspaceFile, 'file'>): void {
  for (const draft of file.get().drafts) tidy(log, file, draft);
}

const tidy = (log: Log, file: WorkspaceFile['file'], draft: string): void =>
  guarded(log, 'drafts: one stays', () => {
    if (!existsSync(dirname(draft))) return;
    // A copy of a database may have its journal beside it.
    removeDatabase(draft);
    file.set({ ...file.get(), drafts: without(file, draft) });
  })();

const without = (file: WorkspaceFile['file'], draft: string): string[] =>
  file.get().drafts.filter((each) => each !== draft);
