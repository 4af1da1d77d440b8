import { createContext, use } from 'react';
import type { AppState } from '../../shared/contract/app.ts';
import type { WorkspaceView } from '../../shared/contract/workspaces.ts';

export const AppStateContext = createContext<AppState | null>(null);

/** What the shell knows: version, runtime, settings, workspaces. Only inside the shell. */
export function useAppState(): AppState {
  const state = use(AppStateContext);
  if (state === null) throw new Error('useAppState outside the shell');
  return state;
}

/** What stands in place of every screen, and of the way to them. */
export type Cover = 'locked' | 'key_changing' | 'workspace_moving' | 'bundle_merging' | 'code_wanted';

/** Null: the screens are there, or the trouble that keeps a workspace from being opened. */
export function coverOf({ current, workspaces }: AppState): Cover | null {
  const kind = current?.problem?.kind;
  if (kind === 'locked' || kind === 'key_changing' || kind === 'workspace_moving' || kind === 'bundle_merging') {
    return kind;
  }
  const shown = workspaces.find(({ id }) => id === current?.id);
  return current?.problem === null && shown?.recovery === 'wanted' ? 'code_wanted' : null;
}

/** The workspace that is shown; null when there is none. */
export function useWorkspace(): WorkspaceView | null {
  const state = use(AppStateContext);
  return state?.workspaces.find(({ id }) => id === state.current?.id) ?? null;
}
