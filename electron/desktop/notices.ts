import type { Notice } from '../../shared/contract/app.ts';
import type { ProblemKind } from '../../shared/problem.ts';

/** What was found when the program started and stays told, over every screen, until a person puts it away. */
export interface Notices {
  /** `path`: the file or folder that it is about; `workspace`: the id of the one, where it is not about all. */
  add(kind: ProblemKind, path: string, workspace?: string): void;
  dismiss(id: string): void;
  all(): Notice[];
}

export function createNotices(): Notices {
  const notices = new Map<string, Notice>();
  let added = 0;
  return {
    add(kind, path, workspace) {
      added += 1;
      const id = `notice-${added}`;
      notices.set(id, { id, problem: { kind }, path, ...(workspace === undefined ? {} : { workspace }) });
    },
    dismiss(id) {
      notices.delete(id);
    },
    all: () => [...notices.values()],
  };
}
