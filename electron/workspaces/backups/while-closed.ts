import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import { fail, type Result } from '../../../shared/problem.ts';
import { problemOf } from '../../store/problems.ts';
import type { Door } from '../door.ts';
import { isAway } from '../place/move.ts';
import type { WorkspaceFile } from '../record.ts';

/** What gives a workspace another database. */
type Replacing = 'restore' | 'repair';

/** Restores and repairs: alone, with the database closed and opened again whatever came of it. */
export interface WhileClosed {
  /** What is being done just now. */
  busy(): { readonly id: string; readonly what: Replacing } | null;
  run<Value>(workspace: WorkspaceFile, what: Replacing, work: () => Promise<Result<Value>>): Promise<Result<Value>>;
}

export function createWhileClosed(door: Pick<Door, 'open' | 'close'>, changed: () => void): WhileClosed {
  let busy: ReturnType<WhileClosed['busy']> = null;
  return {
    busy: () => busy,
    async run(workspace, what, work) {
      if (isAway(workspace)) return fail('workspace_away');
      busy = { id: workspace.file.get().id, what };
      changed();
      try {
        await door.close();
        const worked = await work();
        const opened = await door.open(workspace);
        return worked.ok && !opened.ok ? opened : worked;
      } catch (error) {
        await door.open(workspace);
        return problemOf(error);
      } finally {
        busy = null;
        changed();
      }
    },
  };
}

/** The folder for a damaged database that something else takes the place of. Its name is a moment, so it is new. */
export function damagedFolder({ folder }: WorkspaceFile, clock: Clock): string {
  const stamp = new Date(clock.now())
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  for (let turn = 1; ; turn += 1) {
    const name = join(folder, `damaged-${stamp}${turn === 1 ? '' : `-${turn}`}`);
    if (!existsSync(name)) return name;
  }
}
