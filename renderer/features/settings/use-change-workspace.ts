import type { Request } from '../../../shared/contract/contract.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useAction, type Action } from '../../ui/use-action.ts';

type Changeable = Omit<Request<'workspaces.change'>, 'id'>;

/** Changes some of what a workspace is set to; the rest is sent as it is. */
export function useChangeWorkspace(workspace: WorkspaceView): Action<[Partial<Changeable>], null> {
  return useAction((change: Partial<Changeable>) => {
    const { id, endpoints, limits, hours } = workspace;
    return ask('workspaces.change', { id, endpoints, limits, hours, credentials: null, ...change });
  });
}
