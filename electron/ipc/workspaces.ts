import { fail, ok } from '../../shared/problem.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `workspaces.${string}`> | 'vault.offers';

/** The system's own dialogs for choosing a backup's file. Null: the person cancelled. */
export interface BackupDialogs {
  /** `name`: what the file is called if the person does not choose otherwise. */
  whereToSave(name: string): Promise<string | null>;
  whichToOpen(): Promise<string | null>;
}

/** A dialog is asked before the workspaces are: while it stands open, nothing waits for it. */
export function workspaceHandlers<Current>(
  workspaces: Workspaces,
  dialogs: BackupDialogs,
): Pick<Handlers<Current>, Names> {
  return {
    'vault.offers': () => workspaces.offers(),
    'workspaces.create': (request) => workspaces.create(request),
    'workspaces.open': ({ id }) => workspaces.open(id),
    'workspaces.rename': ({ id, name }) => workspaces.rename(id, name),
    'workspaces.change': ({ id, ...change }) => workspaces.change(id, change),
    'workspaces.test_connection': (request) => workspaces.testConnection(request),
    'workspaces.set_credentials': ({ id, credentials }) => workspaces.setCredentials(id, credentials),
    'workspaces.removal': ({ id }) => workspaces.removal(id),
    'workspaces.back_up': async ({ id, passphrase }) => {
      const workspace = workspaces.list().find((each) => each.id === id);
      if (workspace === undefined) return fail('no_workspace');
      const path = await dialogs.whereToSave(workspace.name);
      if (path === null) return ok(null);
      const written = await workspaces.backUp(id, path, passphrase);
      return written.ok ? ok({ path }) : written;
    },
    'workspaces.restore': async (request) => {
      const source = await dialogs.whichToOpen();
      return source === null ? ok(null) : workspaces.restore(source, request);
    },
    'workspaces.remove': ({ id }) => workspaces.remove(id),
    'workspaces.start_afresh': ({ id, secretsIn }) => workspaces.startAfresh(id, secretsIn),
  };
}
