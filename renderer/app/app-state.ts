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

/** The workspace that is shown; null when there is none. */
export function useWorkspace(): WorkspaceView | null {
  const state = use(AppStateContext);
  return state?.workspaces.find(({ id }) => id === state.current?.id) ?? null;
}
