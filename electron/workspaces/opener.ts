import { MINUTE, type Cancel, type Clock, type Milliseconds } from '../../shared/clock.ts';
import type { WorkspaceView } from '../../shared/contract/workspaces.ts';
import { fail, type Problem, type ProblemKind, type Result } from '../../shared/problem.ts';
import type { Log } from '../log.ts';
import type { Workspaces } from './workspaces.ts';

/** Which workspace to begin with. A start that nobody sees is for watching real cases, not the demonstration. */
export function chooseFirst(
  all: readonly WorkspaceView[],
  last: string | null,
  start: { readonly demo: boolean; readonly hidden: boolean },
): string | null {
  const demonstration = all.find(({ environment }) => environment === 'demonstration');
  if (start.demo) return demonstration?.id ?? null;
  const remembered = all.find(({ id }) => id === last) ?? all[0];
  const real = all.find(({ environment }) => environment !== 'demonstration');
  const unseenDemonstration = start.hidden && remembered?.environment === 'demonstration';
  return (unseenDemonstration ? (real ?? remembered) : remembered)?.id ?? null;
}

/** What may mend itself: the keychain opens with the screen, a disk has room again or is plugged in. */
const PASSING = new Set<ProblemKind>([
  'keychain_missing',
  'keychain_locked',
  'keychain_timeout',
  'secret_lost',
  'file_failed',
  'disk_full',
  'workspace_away',
]);
const WAITS: readonly Milliseconds[] = [1, 2, 5, 15].map((minutes) => minutes * MINUTE);

/** Opens the first workspace, and goes on trying where what is in the way may pass. */
export interface Opener {
  open(id: string): Promise<void>;
  /** The computer woke or was unlocked: tries at once what could not be opened. */
  again(): void;
  stop(): void;
}

/** `failed` hears of the first failure, so that somebody is told even where nobody looks. */
export function createOpener(
  workspaces: Pick<Workspaces, 'open' | 'shown'>,
  clock: Clock,
  log: Log,
  failed: (problem: Problem) => void,
): Opener {
  let cancel: Cancel = () => undefined;
  let attempt = 0;

  const tryOpening = async (id: string): Promise<Result<null>> => {
    try {
      return await workspaces.open(id);
    } catch (error) {
      log.error('workspace: not opened', error);
      return fail('unexpected');
    }
  };

  const open = async (id: string): Promise<void> => {
    cancel();
    const opened = await tryOpening(id);
    if (opened.ok) return;
    log.warn('workspace: not opened', { problem: opened.problem.kind, attempt });
    if (attempt === 0) failed(opened.problem);
    if (!PASSING.has(opened.problem.kind)) return;
    cancel = clock.after(WAITS[Math.min(attempt, WAITS.length - 1)] ?? MINUTE, again);
    attempt += 1;
  };

  /** Only while the same trouble is shown: a person may have opened another workspace meanwhile. */
  function again(): void {
    const shown = workspaces.shown();
    if (shown !== null && shown.problem !== null && PASSING.has(shown.problem.kind)) void open(shown.id);
  }

  return {
    open,
    again,
    stop() {
      cancel();
    },
  };
}
