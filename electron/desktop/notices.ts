import type { Notice } from '../../shared/contract/app.ts';
import type { ProblemKind } from '../../shared/problem.ts';

/** What was found when the program started and stays told, over every screen, until a person puts it away. */
export interface Notices {
  /** `path`: the file or folder that it is about. */
  add(kind: ProblemKind, path: string): void;
  dismiss(id: string): void;
  all(): Notice[];
}

export function createNotices(): Notices {
  const notices = new Map<string, Notice>();
  let added = 0;
  return {
    add(kind, path) {
      added += 1;
      const id = `notice-${added}`;
      notices.set(id, { id, problem: { kind }, path });
    },
    dismiss(id) {
      notices.delete(id);
    },
    all: () => [...notices.values()],
  };
}
